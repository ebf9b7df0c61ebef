// When the bytes of a log reached Bringup, in a file beside it: a line `<offset> <epoch ms>` says that the bytes from there on,
// up to the next mark, came at that time or within 100 ms after it. It is the time of arrival, not of printing.
import { appendFile, readFile } from 'node:fs/promises';
import { isMissing } from './logs.ts';
import { NEWLINE, readBytes, withLog } from './read-logs.ts';

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
  takeMarks(marks, await readMarks(file));
  return marks;
}

function takeMarks(marks: TimeMark[], text: string): void {
  for (const line of text.split('\n')) {
    // A process may have died within its last line.
    const [, offset, ms] = /^(\d{1,15}) (\d{13})$/.exec(line) ?? [];
    if (offset === undefined || ms === undefined) continue;
    const last = marks.at(-1);
    if (!last || Number(offset) > last.offset) marks.push({ offset: Number(offset), ms: Number(ms) });
  }
}

interface TimeMarkReader {
  /** The marks that tell when the bytes from `from` up to `to` came: the one that holds at `from`, and those after it. */
  between(file: string, from: number, to: number): Promise<TimeMark[]>;
}

interface ReadMarks {
  marks: TimeMark[];
  /** Bytes of the file of marks that were read, up to the last whole line. */
  read: number;
}

/** Reads each file of marks once and then only what was added to it, for whoever asks part by part. */
export function createTimeMarkReader(remembered = 50): TimeMarkReader {
  const logs = new Map<string, ReadMarks>();

  async function readOn(file: string): Promise<TimeMark[]> {
    const known = logs.get(file) ?? { marks: [], read: 0 };
    logs.delete(file);
    logs.set(file, known);
    const oldest = logs.keys().next().value;
    if (logs.size > remembered && oldest !== undefined) logs.delete(oldest);
    await withLog(marksOf(file), async (handle, size) => {
      const from = known.read;
      const bytes = await readBytes(handle, from, Math.max(0, size - from));
      const whole = bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
      // Another who asked at the same time may have read the same.
      if (known.read !== from) return;
      known.read += whole.length;
      takeMarks(known.marks, whole.toString('latin1'));
    });
    return known.marks;
  }

  return {
    async between(file, from, to) {
      const marks = await readOn(file);
      const first = Math.max(0, firstAfter(marks, from) - 1);
      return marks.slice(first, Math.max(first, firstAfter(marks, Math.max(from, to - 1))));
    },
  };
}

/** Index of the first mark behind a byte. */
function firstAfter(marks: TimeMark[], offset: number): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.offset ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function readMarks(file: string): Promise<string> {
  try {
    return await readFile(marksOf(file), 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}
