// Files of this computer under names that are bytes: what they are, what is in them, whether they are on the disk.
import { createHash } from 'node:crypto';
import { type BigIntStats, lstatSync, statSync } from 'node:fs';
import { type FileHandle, lstat, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Filter } from './globs.ts';
import { createFilter } from './globs.ts';
import { at, type ByteName, nameOf } from './names.ts';

/**
 * Size, time and more of a name; null where nothing is. Links are not followed unless `through`. Synchronous, as are the other calls that
 * only touch names: thousands of them through the thread pool cost more than the whole transfer. `eachOf` lets others have their turn.
 */
export function lookAt(folder: string, name: ByteName, { through = false } = {}): BigIntStats | null {
  try {
    const look = through ? statSync : lstatSync;
    return look(at(folder, name), { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Heartbeats and cancels come through between so many. */
const TURN = 64;

/** Does something with each item, some at once, and gives the results in their order: a call to the file system is mostly waiting. */
export async function eachOf<Item, Result>(items: Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      if (index % TURN === 0) await new Promise((resolve) => setImmediate(resolve));
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return results;
}

export const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Seconds since 1970, with fractions. */
export const secondsOf = ({ mtimeNs }: BigIntStats): number => Number(mtimeNs) / 1e9;

/** The same size, and the same time as rsync compares it: to the second. FAT keeps even seconds only. */
export function sameSizeAndTime(size: number, mtime: number, expected: { size: number; mtime: number }): boolean {
  if (size !== expected.size) return false;
  const isFat = Number.isInteger(mtime) && mtime % 2 === 0;
  return Math.floor(mtime) === Math.floor(expected.mtime) || (isFat && Math.abs(mtime - expected.mtime) <= 2);
}

const PIECE = 1024 * 1024;

/** SHA-256 of a file, or of its first bytes; with `keep` it is on the disk afterwards, also after a power cut. */
export async function sha256Of(
  folder: string,
  name: ByteName,
  { first = Infinity, keep = false, signal }: { first?: number; keep?: boolean; signal?: AbortSignal } = {},
): Promise<string> {
  const handle = await open(at(folder, name), 'r');
  try {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(PIECE);
    for (let left = first; left > 0;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(piece, 0, Math.min(PIECE, left));
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      left -= bytesRead;
    }
    if (keep) {
      await handle.sync();
      await syncFolder(path.posix.dirname(name), folder);
    }
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}

async function syncFolder(name: ByteName, folder: string): Promise<void> {
  const handle = await open(at(folder, name), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** True when the first file's bytes are the beginning of the second's; equal files count. */
export async function isBeginning(
  folder: string,
  beginning: ByteName,
  whole: string,
  name: ByteName,
): Promise<boolean> {
  const handles: FileHandle[] = [];
  try {
    const short = await open(at(folder, beginning), 'r');
    handles.push(short);
    const long = await open(at(whole, name), 'r');
    handles.push(long);
    for (let place = 0; ; place += PIECE) {
      const wanted = await readAt(short, place);
      if (wanted.length === 0) return true;
      const found = await readAt(long, place);
      if (!wanted.equals(found.subarray(0, wanted.length))) return false;
    }
  } finally {
    for (const handle of handles) await handle.close();
  }
}

async function readAt(handle: FileHandle, place: number): Promise<Buffer> {
  const piece = Buffer.allocUnsafe(PIECE);
  let filled = 0;
  while (filled < PIECE) {
    const { bytesRead } = await handle.read(piece, filled, PIECE - filled, place + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return piece.subarray(0, filled);
}

export interface LocalFile {
  path: ByteName;
  size: number;
  mtime: number;
}

export interface LocalListing {
  files: LocalFile[];
  unreadable: ByteName[];
  /** Symbolic links that lead out of the folder or nowhere: never sent. */
  links: ByteName[];
  special: ByteName[];
  excluded: number;
}

/** The files of a folder, in order. A link to a file inside counts as that file; links to folders and out of it do not. */
export async function listLocal(folder: string, filter: Filter, signal?: AbortSignal): Promise<LocalListing> {
  const listing: LocalListing = { files: [], unreadable: [], links: [], special: [], excluded: 0 };
  const top = `${await realpath(folder)}/`;
  const wanted = createFilter(filter);
  const visit = async (inner: ByteName): Promise<void> => {
    signal?.throwIfAborted();
    const names = await readdir(inner === '' ? folder : at(folder, inner), { encoding: 'buffer' }).catch(refused);
    if (names === null) return void listing.unreadable.push(inner || '.');
    for (const name of names.map(nameOf).sort()) {
      const file = inner === '' ? name : `${inner}/${name}`;
      await take(file);
    }
  };
  const take = async (file: ByteName): Promise<void> => {
    const found = lookAt(folder, file);
    if (!found || (found.isDirectory() && lastIsPartial(file))) return;
    if (found.isDirectory()) return visit(file);
    if (!wanted(file)) return void (listing.excluded += 1);
    const real = found.isSymbolicLink() ? await fileBehind(folder, file, top) : found;
    if (!real) return void listing.links.push(file);
    if (!real.isFile()) return void listing.special.push(file);
    if (!(await isReadable(folder, file))) return void listing.unreadable.push(file);
    listing.files.push({ path: file, size: Number(real.size), mtime: secondsOf(real) });
  };
  await visit('');
  return listing;
}

const lastIsPartial = (name: ByteName) => path.posix.basename(name) === '.rsync-partial';

function refused(error: unknown): null {
  if (['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '') || isGone(error)) return null;
  throw error;
}

async function fileBehind(folder: string, file: ByteName, top: string): Promise<BigIntStats | null> {
  const real = await realpath(at(folder, file), { encoding: 'buffer' }).catch(refused);
  if (!real || !real.subarray(0, Buffer.byteLength(top)).equals(Buffer.from(top))) return null;
  const found = await lstat(real, { bigint: true });
  return found.isFile() ? found : null;
}

async function isReadable(folder: string, file: ByteName): Promise<boolean> {
  const handle = await open(at(folder, file), 'r').catch(refused);
  await handle?.close();
  return handle !== null;
}
