// Names of files are bytes, on the box and here. In these rooms a name is a string with one character for each byte (latin1); only
// what people read is made text, and only the file system gets bytes.
import path from 'node:path';

/** A path with `/`, one character for each byte. */
export type ByteName = string;

export const bytesOf = (name: ByteName): Buffer => Buffer.from(name, 'latin1');
export const nameOf = (bytes: Buffer | Uint8Array): ByteName => Buffer.from(bytes).toString('latin1');
export const nameOfText = (text: string): ByteName => Buffer.from(text, 'utf8').toString('latin1');

/** The text of a name; null when it is not UTF-8. */
export function textOf(name: ByteName): string | null {
  const bytes = bytesOf(name);
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : null;
}

/** As a person and a terminal may read it: UTF-8 as it is, control characters and bytes that are no UTF-8 as \xNN. */
export function shown(name: ByteName): string {
  const text = textOf(name);
  const hex = (character: string) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  if (text === null) return name.replace(/[^\u0020-\u007e]/g, hex);
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

/** For `printf %b` of a shell: letters, digits and a few more as they are, all else as \0ooo. */
export const encoded = (name: ByteName): string =>
  name.replace(/[^A-Za-z0-9._/-]/g, (byte) => `\\0${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);

/** A path for Node's file functions: they take bytes, too. */
export const at = (folder: string, name: ByteName): Buffer => Buffer.concat([Buffer.from(`${folder}/`), bytesOf(name)]);

export const folderOf = (name: ByteName): ByteName => path.posix.dirname(name);
export const lastOf = (name: ByteName): ByteName => path.posix.basename(name);

/** Name of a folder of a box's own, by its key. */
export const folderNameOf = (key: string): string => key.replaceAll(/[^A-Za-z0-9._@-]/g, '_');

/** A name that somebody else gives must not lead out of the folder that it belongs to. */
export const isInside = (name: ByteName): boolean =>
  name !== '' && !name.startsWith('/') && !name.split('/').some((part) => part === '..' || part === '.' || part === '');
