// Which line of a log a byte stands in, and where a line begins. Logs are only ever added to, so each block of a log is counted once
// and the counts are kept in memory: a log of a gigabyte costs 4,096 numbers.
import type { FileHandle } from 'node:fs/promises';
import { NEWLINE, readBytes, withLog } from './read-logs.ts';

interface LineIndex {
  /** Number of the line, from 1, in which a byte stands. */
  lineAt(file: string, offset: number): Promise<number>;
  /** The same for bytes in order, read through once. */
  linesAt(file: string, offsets: number[]): Promise<number[]>;
  /** Where a line begins; of one that is not there yet, the size of the log. */
  offsetOf(file: string, line: number): Promise<number>;
}

interface Counts {
  /** Newlines before each block. */
  before: number[];
  busy: Promise<unknown>;
}

interface Options {
  block?: number;
  remembered?: number;
}

export function createLineIndex({ block = 256 * 1024, remembered = 200 }: Options = {}): LineIndex {
  const logs = new Map<string, Counts>();

  function countsOf(file: string): Counts {
    const counts = logs.get(file) ?? { before: [0], busy: Promise.resolve() };
    logs.delete(file);
    logs.set(file, counts);
    const oldest = logs.keys().next().value;
    if (logs.size > remembered && oldest !== undefined) logs.delete(oldest);
    return counts;
  }

  /** Whoever asks for the same log waits for whoever counts it already. */
  async function inTurn<Found>(file: string, look: (before: number[]) => Promise<Found>): Promise<Found> {
    const counts = countsOf(file);
    const turn = counts.busy.then(
      () => look(counts.before),
      () => look(counts.before),
    );
    counts.busy = turn;
    return turn;
  }

  /** Counts whole blocks until `isEnough`, or until there are no more. */
  async function countOn(handle: FileHandle, before: number[], size: number, isEnough: () => boolean): Promise<void> {
    while (!isEnough() && before.length * block <= size) {
      const bytes = await readBytes(handle, (before.length - 1) * block, block);
      if (bytes.length < block) return;
      before.push((before.at(-1) ?? 0) + newlinesIn(bytes));
    }
  }

  async function linesAt(file: string, offsets: number[]): Promise<number[]> {
    return inTurn(file, (before) =>
      withLog(file, async (handle, size) => {
        const lines: number[] = [];
        let at = 0;
        let newlines = 0;
        for (const asked of offsets) {
          const offset = Math.min(asked, size);
          const number = Math.floor(offset / block);
          await countOn(handle, before, size, () => before.length > number);
          const known = Math.min(number, before.length - 1);
          if (known * block > at || lines.length === 0) {
            at = known * block;
            newlines = before[known] ?? 0;
          }
          newlines += newlinesIn(await readBytes(handle, at, Math.max(0, offset - at)));
          at = Math.max(at, offset);
          lines.push(newlines + 1);
        }
        return lines;
      }),
    );
  }

  return {
    linesAt,
    lineAt: async (file, offset) => (await linesAt(file, [offset]))[0] ?? 1,
    offsetOf: (file, line) =>
      inTurn(file, (before) =>
        withLog(file, async (handle, size) => {
          const wanted = line - 1;
          if (wanted <= 0) return 0;
          await countOn(handle, before, size, () => (before.at(-1) ?? 0) >= wanted);
          const number = before.findLastIndex((newlines) => newlines < wanted);
          const start = number * block;
          let missing = wanted - (before[number] ?? 0);
          const bytes = await readBytes(handle, start, Math.min(block, size - start));
          for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
            missing -= 1;
            if (missing === 0) return start + at + 1;
          }
          return size;
        }),
      ),
  };
}

function newlinesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
