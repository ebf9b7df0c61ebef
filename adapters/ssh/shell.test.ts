import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignments, quote, remoteCommand } from './shell.ts';

const sh = (script: string, input = '', shell = 'sh') => {
  const { stdout, status, stderr } = spawnSync(shell, ['-c', script], { input });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout.toString();
};
const word = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(`'; touch /tmp/x; '`, '$(id)', '`id`', '!x', '\\', '\n\n', '%s'),
);
const withoutNul = word.filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text));

describe('what becomes shell text', () => {
  it('a quoted word comes out of a real sh as it went in', () => {
    fc.assert(
      fc.property(withoutNul, (text) => {
        expect(sh(`printf '%s.' ${quote(text)}`)).toBe(`${text}.`);
      }),
      { numRuns: 60 },
    );
  });

  it('an assignment carries its value as data, and refuses a name that is none', () => {
    expect(sh(`${assignments({ A: `x'$(id)` })}\nprintf %s "$A"`)).toBe(`x'$(id)`);
    expect(() => assignments({ 'A=1; rm': 'x' })).toThrow(/not a variable name/);
  });

  // csh and fish read quotes, ! and backslashes in their own ways; whoever logs in with them is a user, too.
  const shells = ['sh', 'bash', 'dash', 'zsh', 'fish', 'csh', 'tcsh'].filter(
    (shell) => spawnSync(shell, ['-c', 'exit 0']).status === 0,
  );

  it.each(shells)('a script arrives whole through the login shell %s', (shell) => {
    const script = `printf '%s' 'quote '\\'' bang ! dollar $HOME back\\slash äö 💾 %b \\012'\nprintf '\\n%s' second`;
    const { command, input } = remoteCommand(script);
    expect(sh(command, input, shell)).toBe(`quote ' bang ! dollar $HOME back\\slash äö 💾 %b \\012\nsecond`);
  });

  it('a secret or a long script goes over stdin and not into an argument', () => {
    const secret = remoteCommand('K=verysecret; printf done', { secret: true });
    expect(secret.command).not.toContain('verysecret');
    expect(sh(secret.command, secret.input)).toBe('done');
    const long = remoteCommand(`: ${'x'.repeat(40_000)}; printf long`);
    expect(long.command.length).toBeLessThan(100);
    expect(sh(long.command, long.input)).toBe('long');
  });
});
