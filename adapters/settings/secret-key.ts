// The key of the secrets as a person gives it.
import { readFile } from 'node:fs/promises';
import { bringupError } from '../errors.ts';

type Environment = Record<string, string | undefined>;

/** BRINGUP_SECRET_KEY, or the content of the file BRINGUP_SECRET_KEY_FILE; null where neither is set. Throws input_invalid. */
export async function secretKeyFrom(env: Environment): Promise<Buffer | null> {
  const { BRINGUP_SECRET_KEY: given, BRINGUP_SECRET_KEY_FILE: file } = env;
  if (given && file) throw refuse('BRINGUP_SECRET_KEY', 'Set BRINGUP_SECRET_KEY or BRINGUP_SECRET_KEY_FILE, not both.');
  if (given) return readSecretKey('BRINGUP_SECRET_KEY', given);
  return file ? readSecretKey(`The file ${file}`, await textOf(file)) : null;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refuse('BRINGUP_SECRET_KEY_FILE', `BRINGUP_SECRET_KEY_FILE cannot be read: ${why}`);
  }
}

/** 32 bytes in base64 or hex. Throws input_invalid, never with the text itself. */
export function readSecretKey(name: string, text: string): Buffer {
  const word = text.trim();
  if (/^[0-9a-f]{64}$/i.test(word)) return Buffer.from(word, 'hex');
  if (/^[A-Za-z0-9+/]{43}=?$/.test(word) || /^[A-Za-z0-9_-]{43}=?$/.test(word)) return Buffer.from(word, 'base64');
  throw refuse(name, `${name} must hold 32 bytes in base64 or hex. Make one with: openssl rand -base64 32`);
}

const refuse = (field: string, sentence: string): Error => bringupError('input_invalid', sentence, { field });
