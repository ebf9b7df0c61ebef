// Secrets at rest: one file per reference, AES-256-GCM, with a key of this data folder. Only the reference ever travels through
// Temporal. No error holds a value.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { createFileAtomic, writeFileAtomic } from '../atomic-file.ts';
import { bringupError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';

export interface Secrets {
  put(ref: string, value: string): Promise<void>;
  /** Null when there is none of that name. Throws `secret_missing` when there is one that cannot be read. */
  get(ref: string): Promise<string | null>;
  remove(ref: string): Promise<void>;
  /** Removes every secret whose reference starts with the prefix. */
  removeAll(prefix: string): Promise<void>;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;

const sealedSchema = z.object({ ref: z.string(), iv: z.base64(), tag: z.base64(), sealed: z.base64() });
type Sealed = z.infer<typeof sealedSchema>;

/** Secrets below `secrets/` of the data folder. The key is made on first use. */
export function createSecrets(home: string): Secrets {
  const folder = path.join(home, 'secrets');
  // References hold the caller's words; a hash is short, safe as a name and the same on every file system.
  const fileOf = (ref: string) =>
    path.join(folder, `${createHash('sha256').update(checkedRef(ref)).digest('hex')}.json`);

  return {
    put: async (ref, value) => {
      const file = fileOf(ref);
      await makeFolder(folder);
      const key = await makeKey(folder);
      await writeFileAtomic(file, JSON.stringify(seal(key, ref, value)));
    },
    get: async (ref) => {
      const text = await readIfThere(fileOf(ref));
      if (text === null) return null;
      return open(await readKey(folder, ref), ref, text.toString());
    },
    remove: (ref) => rm(fileOf(ref), { force: true }),
    removeAll: async (prefix) => {
      checkedRef(prefix);
      for (const name of await namesIn(folder)) {
        const file = path.join(folder, name);
        const text = await readIfThere(file);
        if (text !== null && parseSealed(text.toString())?.ref.startsWith(prefix)) await rm(file, { force: true });
      }
    },
  };
}

function checkedRef(ref: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_.%:@/-]{0,2999}$/.test(ref)) return ref;
  throw bringupError('unexpected', `A secret cannot be named ${JSON.stringify(ref.slice(0, 100))}.`);
}

async function makeKey(folder: string): Promise<Buffer> {
  const file = path.join(folder, 'key');
  if ((await readIfThere(file)) === null) await createFileAtomic(file, randomBytes(KEY_BYTES));
  return readKey(folder, file);
}

async function readKey(folder: string, ref: string): Promise<Buffer> {
  const key = await readIfThere(path.join(folder, 'key'));
  if (key?.length === KEY_BYTES) return key;
  throw unreadable(ref, `${path.join(folder, 'key')} is missing or damaged`);
}

function seal(key: Buffer, ref: string, value: string): Sealed {
  const iv = randomBytes(12);
  // The reference is authenticated, too: a file that was moved to another name does not open.
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(ref));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return {
    ref,
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

function open(key: Buffer, ref: string, text: string): string {
  const file = parseSealed(text);
  if (!file) throw unreadable(ref, 'its file is damaged');
  try {
    const iv = Buffer.from(file.iv, 'base64');
    const tag = Buffer.from(file.tag, 'base64');
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: 16 }).setAAD(Buffer.from(ref)).setAuthTag(tag);
    return Buffer.concat([decipher.update(Buffer.from(file.sealed, 'base64')), decipher.final()]).toString('utf8');
  } catch (error) {
    throw unreadable(ref, 'its file was changed or belongs to another key', error);
  }
}

function parseSealed(text: string): Sealed | null {
  try {
    return sealedSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const unreadable = (ref: string, why: string, cause?: unknown): Error =>
  bringupError('secret_missing', `The secret ${ref} cannot be read: ${why}.`, { ref }, { cause });

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
