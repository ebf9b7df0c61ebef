import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTaskPart, readTaskTail, taskLog } from './task-log.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-task-log-'));
  file = path.join(folder, 'a.log');
});
afterEach(() => rm(folder, { recursive: true }));

const mine = (text: string, task: string) =>
  text
    .split(/(?<=\n)/)
    .filter((line) => line.startsWith(`[${task}] `))
    .join('');

async function inParts(task: string, limit: number, block: number, scan: number): Promise<string> {
  let text = '';
  for (let offset = 0; ;) {
    const part = await readTaskPart(file, task, offset, limit, false, { block, scan });
    expect(part.offset).toBe(offset);
    if (part.next_offset === offset) return text;
    text += part.text;
    offset = part.next_offset;
  }
}

async function downloaded(task: string, size: number): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of taskLog(file, task, size)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const line = fc
  .tuple(fc.constantFrom('[a] ', '[b] ', '[a]', ' [a] ', 'x [a] ', '', '[ä] '), fc.stringMatching(/^[a-zß€ \r]{0,12}$/))
  .map((parts) => parts.join(''));

it('gives exactly the lines of the row, in parts, in a tail and as a whole', async () => {
  const scenario = fc.record({
    lines: fc.array(line, { maxLength: 30 }),
    rest: fc.constantFrom('', '[a] not yet', '[a'),
    task: fc.constantFrom('a', 'b', 'ä', 'none'),
    limit: fc.integer({ min: 4, max: 60 }),
    // At least as long as the longest line.
    block: fc.integer({ min: 64, max: 200 }),
    scan: fc.integer({ min: 1, max: 300 }),
    count: fc.integer({ min: 1, max: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ lines, rest, task, limit, block, scan, count }) => {
      const text = lines.map((one) => `${one}\n`).join('');
      await writeFile(file, text + rest);
      const expected = mine(text, task);
      expect(await inParts(task, limit, block, scan)).toBe(expected);
      const size = Buffer.byteLength(text + rest);
      expect(await downloaded(task, size)).toBe(mine(text + rest, task));
      const tail = await readTaskTail(file, task, count, false, Infinity, { block, scan: 1e9 });
      expect(tail.text).toBe(
        expected
          .split(/(?<=\n)/)
          .slice(-count)
          .join(''),
      );
      expect(mine(text.slice(0, 0) + (await textFrom(tail.offset, tail.next_offset)), task)).toBe(tail.text);
    }),
    { numRuns: 300 },
  );
});

async function textFrom(from: number, to: number): Promise<string> {
  const handle = await open(file, 'r');
  const bytes = Buffer.alloc(to - from);
  await handle.read(bytes, 0, bytes.length, from);
  await handle.close();
  return bytes.toString();
}

it('shows the last line of a log that has ended without one', async () => {
  await writeFile(file, '[a] one\n[a] two');
  expect(await readTaskPart(file, 'a', 0, 100, false)).toMatchObject({ text: '[a] one\n', next_offset: 8 });
  expect(await readTaskPart(file, 'a', 8, 100, true)).toMatchObject({ text: '[a] two\n', next_offset: 15 });
  expect(await readTaskTail(file, 'a', 1, true)).toMatchObject({ text: '[a] two\n', offset: 8 });
  expect(await readTaskTail(file, 'a', 1, false)).toMatchObject({ text: '[a] one\n', offset: 0 });
});

it('shows of an endless line its beginning, and downloads it whole', async () => {
  const long = `[a] ${'x'.repeat(700_000)}\n`;
  const text = `[a] before\n${long}[b] other\n[a] after\n`;
  await writeFile(file, text);
  const cut = `${long.slice(0, 65_536)}\n`;
  expect(await inParts('a', 1_000_000, 256 * 1024, 1e9)).toBe(`[a] before\n${cut}[a] after\n`);
  expect((await readTaskTail(file, 'a', 3, true)).text).toBe(`[a] before\n${cut}[a] after\n`);
  expect(await downloaded('a', text.length)).toBe(`[a] before\n${long}[a] after\n`);
});

it('looks at a part of a gigabyte only, and says how far', async () => {
  const handle = await open(file, 'w');
  await handle.write('[a] first\n');
  await handle.write('\n[a] last\n', 2 ** 30);
  await handle.close();
  const first = await readTaskPart(file, 'a', 0, 100, true);
  expect(first.text).toBe('[a] first\n');
  expect(first.next_offset).toBeLessThan(70_000_000);
  const tail = await readTaskTail(file, 'a', 5, true);
  expect(tail.text).toBe('[a] last\n');
  expect(tail.offset).toBeGreaterThan(2 ** 30 - 70_000_000);
  const none = await readTaskTail(file, 'b', 5, true);
  expect([none.text, none.offset > 0]).toEqual(['', true]);
});

it('takes no log for an empty one', async () => {
  expect(await readTaskPart(path.join(folder, 'none'), 'a', 0, 100, true)).toMatchObject({ text: '', size: 0 });
  expect(await readTaskTail(path.join(folder, 'none'), 'a', 5, true)).toMatchObject({ text: '', offset: 0 });
});
