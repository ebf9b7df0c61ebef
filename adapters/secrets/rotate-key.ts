// The key of the secrets replaced. At every moment each file opens with the old key or with the new one, and whoever reads knows
// both, so it may be done while Bringup runs and be killed at any point; a second call finishes it.
import { randomBytes } from 'node:crypto';
import { writeFileAtomic } from '../atomic-file.ts';
import { bringupError } from '../errors.ts';
import {
  alone,
  type KeyPlace,
  keyFile,
  linkRef,
  makeKey,
  openLink,
  ownKey,
  readIfThere,
  readLink,
  removeLink,
  writeLink,
} from './keys.ts';
import { KEY_BYTES, keyId, parseSealed, seal, unseal } from './seal.ts';
import { fileOf, secretFiles, writeSealed } from './secrets.ts';

export interface Rotated {
  /** How many files the new key opens now. */
  secrets: number;
  /** Files that neither key opens; they are left as they are. */
  unreadable: string[];
}

/** Where an old key is kept, sealed with the newest, for what was encrypted with it and is stored elsewhere (Temporal). */
export const oldKeyRef = (id: string): string => `key/${id}`;

/**
 * Seals everything anew. Without `newKey` one is made, which only does for a key that lies in the data folder. Throws
 * input_invalid where another rotation is not finished.
 */
export async function rotateKey(place: KeyPlace, newKey: Buffer | null): Promise<Rotated> {
  const own = (await ownKey(place)) ?? (await makeKey(place));
  if (newKey?.equals(own)) throw bringupError('input_invalid', 'The new key is the one that is in use.');
  const link = await readLink(place.home);
  // All but the last line was done: the key is the new one already.
  if (link?.to === keyId(own) && !place.secretKey) {
    await removeLink(place.home);
    return count(place.home, own);
  }
  const next = await begin(place, own, newKey);
  const unreadable: string[] = [];
  let secrets = 0;
  for (const file of await secretFiles(place.home)) {
    const opens = await alone(place.home, () => reseal(file, own, next));
    if (opens) secrets += 1;
    else unreadable.push(file);
  }
  if (!place.secretKey) {
    await alone(place.home, async () => {
      await writeFileAtomic(keyFile(place.home), next);
      await removeLink(place.home);
    });
  }
  return { secrets, unreadable };
}

/** Tells everybody of the new key, who seal with it from then on, and keeps the old one. Gives the key of a rotation that was begun. */
function begin(place: KeyPlace, own: Buffer, newKey: Buffer | null): Promise<Buffer> {
  return alone(place.home, async () => {
    const link = await readLink(place.home);
    const begun = link && openLink(link, own);
    if (link && (!begun || (newKey && !newKey.equals(begun)))) throw notFinished(link.from, link.to);
    const next = begun ?? newKey ?? randomBytes(KEY_BYTES);
    if (!begun) await writeLink(place.home, seal(own, linkRef(own, next), next.toString('base64')));
    const ref = oldKeyRef(keyId(own));
    await writeSealed(place, fileOf(place.home, ref), ref, own.toString('base64'));
    return next;
  });
}

/** True when the new key opens the file, or it is gone. */
async function reseal(file: string, own: Buffer, next: Buffer): Promise<boolean> {
  const text = await readIfThere(file);
  if (text === null) return true;
  const sealed = parseSealed(text.toString());
  if (!sealed) return false;
  if (unseal(next, sealed.ref, sealed) !== null) return true;
  const value = unseal(own, sealed.ref, sealed);
  if (value === null) return false;
  // Its times are kept: the value is the same.
  await writeFileAtomic(file, JSON.stringify({ ...sealed, ...seal(next, sealed.ref, value) }));
  return true;
}

async function count(home: string, key: Buffer): Promise<Rotated> {
  const rotated: Rotated = { secrets: 0, unreadable: [] };
  for (const file of await secretFiles(home)) {
    if (await reseal(file, key, key)) rotated.secrets += 1;
    else rotated.unreadable.push(file);
  }
  return rotated;
}

const notFinished = (from: string, to: string): Error =>
  bringupError(
    'input_invalid',
    `A rotation from the key ${from} to the key ${to} is not finished. Give these two keys once more, or start Bringup with the new one.`,
    { from, to },
  );
