// When the bytes of a log reached Bringup, in a file beside it: a line `<offset> <epoch ms>` says that the bytes from there on,
// up to the next mark, came at that time or within 100 ms after it. It is the time of arrival, not of printing.
import { appendFile, readFile } from 'node:fs/promises';
import { isMissing } from './logs.ts';

/** A log that is written without a pause gets ten marks a second, so that a mark costs nothing against what it marks. */
const EVERY_MS = 100;
const REMEMBERED = 1_000;

export interface TimeMark {
  offset: number;
  ms: number;
}

const marksOf = (file: string): string => `${file}.times`;

/** Gives what is called for each write of bytes that were not there before. */
export function createTimeMarks(now: () => number = Date.now) {
  const last = new Map<string, number>();
  return {
    async add(file: string, offset: number): Promise<void> {
      const ms = now();
      const before = last.get(file);
      // A clock that was set back must not keep marks away.
      if (before !== undefined && ms >= before && ms - before < EVERY_MS) return;
      // What was forgotten costs one mark more.
      if (last.size >= REMEMBERED) last.clear();
      last.set(file, ms);
      await appendFile(marksOf(file), `${offset} ${ms}\n`, { mode: 0o600 });
    },
  };
}

/** The marks of a log in order, each place once: where two workers wrote the same bytes, the first one counts. */
export async function readTimeMarks(file: string): Promise<TimeMark[]> {
  const marks: TimeMark[] = [];
  for (const line of (await readMarks(file)).split('\n')) {
    // A process may have died within its last line.
    const [, offset, ms] = /^(\d{1,15}) (\d{13})$/.exec(line) ?? [];
    if (offset === undefined || ms === undefined) continue;
    const last = marks.at(-1);
    if (!last || Number(offset) > last.offset) marks.push({ offset: Number(offset), ms: Number(ms) });
  }
  return marks;
}

async function readMarks(file: string): Promise<string> {
  try {
    return await readFile(marksOf(file), 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}
