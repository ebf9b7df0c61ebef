import { describe, expect, it } from 'vitest';
import { harmless, networkExamples } from './likely-causes/examples-of-network.ts';
import { packageExamples } from './likely-causes/examples-of-packages.ts';
import { likelyCause, rules, type Trouble } from './likely-cause.ts';

const examples = [...packageExamples, ...networkExamples];

const trouble = (log: string, change: Partial<Trouble> = {}): Trouble => ({
  code: 'step_failed',
  exit_code: 1,
  message: 'The command ended with exit code 1 on root@box:22.',
  lines: log.split('\n'),
  ...change,
});
const causeOf = (log: string, change?: Partial<Trouble>) => likelyCause(trouble(log, change))?.cause ?? null;

describe('the likely cause', () => {
  it.each(examples)('$cause is read from: $log $code', ({ cause, log, exit, code, message }) => {
    const found = causeOf(log, {
      exit_code: exit ?? null,
      ...(code && { code }),
      ...(message !== undefined && { message }),
    });
    expect(found).toBe(cause);
  });

  it('has an example for every rule, and no two rules of one name', () => {
    const names = rules.map(({ cause }) => cause);
    expect(names.length).toBeGreaterThanOrEqual(25);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !examples.some(({ cause }) => cause === name))).toEqual([]);
  });

  it('says of each what it is, what it means, what to do, and two things to press', () => {
    for (const { title, explanation, advice, actions } of rules) {
      for (const text of [title, explanation, advice]) expect(text).toMatch(/\S/);
      expect(new Set(actions).size).toBe(2);
    }
  });

  it.each(harmless)('claims nothing because of: %s', (line) => {
    expect(causeOf(line)).toBeNull();
  });

  it('claims nothing where nothing is known', () => {
    expect(likelyCause(trouble(''))).toBeNull();
  });

  it('gives the line that it was read from, and none where the code says it', () => {
    const line = 'curl: (6) Could not resolve host: example.invalid';
    expect(likelyCause(trouble(`${line}\nfailed`))?.evidence).toBe(line);
    expect(likelyCause(trouble('x', { code: 'step_timed_out' }))?.evidence).toBeNull();
  });

  it('tells the more specific of two', () => {
    const both = "error: command 'gcc' failed: No such file or directory\nERROR: Failed building wheel for x";
    expect(causeOf(both)).toBe('compiler_missing');
    expect(causeOf('Could not resolve host: a\nmkdir: Permission denied')).toBe('dns');
  });

  it('tells the later of two that say as much', () => {
    const first = 'curl: (6) Could not resolve host: a';
    const second = 'curl: (22) The requested URL returned error: 404';
    expect(causeOf(`${first}\n${second}`)).toBe('not_found');
    expect(causeOf(`${second}\n${first}`)).toBe('dns');
  });

  it('leaves alone what was long before the end, and what an installation has come over', () => {
    const old = 'Could not resolve host: a';
    expect(causeOf(`${old}\n${'on and on\n'.repeat(100)}`)).toBeNull();
    expect(causeOf(`${old}\nSuccessfully installed six-1.17.0\nsomething else`)).toBeNull();
    expect(causeOf(`${old}\nInstalled 3 packages in 12ms\nsomething else`)).toBeNull();
  });

  it('reads through colours and through what a progress bar has written over', () => {
    expect(causeOf('\u001b[1;31mE: Unable to \u001b[0mlocate package x')).toBe('package_not_found');
    expect(causeOf('10%\r20%\rNo space left on device')).toBe('disk_full');
    expect(causeOf('No space left on device\rall is well')).toBeNull();
  });

  it('reads the failure’s own sentence, too', () => {
    const message = 'model.safetensors: https://huggingface.co/a/b answered 401: it wants a login';
    expect(likelyCause(trouble('', { code: 'download_refused', message }))).toMatchObject({
      cause: 'huggingface_token',
      evidence: null,
    });
  });

  it('is quick with lines that have no end', () => {
    const long = `${'a'.repeat(60_000)} version that and are incompatible 401 `.repeat(5);
    const began = performance.now();
    likelyCause(trouble(Array.from({ length: 60 }, () => long).join('\n')));
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
