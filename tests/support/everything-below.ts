import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** All files below a folder as one text: for what must stand nowhere. */
export async function everythingBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1').catch(goneMeanwhile)));
  return texts.join('\n');
}

// Temporary files of atomic writes come and go.
function goneMeanwhile(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
