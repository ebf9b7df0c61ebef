import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyReport, readProgressLine } from './progress.ts';
import { createSandbox, type Sandbox, shells } from './testing/run-step-script.ts';

let box: Sandbox;
beforeAll(() => {
  box = createSandbox();
});
afterAll(() => box.remove());

// NUL cannot be an argument of a process; lone surrogates are no text.
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '"',
        '\\',
        '\n',
        '\t',
        '\r',
        '\u0001',
        '\u001f',
        '\u007f',
        'ü',
        '日',
        '🙂',
        '*',
        '[',
        '$(x)',
        "'",
      ),
    ),
  )
  .map((parts) => parts.join('').replaceAll('\0', ''))
  .filter((text) => Buffer.from(text).toString() === text);

describe.each(shells.map((shell) => ({ shell, name: shell.join(' ') })))('progress.sh in $name', ({ shell }) => {
  it('gives every text back as it was', async () => {
    const texts = fc.sample(anyText, { numRuns: 150, seed: 7 });
    // Each text in a file of its own: an underscore guards line feeds at the end from command substitution.
    const call = texts.map((text, index) => {
      const file = path.join(box.folder, `text-${index}`);
      writeFileSync(file, `${text}_`);
      return `x=$(cat '${file}'); result_string "\${x%_}"; task "n\${x%_}" running "\${x%_}"`;
    });
    const { lines, stderr } = await box.runText(call.join('\n'), { shell, env: { LANG: 'C.UTF-8' } });
    expect(stderr).toBe('');
    const said = lines.map((line) => JSON.parse(line) as Record<string, string>);
    expect(said.filter((one) => 'result' in one).map(({ result }) => result)).toEqual(texts);
    expect(said.filter((one) => 'task' in one).map(({ task, note }) => [task, note ?? ''])).toEqual(
      texts.map((text) => [`n${text}`, text]),
    );
  });

  it('says each kind of line in the form that is read', async () => {
    const end = await box.runText(
      `task one pending; task one running 'half way' 50; task two success
       progress 3 10 nodes 'a "b"'; result_json '{"a":[1,null]}'; note done; warning careful; warning careful; failure 'It broke.'`,
      { shell },
    );
    expect(end).toMatchObject({
      code: 0,
      tasks: [
        { name: 'one', status: 'running', note: 'half way', percent: 50 },
        { name: 'two', status: 'success' },
      ],
      progress: { done: 3, total: 10, unit: 'nodes', current: 'a "b"', rate_per_s: null, eta_s: null },
      result: { a: [1, null] },
      note: 'done',
      warnings: ['careful'],
      failure: 'It broke.',
    });
    const { progress } = await box.runText(`progress 1 '' files`, { shell });
    expect(progress).toMatchObject({ done: 1, total: null, current: null });
  });

  it('keeps a line below the size that one write passes whole, and cuts no character in half', async () => {
    const file = path.join(box.folder, 'long');
    for (const unit of ['ü', 'a"', '🙂', '\u0001', 'plain ']) {
      writeFileSync(file, unit.repeat(6000));
      const end = await box.runText(
        `x=$(cat '${file}'); failure "$x"; task "$x" failed "$x"; progress 1 2 nodes "$x"`,
        {
          shell,
          env: { LC_ALL: 'C.UTF-8' },
        },
      );
      expect(end.stderr).toBe('');
      expect(end.failure?.endsWith('…')).toBe(true);
      expect(unit.repeat(6000).startsWith(end.failure?.slice(0, -1) ?? '-')).toBe(true);
      for (const line of end.lines) expect(Buffer.byteLength(line)).toBeLessThan(4096);
    }
  });

  it('does not mix the lines of scripts that run side by side', async () => {
    const note = 'x'.repeat(500);
    const end = await box.runText(
      `for w in 1 2 3 4 5 6; do ( i=0; while [ $i -lt 100 ]; do task "w$w" running '${note}' $i; i=$((i + 1)); done ) & done; wait`,
      { shell },
    );
    expect(end.lines).toHaveLength(600);
    expect(end.tasks.map(({ percent }) => percent)).toEqual([99, 99, 99, 99, 99, 99]);
  });
});

it('leaves lines alone that say nothing it knows', () => {
  const report = emptyReport();
  for (const line of [
    '',
    'Cloning into…',
    '{}',
    '[1]',
    '{"task":"x"}',
    '{"task":"x","status":"odd"}',
    '{"done":"3"}',
    'null',
  ]) {
    expect(readProgressLine(report, line)).toBe(false);
  }
  expect(report).toEqual(emptyReport());
});
