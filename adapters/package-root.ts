import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// The same file runs as source (adapters/) and bundled (dist/), so the root is looked for, not counted in `..`.
function findRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('package.json of bringup not found above ' + fileURLToPath(import.meta.url));
  return findRoot(parent);
}

const root = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** Absolute path of a file of this package, e.g. `packageFile('steps', 'progress.sh')`. */
export const packageFile = (...parts: string[]): string => path.join(root, ...parts);
