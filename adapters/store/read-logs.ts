// Logs as text for whoever looks at them: any part of a file of any size, a bounded piece at a time. The file may grow meanwhile.
import { type FileHandle, open } from 'node:fs/promises';
import { isMissing } from './logs.ts';

/** A part of a log. `text` is cut between characters; bytes that are no UTF-8 are shown as U+FFFD. */
export interface LogPart {
  /** Where the text begins, in bytes. */
  offset: number;
  /** Where the next part begins. */
  next_offset: number;
  /** Bytes of the whole log at this moment. */
  size: number;
  text: string;
}

const BLOCK = 64 * 1024;
/** No answer holds more of a log than this. */
export const MAX_PART = 1024 * 1024;

/**
 * Up to `limit` bytes (at least 4: one character) from `offset`. A character of which only the beginning is there is left to the
 * next part, unless the log has `ended`. An offset past the end gives an empty part at the end. No log yet is an empty one.
 */
export async function readPart(file: string, offset: number, limit: number, ended: boolean): Promise<LogPart> {
  return withLog(file, async (handle, size) => {
    const from = Math.min(offset, size);
    const bytes = await readBytes(handle, from, Math.min(limit, size - from));
    const isLast = ended && from + bytes.length >= size;
    const whole = isLast ? bytes : bytes.subarray(0, bytes.length - openCharacter(bytes));
    return { offset: from, next_offset: from + whole.length, size, text: whole.toString('utf8') };
  });
}

/**
 * The last lines, 1 MiB of them at most, with the place where they begin. With `before`, those that end at this byte: it has to be
 * where a line begins, as `offset` of another part is.
 */
export async function readTail(file: string, lines: number, ended: boolean, before = Infinity): Promise<LogPart> {
  const { from, end } = await withLog(file, async (handle, size) => {
    const end = Math.min(before, size);
    return { from: await beginOfTail(handle, end, lines), end };
  });
  return readPart(file, from, before === Infinity ? MAX_PART : end - from, ended);
}

/** Goes back from the end, block by block, until enough lines are passed. */
async function beginOfTail(handle: FileHandle, size: number, lines: number): Promise<number> {
  const earliest = Math.max(0, size - MAX_PART);
  let missing = lines;
  for (let end = size; end > earliest;) {
    const start = Math.max(earliest, end - BLOCK);
    const block = await readBytes(handle, start, end - start);
    // The newline that ends the last line begins no other.
    let at = end === size && block.at(-1) === NEWLINE ? block.length - 1 : block.length;
    while (at > 0 && (at = block.lastIndexOf(NEWLINE, at - 1)) !== -1) {
      missing -= 1;
      if (missing === 0) return start + at + 1;
    }
    end = start;
  }
  if (earliest === 0) return 0;
  return earliest + restOfCharacter(await readBytes(handle, earliest, 3));
}

export const NEWLINE = 0x0a;

export async function withLog<Found>(file: string, look: (handle: FileHandle, size: number) => Promise<Found>) {
  const handle = await openLog(file);
  try {
    return await look(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

/** An attempt that has printed nothing has no file: it is read like an empty one. */
export async function openLog(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (isMissing(error)) return open('/dev/null', 'r');
    throw error;
  }
}

export async function readBytes(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Bytes at the end that are the beginning of a character. */
function openCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? back : 0;
  }
  return 0;
}

/** Bytes at the beginning that belong to a character before them. */
function restOfCharacter(bytes: Buffer): number {
  const first = bytes.findIndex((byte) => !isContinuation(byte));
  return first === -1 ? 0 : first;
}

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;
