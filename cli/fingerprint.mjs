// Says whether a built part is still what its sources would give: by content, so that a checkout or a copy with new
// times builds nothing.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

const isSource = (name) => !/\.test\.[a-z]+$|\.md$|^\./.test(name);

function* filesBelow(entry) {
  const absolute = path.join(root, entry);
  if (!existsSync(absolute)) return;
  if (statSync(absolute).isFile()) {
    yield entry;
    return;
  }
  const names = readdirSync(absolute).filter((name) => isSource(name) && name !== 'node_modules');
  for (const name of names.sort()) yield* filesBelow(path.join(entry, name));
}

/** Hash of the contents of files and folders, names included. */
export function fingerprint(entries) {
  const hash = createHash('sha256');
  for (const entry of entries) {
    for (const file of filesBelow(entry)) {
      hash.update(`${file}\0`);
      hash.update(readFileSync(path.join(root, file)));
      hash.update('\0');
    }
  }
  return hash.digest('hex');
}

const stampOf = (name) => path.join(root, 'dist', '.stamps', name);

/** True when `name` was built from exactly these sources. */
export function isFresh(name, hash) {
  const stamp = stampOf(name);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/** Notes what `name` was built from. */
export function markFresh(name, hash) {
  mkdirSync(path.dirname(stampOf(name)), { recursive: true });
  writeFileSync(stampOf(name), hash);
}
