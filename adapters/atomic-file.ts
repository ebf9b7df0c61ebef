import { randomBytes } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Replaces a file as a whole: whoever reads sees the old one or the new one, also after a power cut. Mode 0600. */
export async function writeFileAtomic(file: string, content: string | Uint8Array): Promise<void> {
  await viaTemporary(file, content, (temporary) => rename(temporary, file));
}

/** Makes a file unless there is one; of several processes exactly one wins. Tells whether it was this one. */
export async function createFileAtomic(file: string, content: string | Uint8Array): Promise<boolean> {
  try {
    await viaTemporary(file, content, (temporary) => link(temporary, file));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function viaTemporary(file: string, content: string | Uint8Array, publish: (temporary: string) => Promise<void>) {
  const temporary = `${file}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await publish(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(path.dirname(file));
}

/** The name itself is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
