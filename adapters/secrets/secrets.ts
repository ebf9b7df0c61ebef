// Secrets at rest: one sealed file per reference. Only the reference ever travels through Temporal. No error holds a value.
import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../atomic-file.ts';
import { bringupError } from '../errors.ts';
import { alone, type KeyPlace, keyFile, keysInUse, makeKey, readIfThere, secretsFolder } from './keys.ts';
import { parseSealed, seal, unseal } from './seal.ts';

/** A secret without its value. */
interface ListedSecret {
  ref: string;
  created_at: string;
  updated_at: string;
}

export interface Secrets {
  put(ref: string, value: string): Promise<void>;
  /** Null when there is none of that name. Throws `secret_missing` when there is one that cannot be read. */
  get(ref: string): Promise<string | null>;
  /** Tells whether there was one. */
  remove(ref: string): Promise<boolean>;
  /** Removes every secret whose reference starts with the prefix. */
  removeAll(prefix: string): Promise<void>;
  /** Those whose reference starts with the prefix, in its order. */
  list(prefix: string): Promise<ListedSecret[]>;
}

/** A file may be replaced, and its key with it, between the two looks. */
const LOOKS = 3;

/** Secrets below `secrets/` of the data folder. A key that nobody gives is made on first use. */
export function createSecrets(home: string, secretKey: Buffer | null = null): Secrets {
  const place: KeyPlace = { home, secretKey };

  return {
    put: (ref, value) => {
      const file = fileOf(home, ref);
      return alone(home, async () => {
        await makeKey(place);
        await writeSealed(place, file, ref, value);
      });
    },
    async get(ref) {
      const file = fileOf(home, ref);
      for (let look = 1; ; look += 1) {
        const text = await readIfThere(file);
        if (text === null) return null;
        const sealed = parseSealed(text.toString());
        if (!sealed) throw unreadable(ref, 'its file is damaged');
        const keys = await keysInUse(place);
        if (keys.length === 0) throw unreadable(ref, `${keyFile(home)} is missing or damaged`);
        for (const key of keys) {
          const value = unseal(key, ref, sealed);
          if (value !== null) return value;
        }
        if (look === LOOKS) throw unreadable(ref, 'its file was changed or belongs to another key');
      }
    },
    async remove(ref) {
      const file = fileOf(home, ref);
      if ((await readIfThere(file)) === null) return false;
      await alone(home, () => rm(file, { force: true }));
      return true;
    },
    async removeAll(prefix) {
      checkedRef(prefix);
      const found = await filesBelow(home, prefix);
      if (found.length > 0)
        await alone(home, async () => {
          for (const { file } of found) await rm(file, { force: true });
        });
    },
    async list(prefix) {
      const found = await filesBelow(home, prefix);
      return found
        .map(({ sealed: { ref, created_at = '', updated_at = created_at } }) => ({ ref, created_at, updated_at }))
        .sort((a, b) => (a.ref < b.ref ? -1 : 1));
    },
  };
}

/** Seals a value with the newest key. The time of its first writing is kept. Call it alone. */
export async function writeSealed(place: KeyPlace, file: string, ref: string, value: string): Promise<void> {
  const [key] = await keysInUse(place);
  if (!key) throw unreadable(ref, `${keyFile(place.home)} is missing`);
  const now = new Date().toISOString();
  const earlier = parseSealed((await readIfThere(file))?.toString() ?? '');
  const times = { created_at: earlier?.created_at ?? now, updated_at: now };
  await writeFileAtomic(file, JSON.stringify({ ...seal(key, ref, value), ...times }));
}

/** The file of a reference: references hold the caller's words; a hash is short, safe as a name and the same on every file system. */
export const fileOf = (home: string, ref: string): string =>
  path.join(secretsFolder(home), `${createHash('sha256').update(checkedRef(ref)).digest('hex')}.json`);

/** Every sealed file, by name. */
export async function secretFiles(home: string): Promise<string[]> {
  try {
    const names = await readdir(secretsFolder(home));
    return names
      .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
      .map((name) => path.join(secretsFolder(home), name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function filesBelow(home: string, prefix: string) {
  const found = [];
  for (const file of await secretFiles(home)) {
    const text = await readIfThere(file);
    const sealed = text && parseSealed(text.toString());
    if (sealed?.ref.startsWith(prefix)) found.push({ file, sealed });
  }
  return found;
}

function checkedRef(ref: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_.%:@/-]{0,2999}$/.test(ref)) return ref;
  throw bringupError('unexpected', `A secret cannot be named ${JSON.stringify(ref.slice(0, 100))}.`);
}

const unreadable = (ref: string, why: string): Error =>
  bringupError('secret_missing', `The secret ${ref} cannot be read: ${why}.`, { ref });
