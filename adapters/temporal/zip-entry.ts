// Reads one file out of a zip archive: the central directory at its end says where it lies. No zip64, no encryption:
// the archives we read are wheels of a known size.
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;
const LOCAL_HEADER_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  name: string;
  method: number;
  compressedSize: number;
  size: number;
  headerAt: number;
}

/** Writes the first file of the archive whose name `wanted` accepts to `target`. */
export async function extractEntry(archive: string, wanted: (name: string) => boolean, target: string): Promise<void> {
  const { entry, start } = await locate(archive, wanted);
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new Error(`${archive}: ${entry.name} is packed with method ${String(entry.method)}, which is not supported`);
  }
  const packed = createReadStream(archive, { start, end: start + entry.compressedSize - 1 });
  const output = createWriteStream(target);
  await pipeline(packed, entry.method === DEFLATED ? createInflateRaw() : new PassThrough(), output);
  if (output.bytesWritten !== entry.size) throw new Error(`${archive}: ${entry.name} is cut off`);
}

async function locate(archive: string, wanted: (name: string) => boolean): Promise<{ entry: Entry; start: number }> {
  const file = await open(archive);
  try {
    const entry = (await readDirectory(file, archive)).find(({ name }) => wanted(name));
    if (!entry) throw new Error(`${archive} does not hold the file that was looked for`);
    // The local header has its own name and extra field; their lengths may differ from the directory's.
    const header = await read(file, entry.headerAt, LOCAL_HEADER_LENGTH);
    return { entry, start: entry.headerAt + LOCAL_HEADER_LENGTH + header.readUInt16LE(26) + header.readUInt16LE(28) };
  } finally {
    await file.close();
  }
}

async function readDirectory(file: FileHandle, archive: string): Promise<Entry[]> {
  const { size } = await file.stat();
  const tail = await read(
    file,
    Math.max(0, size - END_LENGTH - LONGEST_COMMENT),
    Math.min(size, END_LENGTH + LONGEST_COMMENT),
  );
  let end = tail.length - END_LENGTH;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw new Error(`${archive} is not a zip archive`);
  const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  for (let at = 0; at < directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      headerAt: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
