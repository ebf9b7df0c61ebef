import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it, 0700; one that exists stays as it is. Unlike Node's own `recursive` it ends everywhere: that one
 * tries for ever in /proc and /sys, where nobody can make a folder.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !(await isFolder(path.dirname(folder)))) {
      await makeFolder(path.dirname(folder));
      await makeFolder(folder);
    } else if (!(await isFolder(folder))) {
      throw error;
    }
  }
}

async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
