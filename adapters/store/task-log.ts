// The part of a log that belongs to one row of a step: the lines that begin with its name in brackets (`[name] …`). Read from disk
// block by block; a log may have gigabytes and hold a row's lines anywhere.
import type { FileHandle } from 'node:fs/promises';
import { type LogPart, MAX_PART, NEWLINE, openLog, readBytes, withLog } from './read-logs.ts';

/** How much is read at once, and how much for one answer; tests take less. */
interface Sizes {
  block: number;
  scan: number;
}
/** One answer looks at no more of a log than this; whoever wants more asks on from where it ended. */
const MAX_SCAN = 64 * 1024 * 1024;
const SIZES: Sizes = { block: 256 * 1024, scan: MAX_SCAN };
/** More of a line is in the download. */
const LONGEST_LINE = 64 * 1024;

/** A line of the row, or a piece of one that is longer than a block. */
interface Piece {
  offset: number;
  bytes: Buffer;
  /** The line begins here. */
  first: boolean;
}

/** A part of a row's lines, with the place of each in the whole log. */
export interface TaskPart extends LogPart {
  offsets: number[];
}

/** What each line of a row begins with. */
export const beginOf = (task: string): string => `[${task}] `;

/** The row's lines from `from` to the first line's end at or behind `end`, with the place up to which was looked. */
async function* piecesOf(
  handle: FileHandle,
  prefix: Buffer,
  { from, end, size, block: most }: { from: number; end: number; size: number; block: number },
): AsyncGenerator<{ pieces: Piece[]; next: number }> {
  // What the block goes on with: a new line, a line of the row, or another's.
  let inside: 'start' | 'mine' | 'other' = (await beginsLine(handle, from)) ? 'start' : 'other';
  for (let at = from; at < end;) {
    const read = await readBytes(handle, at, Math.min(most, size - at));
    if (read.length === 0) return;
    const whole = read.lastIndexOf(NEWLINE) + 1;
    // Only whole lines, but for one that is longer than a block, and for the last one.
    const block = whole > 0 && at + read.length < size ? read.subarray(0, whole) : read;
    const pieces: Piece[] = [];
    let begin = 0;
    if (inside !== 'start') {
      begin = endOfLine(block, 0);
      if (inside === 'mine') pieces.push({ offset: at, bytes: block.subarray(0, begin), first: false });
    }
    for (const start of lineStarts(block, prefix, begin)) {
      pieces.push({ offset: at + start, bytes: block.subarray(start, endOfLine(block, start)), first: true });
    }
    const isOpen = block.at(-1) !== NEWLINE;
    const last = pieces.at(-1);
    const isMine = last !== undefined && last.offset + last.bytes.length === at + block.length;
    inside = isOpen ? (isMine ? 'mine' : 'other') : 'start';
    at += block.length;
    yield { pieces, next: at };
  }
}

function* lineStarts(block: Buffer, prefix: Buffer, begin: number): Generator<number> {
  for (let found = block.indexOf(prefix, begin); found !== -1; found = block.indexOf(prefix, found + 1)) {
    if (found === begin || block[found - 1] === NEWLINE) yield found;
  }
}

const endOfLine = (block: Buffer, start: number): number => block.indexOf(NEWLINE, start) + 1 || block.length;

async function beginsLine(handle: FileHandle, offset: number): Promise<boolean> {
  return offset === 0 || (await readBytes(handle, offset - 1, 1))[0] === NEWLINE;
}

/**
 * The row's lines from `offset` on, up to `limit` bytes but at least one line; of a line of more than 64 KiB its beginning. At most
 * MAX_SCAN bytes of the log are looked at: the text may be empty and `next_offset` still before the end. A line that is not ended
 * is left to the next part, unless the log has `ended`.
 */
