import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLineIndex } from './line-index.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-lines-'));
  file = path.join(folder, 'a.log');
});
afterEach(() => rm(folder, { recursive: true }));

const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

it('knows the line of each byte and the byte of each line, also while the log grows', async () => {
  const piece = fc.array(fc.constantFrom('a', '\n'), { maxLength: 30 }).map((letters) => letters.join(''));
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 8 }),
      async (pieces, block) => {
        const index = createLineIndex({ block });
        let text = '';
        await writeFile(file, '');
        for (const one of pieces) {
          await appendFile(file, one);
          text += one;
          const offsets = Array.from({ length: text.length + 1 }, (_, offset) => offset);
          expect(await index.linesAt(file, offsets)).toEqual(offsets.map((offset) => lineOf(text, offset)));
          for (const offset of offsets) expect(await index.lineAt(file, offset)).toBe(lineOf(text, offset));
          const lines = text.split('\n');
          for (const [at] of lines.entries()) {
            const begin = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
            expect(await index.offsetOf(file, at + 1)).toBe(begin);
          }
          expect(await index.offsetOf(file, lines.length + 1)).toBe(text.length);
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('takes bytes behind the end for the end, and no log for an empty one', async () => {
  const index = createLineIndex({ block: 4 });
  expect([await index.lineAt(file, 99), await index.offsetOf(file, 5)]).toEqual([1, 0]);
  await writeFile(file, 'a\nb\n');
  expect(await index.lineAt(file, 99)).toBe(3);
});

it('answers many who ask at once, and forgets what nobody asks for', async () => {
  const other = path.join(folder, 'b.log');
  await writeFile(file, 'a\n'.repeat(500));
  await writeFile(other, 'b\n');
  const index = createLineIndex({ block: 16, remembered: 1 });
  const asked = [1000, 20, 600, 0].map((offset) => index.lineAt(file, offset));
  expect(await Promise.all(asked)).toEqual([501, 11, 301, 1]);
  expect([await index.lineAt(other, 2), await index.lineAt(file, 998)]).toEqual([2, 500]);
});
