import { readFileSync } from 'node:fs';
import { bringupError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import type { Connection } from './connect.ts';
import { assignments } from './shell.ts';
import { runShell } from './run-shell.ts';

export interface MediaFile {
  /** Relative to the listing's root. */
  path: string;
  size: number;
  /** Seconds since 1970, with fractions where the box knows them. */
  mtime: number;
}

export interface MediaListing {
  /** Absolute path on the box. */
  root: string;
  files: MediaFile[];
  hasRsync: boolean;
  warnings: string[];
}

/** What there is to bring, by steps/list-media.sh: records `<kind>\t<size>\t<mtime>\t<path>` ended by NUL. */
export async function listMedia(
  connection: Connection,
  parameters: { ui_home: string; sources?: string[] },
): Promise<MediaListing> {
  const text = [
    assignments({ UI_HOME: parameters.ui_home, SOURCES: (parameters.sources ?? []).join('\n') }, 'export '),
    readFileSync(packageFile('steps', 'list-media.sh'), 'utf8'),
  ].join('\n');
  const { code, stdout, stderr } = await runShell(connection, text);
  if (code !== 0) {
    throw bringupError(
      'path_not_found',
      stderr.trim() || `The media folders below ${parameters.ui_home} could not be listed.`,
    );
  }
  const listing: MediaListing = { root: '', files: [], hasRsync: false, warnings: [] };
  for (const record of stdout.toString('utf8').split('\0')) {
    const [kind, size, mtime, ...rest] = record.split('\t');
    const name = rest.join('\t').replace(/^\.\//, '');
    if (kind === 'root') listing.root = name;
    else if (kind === 'rsync') listing.hasRsync = true;
    else if (kind === 'warning') listing.warnings.push(name);
    else if (kind === 'file' && isInside(name))
      listing.files.push({ path: name, size: Number(size), mtime: Number(mtime) });
  }
  return listing;
}

// The box names the files; a name must not lead out of the folder here.
const isInside = (name: string) => name !== '' && !name.startsWith('/') && !name.split('/').includes('..');
