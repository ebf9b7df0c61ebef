import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MAX_PART, readPart, readTail } from './read-logs.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-read-logs-'));
  file = path.join(folder, 'a.log');
});
afterEach(() => rm(folder, { recursive: true }));

async function all(limit: number, ended: boolean): Promise<string> {
  let text = '';
  for (let offset = 0; ;) {
    const part = await readPart(file, offset, limit, ended);
    expect(part.offset).toBe(offset);
    if (part.next_offset === offset) return text;
    text += part.text;
    offset = part.next_offset;
  }
}

it('gives any text whole, in parts of any size', async () => {
  const scenario = fc.record({
    text: fc.string({ unit: 'grapheme', maxLength: 80 }),
    limit: fc.integer({ min: 4, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ text, limit }) => {
      await writeFile(file, text);
      expect(await all(limit, false)).toBe(text);
    }),
    { numRuns: 100 },
  );
});

it('gets through bytes that are no text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 4, max: 9 }), async (bytes, limit) => {
      await writeFile(file, bytes);
      let offset = 0;
      for (let next = -1; next !== offset;) {
        offset = Math.max(0, next);
        next = (await readPart(file, offset, limit, true)).next_offset;
      }
      expect(offset).toBe(bytes.length);
    }),
  );
});

it('keeps half a character back until the log has ended', async () => {
  await writeFile(file, Buffer.from('a€').subarray(0, 3));
  expect(await readPart(file, 0, 100, false)).toEqual({ offset: 0, next_offset: 1, size: 3, text: 'a' });
  expect(await readPart(file, 0, 100, true)).toEqual({ offset: 0, next_offset: 3, size: 3, text: 'a\ufffd' });
});

it('reads a log that is not there yet like an empty one, and past the end nothing', async () => {
  expect(await readPart(file, 7, 100, false)).toEqual({ offset: 0, next_offset: 0, size: 0, text: '' });
  expect(await readTail(file, 3, false)).toMatchObject({ offset: 0, text: '' });
  await writeFile(file, 'abc');
  expect(await readPart(file, 7, 100, false)).toEqual({ offset: 3, next_offset: 3, size: 3, text: '' });
});

it.each([
  ['a\nb\nc\n', 2, 'b\nc\n'],
  ['a\nb\nc', 2, 'b\nc'],
  ['a\nb\nc\n', 9, 'a\nb\nc\n'],
  ['\n\n', 1, '\n'],
  ['x', 1, 'x'],
])('finds where the last lines of %j begin', async (text, lines, expected) => {
  await writeFile(file, text);
  const tail = await readTail(file, lines, true);
  expect(tail.text).toBe(expected);
  expect(tail.offset).toBe(text.length - expected.length);
});

it('finds the last lines across blocks, and never gives more than 1 MiB', async () => {
  const lines = Array.from({ length: 40_000 }, (_, index) => `line ${index} ü€`);
  await writeFile(file, `${lines.join('\n')}\n`);
  expect((await readTail(file, 10_000, true)).text).toBe(`${lines.slice(-10_000).join('\n')}\n`);
  await writeFile(file, 'ü€'.repeat(MAX_PART));
  const cut = await readTail(file, 3, true);
  expect(cut.next_offset).toBe(cut.size);
  expect(cut.text).not.toContain('\ufffd');
});
