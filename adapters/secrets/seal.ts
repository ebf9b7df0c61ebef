// One sealed value: AES-256-GCM over text, with its reference as authenticated data, so that a file that was moved to another name
// does not open.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

export const CIPHER = 'aes-256-gcm';
export const KEY_BYTES = 32;
export const IV_BYTES = 12;
export const TAG_BYTES = 16;

const sealedSchema = z.object({
  ref: z.string(),
  iv: z.base64(),
  tag: z.base64(),
  sealed: z.base64(),
  /** Files from before there were names have no times. */
  created_at: z.string().optional(),
  updated_at: z.string().optional(),
});
export type Sealed = z.infer<typeof sealedSchema>;

/** Another key made of a key; whoever has one made for something learns nothing of the others. */
export const derivedKey = (key: Buffer, purpose: string, bytes = KEY_BYTES): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `bringup ${purpose}`, bytes));

/** What a key is called where it is not to be shown. */
export const keyId = (key: Buffer): string => derivedKey(key, 'key id', 8).toString('hex');

export function seal(key: Buffer, ref: string, value: string): Sealed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(ref));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return {
    ref,
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

/** The value, or null where it was changed, belongs to another reference or to another key. */
export function unseal(key: Buffer, ref: string, { iv, tag, sealed }: Sealed): string | null {
  try {
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(iv, 'base64'), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(ref))
      .setAuthTag(Buffer.from(tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    // OpenSSL says for all of this only that it could not.
    return null;
  }
}

/** Null for a file that is damaged. */
export function parseSealed(text: string): Sealed | null {
  try {
    return sealedSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
