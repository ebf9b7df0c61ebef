// A log with the time of arrival before each line: `2026-11-26T09:00:00.123Z text`.
import { createReadStream } from 'node:fs';
import { readTimeMarks } from './time-marks.ts';

const NEWLINE = 0x0a;
/** As wide as a time, for bytes of which none is known: logs that were written before there were marks. */
const UNKNOWN = Buffer.from('-'.padEnd(25));

/** The first `size` bytes of a log, each line with the time when its first byte reached Bringup. */
export async function* logWithTimes(file: string, size: number): AsyncGenerator<Buffer> {
  if (size === 0) return;
  const marks = await readTimeMarks(file);
  let next = 0;
  let time = UNKNOWN;
  const timeAt = (offset: number): Buffer => {
    const before = next;
    for (let mark = marks[next]; mark && mark.offset <= offset; mark = marks[next]) next += 1;
    const mark = marks[next - 1];
    if (mark && next !== before) time = Buffer.from(`${new Date(mark.ms).toISOString()} `);
    return time;
  };
  let offset = 0;
  let atLineStart = true;
  for await (const block of createReadStream(file, { end: size - 1 }) as AsyncIterable<Buffer>) {
    const pieces: Buffer[] = [];
    for (let start = 0; start < block.length;) {
      const newline = block.indexOf(NEWLINE, start);
      const end = newline === -1 ? block.length : newline + 1;
      if (atLineStart) pieces.push(timeAt(offset + start));
      pieces.push(block.subarray(start, end));
      atLineStart = newline !== -1;
      start = end;
    }
    offset += block.length;
    yield Buffer.concat(pieces);
  }
}
