// Where a file of the box lies here. What is here is never overwritten, renamed or deleted: another file of the same name comes beside
// it, as `name (2).png`. The one exception is a mirrored file that has grown: its new copy holds all of the old one.
import { linkSync, unlinkSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { bringupError } from '../errors.ts';
import { eachOf, isBeginning, lookAt, sameSizeAndTime, secondsOf } from './local-files.ts';
import { at, type ByteName, folderOf, lastOf, shown } from './names.ts';

export type Layout = 'mirror' | 'by_date';

interface FileOfBox {
  path: ByteName;
  size: number;
  mtime: number;
}

/** The place of a file that nothing else is in the way of. */
export function placeOf(layout: Layout, { path, mtime }: FileOfBox): ByteName {
  if (layout === 'mirror') return path;
  const time = new Date(mtime * 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}/${lastOf(path)}`;
}

/** The second and further places: `a (2).png`, `a (3).png`. */
function numbered(place: ByteName, number: number): ByteName {
  if (number < 2) return place;
  const name = lastOf(place);
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const folder = folderOf(place);
  return `${folder === '.' ? '' : `${folder}/`}${stem} (${number})${dot > 0 ? name.slice(dot) : ''}`;
}

/** What a copy has to be, beyond size and time, to count as one. */
export type Proof = (file: FileOfBox, place: ByteName) => Promise<boolean>;

export interface Places {
  /** Finds the copies that are here; each counts for one file of the box only. */
  find<File extends FileOfBox>(files: File[]): Promise<{ here: Map<File, ByteName>; missing: File[] }>;
  /** Moves a whole copy from the folder where it arrived to its place, and says which. */
  put(arrivedIn: string, file: FileOfBox): Promise<{ place: ByteName; renamed: boolean }>;
}

/** The places of one box's files below a local folder. */
export function createPlaces(folder: string, layout: Layout, proof: Proof = () => Promise.resolve(true)): Places {
  const taken = new Set<ByteName>();
  const made = new Set<ByteName>();

  const isCopy = async (file: FileOfBox, place: ByteName): Promise<boolean> => {
    const found = lookAt(folder, place, { through: true });
    return (
      found?.isFile() === true && sameSizeAndTime(Number(found.size), secondsOf(found), file) && proof(file, place)
    );
  };

  async function numberedCopy(file: FileOfBox): Promise<ByteName | null> {
    for (let number = 2; ; number += 1) {
      const place = numbered(placeOf(layout, file), number);
      if (lookAt(folder, place) === null) return null;
      if (!taken.has(place) && (await isCopy(file, place))) return place;
    }
  }

  async function makeFolder(place: ByteName): Promise<void> {
    const inner = folderOf(place);
    if (made.has(inner)) return;
    await mkdir(at(folder, inner), { recursive: true });
    made.add(inner);
  }

  /** False when something else is there. The place is taken first: others may look for one at the same time. */
  async function take(arrivedIn: string, file: ByteName, place: ByteName): Promise<boolean> {
    if (taken.has(place)) return false;
    taken.add(place);
    let isMoved = false;
    try {
      isMoved = await moveTo(arrivedIn, file, place);
    } finally {
      if (!isMoved) taken.delete(place);
    }
    return isMoved;
  }

  async function moveTo(arrivedIn: string, file: ByteName, place: ByteName): Promise<boolean> {
    const from = at(arrivedIn, file);
    const to = at(folder, place);
    try {
      linkSync(from, to); // refuses to overwrite, whoever else writes there
      unlinkSync(from);
      return true;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!['EEXIST', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error;
    }
    const found = lookAt(folder, place);
    if (found) {
      const arrived = lookAt(arrivedIn, file);
      if (!found.isFile() || !arrived) return false;
      const mayGrow = layout === 'mirror' ? found.size <= arrived.size : found.size === arrived.size;
      if (!mayGrow || !(await isBeginning(folder, place, arrivedIn, file))) return false;
    }
    await rename(from, to);
    return true;
  }

  return {
    async find(files) {
      const here = new Map<(typeof files)[number], ByteName>();
      const rest: typeof files = [];
      const isHere = (file: (typeof files)[number], place: ByteName) => {
        taken.add(place);
        here.set(file, place);
      };
      const copies = await eachOf(files, (file) => isCopy(file, placeOf(layout, file)));
      for (const [index, file] of files.entries()) {
        const place = placeOf(layout, file);
        if (copies[index] && !taken.has(place)) isHere(file, place);
        else rest.push(file);
      }
      const missing: typeof files = [];
      for (const file of rest) {
        const place = await numberedCopy(file);
        if (place === null) missing.push(file);
        else isHere(file, place);
      }
      return { here, missing };
    },
    async put(arrivedIn, file) {
      const first = placeOf(layout, file);
      try {
        await makeFolder(first);
        for (let number = 1; ; number += 1) {
          const place = numbered(first, number);
          if (!(await take(arrivedIn, file.path, place))) continue;
          return { place, renamed: number > 1 };
        }
      } catch (error) {
        const { code = 'an error' } = error as NodeJS.ErrnoException;
        throw bringupError(
          'sync_failed',
          `${shown(first)} has arrived and could not be put in its place in ${folder}: ${code}.`,
          { path: shown(first) },
          { cause: error },
        );
      }
    },
  };
}