export async function readTaskPart(
  file: string,
  task: string,
  offset: number,
  limit: number,
  ended: boolean,
  { block, scan } = SIZES,
): Promise<TaskPart> {
  return withLog(file, async (handle, size) => {
    const from = Math.min(offset, size);
    const end = Math.min(size, from + scan);
    const lines: Buffer[] = [];
    const offsets: number[] = [];
    let bytes = 0;
    const part = (next: number): TaskPart => ({ offset: from, next_offset: next, size, text: textOf(lines), offsets });
    let looked = from;
    for await (const { pieces, next } of piecesOf(handle, Buffer.from(beginOf(task)), { from, end, size, block })) {
      for (const { offset: start, bytes: line, first } of pieces) {
        if (!first) continue;
        const shown = line.subarray(0, LONGEST_LINE);
        if (lines.length > 0 && bytes + shown.length > limit) return part(start);
        if (start + line.length === size && line.at(-1) !== NEWLINE && !ended) return part(start);
        lines.push(shown);
        offsets.push(start);
        bytes += shown.length;
      }
      looked = next;
    }
    // A beginning of a line may become one of the row's.
    return part(ended || looked < size ? looked : await endOfLines(handle, size, from, block));
  });
}

/**
 * The last `lines` lines of the row, 1 MiB of them at most, among the last MAX_SCAN bytes; `offset` is where the looking ended. With
 * `before`, those that end at or before this byte, where a line begins.
 */
export async function readTaskTail(
  file: string,
  task: string,
  lines: number,
  ended: boolean,
  before = Infinity,
  { block: most, scan } = SIZES,
): Promise<TaskPart> {
  const prefix = Buffer.from(beginOf(task));
  return withLog(file, async (handle, size) => {
    const last = Math.min(before, ended ? size : await endOfLines(handle, size, 0, most));
    const found: Buffer[] = [];
    const offsets: number[] = [];
    let bytes = 0;
    const part = (offset: number): TaskPart => ({
      offset,
      next_offset: last,
      size,
      text: textOf(found.reverse()),
      offsets: offsets.reverse(),
    });
    let end = last;
    const floor = Math.max(0, last - scan);
    while (end > floor) {
      const start = Math.max(floor, end - most);
      const block = await readBytes(handle, start, end - start);
      const whole = (await beginsLine(handle, start)) ? 0 : endOfLine(block, 0);
      for (const at of [...lineStarts(block, prefix, whole)].reverse()) {
        const line = block.subarray(at, Math.min(endOfLine(block, at), at + LONGEST_LINE));
        if (bytes + line.length > MAX_PART) return part(start + at + line.length);
        found.push(line);
        offsets.push(start + at);
        bytes += line.length;
        if (found.length === lines) return part(start + at);
      }
      // The line that began before this block is looked at with the block before, unless it fills this one.
      end = whole > 0 && whole < block.length ? start + whole : start;
    }
    return part(end);
  });
}

/** The row's bytes as they are, of the first `size` bytes of a log. */
export async function* taskLog(file: string, task: string, size: number): AsyncGenerator<Buffer> {
  // The file is closed when whoever takes the bytes has gone, too.
  const handle = await openLog(file);
  try {
    for await (const { pieces } of piecesOf(handle, Buffer.from(beginOf(task)), {
      from: 0,
      end: size,
      size,
      block: SIZES.block,
    })) {
      if (pieces.length > 0) yield Buffer.concat(pieces.map(({ bytes }) => bytes));
    }
  } finally {
    await handle.close();
  }
}

/** Where the last ended line ends, not before `floor`; of a line of more than a block that is the size. */
async function endOfLines(handle: FileHandle, size: number, floor: number, most: number): Promise<number> {
  const start = Math.max(floor, size - most);
  const newline = (await readBytes(handle, start, size - start)).lastIndexOf(NEWLINE);
  if (newline !== -1) return start + newline + 1;
  return start === floor ? floor : size;
}

/** As text; a line that was cut ends where it was cut. */
const textOf = (lines: Buffer[]): string =>
  lines
    .map((line) => (line.at(-1) === NEWLINE ? line : Buffer.concat([line, Buffer.from('\n')])).toString('utf8'))
    .join('');
