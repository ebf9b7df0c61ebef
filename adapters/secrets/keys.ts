// The key of the secrets: given by the environment, or the file `secrets/key`. While it is being replaced, and until every process
// has the new one, `secrets/next-key.json` holds the new key, sealed with the old one.
import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createFileAtomic } from '../atomic-file.ts';
import { bringupError } from '../errors.ts';
import { withFileLock } from '../file-lock.ts';
import { makeFolder } from '../make-folder.ts';
import { KEY_BYTES, keyId, parseSealed, type Sealed, unseal } from './seal.ts';

/** Where the secrets lie and what opens them. */
export interface KeyPlace {
  home: string;
  /** The key from the environment; null where it lies in the data folder. */
  secretKey: Buffer | null;
}

export const secretsFolder = (home: string): string => path.join(home, 'secrets');
export const keyFile = (home: string): string => path.join(secretsFolder(home), 'key');
const linkFile = (home: string): string => path.join(secretsFolder(home), 'next-key.json');

/** Whatever changes a file of the secrets does so alone: a rotation must neither lose nor revive one. */
export async function alone<Result>(home: string, work: () => Promise<Result>): Promise<Result> {
  await makeFolder(secretsFolder(home));
  return withFileLock(path.join(secretsFolder(home), 'change'), work);
}

/** The key of this process; null where there is none yet. Throws secret_missing for a damaged file. */
export async function ownKey({ home, secretKey }: KeyPlace): Promise<Buffer | null> {
  if (secretKey) return secretKey;
  const key = await readIfThere(keyFile(home));
  if (key === null || key.length === KEY_BYTES) return key;
  throw bringupError('secret_missing', `${keyFile(home)} is damaged: a key has ${KEY_BYTES} bytes.`);
}

/** Makes the file of the key where there is none. */
export async function makeKey(place: KeyPlace): Promise<Buffer> {
  const found = await ownKey(place);
  if (found) return found;
  await makeFolder(secretsFolder(place.home));
  await createFileAtomic(keyFile(place.home), randomBytes(KEY_BYTES));
  return makeKey(place);
}

/** Every key that may open something now: the first seals. Read anew by every call, since another process may replace it. */
export async function keysInUse(place: KeyPlace): Promise<Buffer[]> {
  const own = await ownKey(place);
  if (!own) return [];
  const link = await readLink(place.home);
  const next = link?.from === keyId(own) ? openLink(link, own) : null;
  return next ? [next, own] : [own];
}

/** From which key to which a rotation goes, by their ids. */
export interface Link {
  from: string;
  to: string;
  sealed: Sealed;
}

const LINK_REF = /^next\/([0-9a-f]{16})\/([0-9a-f]{16})$/;
export const linkRef = (from: Buffer, to: Buffer): string => `next/${keyId(from)}/${keyId(to)}`;

/** The rotation that is under way, or that not every process knows of yet. */
export async function readLink(home: string): Promise<Link | null> {
  const sealed = parseSealed((await readIfThere(linkFile(home)))?.toString() ?? '');
  const [, from, to] = LINK_REF.exec(sealed?.ref ?? '') ?? [];
  return sealed && from !== undefined && to !== undefined ? { from, to, sealed } : null;
}

export function openLink({ sealed }: Link, own: Buffer): Buffer | null {
  const next = unseal(own, sealed.ref, sealed);
  return next === null ? null : Buffer.from(next, 'base64');
}

export const writeLink = (home: string, sealed: Sealed): Promise<boolean> =>
  createFileAtomic(linkFile(home), JSON.stringify(sealed));

export const removeLink = (home: string): Promise<void> => rm(linkFile(home), { force: true });

/** Once a process was started with the new key, the old one shall not open the new one any more. */
export async function forgetLink(place: KeyPlace): Promise<void> {
  const [own, link] = [await ownKey(place), await readLink(place.home)];
  if (own && link?.to === keyId(own)) await removeLink(place.home);
}

export async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
