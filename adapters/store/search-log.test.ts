import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLogSearch, type LogQuery } from './search-log.ts';

let folder: string;
let file: string;
const { search } = createLogSearch();
const here = new AbortController().signal;
const query = (text: string, more: Partial<LogQuery> = {}): LogQuery => ({
  text,
  regex: false,
  case: true,
  from: 0,
  limit: 1000,
  ...more,
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-search-'));
  file = path.join(folder, 'a.log');
});
afterEach(() => rm(folder, { recursive: true }));

it('finds a text though colours begin or end in it, and the colours themselves', async () => {
  await writeFile(file, 'one\n\x1b[31mfatal\x1b[0m: not a \x1b]8;;http://x\x07repository\x1b]8;;\x07\n');
  const text = 'fatal: not a repository';
  const line = { line: 2, offset: 4 };
  expect((await search(file, query(text), here)).matches).toEqual([{ ...line, text }]);
  expect((await search(file, query('^fatal\\b', { regex: true }), here)).matches).toEqual([{ ...line, text }]);
  const coloured = await search(file, query('\\x1b\\[31m', { regex: true }), here);
  expect(coloured.matches).toMatchObject([line]);
});

it('finds what a person would find, with the right line and byte', async () => {
  const word = fc.constantFrom('a', 'B', 'ü', '€', '😀', '\n', '\r\n', '.', '(');
  const scenario = fc.record({
    text: fc.array(word, { maxLength: 60 }).map((parts) => parts.join('')),
    wanted: fc.array(fc.constantFrom('a', 'B', 'ü', '€', '.', '('), { minLength: 1, maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ text, wanted }) => {
      await writeFile(file, text);
      const needle = wanted.join('');
      const lines = text.split('\n');
      const expected = lines.flatMap((one, index) => {
        const offset = Buffer.byteLength(
          lines
            .slice(0, index)
            .map((before) => `${before}\n`)
            .join(''),
        );
        return one.includes(needle) ? [{ line: index + 1, offset, text: one.replace(/\r$/, '') }] : [];
      });
      expect((await search(file, query(needle), here)).matches).toEqual(expected);
      const asRegex = needle.replaceAll(/[.(]/g, '\\$&');
      expect((await search(file, query(asRegex, { regex: true }), here)).matches).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

it('counts to ten thousand, and goes on behind that', async () => {
  await writeFile(file, 'hit\n'.repeat(30_000));
  const first = await search(file, query('hit', { limit: 10 }), here);
  expect(first).toMatchObject({ total: 10_000, total_capped: true, next_offset: 40 });
  const late = await search(file, query('hit', { from: 119_992 }), here);
  expect(late).toMatchObject({ matches: [{ line: 29_999 }, { line: 30_000 }], next_offset: null, total_capped: true });
});

it('finds words on both sides of a block’s end and in lines without an end', async () => {
  await writeFile(file, `${'x'.repeat(1024 * 1024 - 3)}\nneedle\n${'y'.repeat(3_000_000)}needle`);
  const { matches } = await search(file, query('needle'), here);
  expect(matches[0]).toMatchObject({ line: 2, offset: 1024 * 1024 - 2, text: 'needle' });
  expect(matches[1]?.line).toBe(3);
  expect(matches[1]?.text).toHaveLength(500);
});

it('ends an expression that would never come to an end, and serves the next one', async () => {
  await writeFile(file, `${'a'.repeat(50)}b\n`);
  const impatient = createLogSearch({ limitMs: 500, atOnce: 1 });
  const hostile = impatient.search(file, query('^(a+)+$', { regex: true }), here);
  const waiting = impatient.search(file, query('b'), here);
  await expect(hostile).rejects.toMatchObject({ failure: { code: 'input_invalid' } });
  expect(await waiting).toMatchObject({ total: 1 });
});

it('refuses an expression that is none, and more searches than may wait', async () => {
  await writeFile(file, 'x\n');
  await expect(search(file, query('(', { regex: true }), here)).rejects.toMatchObject({
    failure: { code: 'input_invalid' },
  });
  // One that goes on until its caller has gone.
  await writeFile(file, `${'a'.repeat(50)}b\n`);
  const narrow = createLogSearch({ atOnce: 1, waiting: 0 });
  const gone = new AbortController();
  const endless = () => narrow.search(file, query('^(a+)+$', { regex: true }), gone.signal);
  const searches = [endless(), endless()];
  await expect(Promise.race(searches)).rejects.toMatchObject({ failure: { code: 'rate_limited' } });
  gone.abort();
  await Promise.allSettled(searches);
});

it('leaves off when the caller has gone', async () => {
  await writeFile(file, `${'a'.repeat(50)}b\n`);
  const gone = new AbortController();
  const searching = search(file, query('^(a+)+$', { regex: true }), gone.signal);
  gone.abort();
  await expect(searching).rejects.toThrow('abort');
});

it('holds little of a large log', async () => {
  const handle = await open(file, 'w');
  const block = Buffer.from(`${'0123456789'.repeat(10)}\n`.repeat(10_000));
  for (let count = 0; count < 200; count += 1) await handle.write(block);
  await handle.write('needle\n');
  await handle.close();
  const before = process.memoryUsage().rss;
  expect((await search(file, query('needle'), here)).matches).toEqual([
    { line: 2_000_001, offset: 202_000_000, text: 'needle' },
  ]);
  expect(process.memoryUsage().rss - before).toBeLessThan(80_000_000);
});

it('gives the last matches before a place, and says how many come before them', async () => {
  await writeFile(file, 'a1\na2\nb\na3\na4\n');
  const lines = async (more: Partial<LogQuery>) => {
    const { matches, preceding, total, next_offset } = await search(file, query('a', more), here);
    return { lines: matches.map(({ line }) => line), preceding, total, next_offset };
  };
  expect(await lines({ before: 11, limit: 2 })).toEqual({ lines: [2, 4], preceding: 1, total: 4, next_offset: 11 });
  expect(await lines({ before: 0, limit: 2 })).toEqual({ lines: [], preceding: 0, total: 4, next_offset: 0 });
  expect(await lines({ before: 99, limit: 9 })).toEqual({
    lines: [1, 2, 4, 5],
    preceding: 0,
    total: 4,
    next_offset: null,
  });
  expect(await lines({ from: 3, limit: 1 })).toEqual({ lines: [2], preceding: 1, total: 4, next_offset: 8 });
});

it('looks only at lines that begin with the prefix', async () => {
  await writeFile(file, '[a] x\n[b] x\n[a] y\nsay [a] x\n');
  expect(await search(file, query('x', { prefix: '[a] ' }), here)).toMatchObject({ total: 1, matches: [{ line: 1 }] });
});
