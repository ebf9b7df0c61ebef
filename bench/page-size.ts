import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { packageFile } from '../adapters/package-root.ts';
import type { Row } from './figures.ts';

/** JavaScript that the page loads first, gzipped, in kB. */
export async function pageSize(): Promise<Row> {
  const html = await readFile(packageFile('dist', 'web', 'index.html'), 'utf8');
  const names = await readdir(packageFile('dist', 'web', 'assets'));
  // What the document names is loaded at first; anything else only when it is needed.
  const first = names.filter((name) => name.endsWith('.js') && html.includes(name));
  const files = await Promise.all(first.map((name) => readFile(packageFile('dist', 'web', 'assets', name))));
  const kilobytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0) / 1000;
  return { name: 'JavaScript at first load, kB gzipped', ratio: kilobytes, bar: 130, facts: first.join(', ') };
}
