import { readFileSync } from 'node:fs';
import { bringupError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import { type ByteName, isInside, nameOf, shown } from '../sync/names.ts';
import type { Connection } from './connect.ts';
import { assignments } from './shell.ts';
import { runShell } from './run-shell.ts';

export interface MediaFile {
  /** Relative to the listing's root. */
  path: ByteName;
  size: number;
  /** Seconds since 1970, with fractions where the box knows them. */
  mtime: number;
}

export interface MediaListing {
  /** Absolute path on the box. */
  root: ByteName;
  /** Folders that were listed, relative to the root. */
  sources: ByteName[];
  files: MediaFile[];
  unreadable: ByteName[];
  links: { path: ByteName; to: 'inside' | 'outside' | 'dangling' }[];
  /** Pipes, sockets, devices. */
  special: ByteName[];
  hasRsync: boolean;
  /** The box's clock, seconds since 1970. */
  now: number;
  warnings: string[];
}

export interface MediaPlace {
  ui_home: string;
  sources?: string[] | undefined;
  links?: 'skip' | 'follow';
}

/** What there is to bring, by steps/list-media.sh: records `<kind>\t<size>\t<mtime>\t<path>` ended by NUL. Throws path_not_found. */
export async function listMedia(
  connection: Connection,
  { ui_home, sources = [], links }: MediaPlace,
): Promise<MediaListing> {
  const text = [
    assignments({ UI_HOME: ui_home, SOURCES: sources.join('\n'), LINKS: links ?? 'skip' }, 'export '),
    readFileSync(packageFile('steps', 'list-media.sh'), 'utf8'),
  ].join('\n');
  const { code, stdout, stderr } = await runShell(connection, text);
  if (code !== 0) {
    throw bringupError('path_not_found', stderr.trim() || `The media folders below ${ui_home} could not be listed.`);
  }
  return readListing(stdout);
}

/** The records of steps/list-media.sh. What leads out of the folder is left out, with a warning: the box names the files. */
export function readListing(records: Buffer): MediaListing {
  const listing: MediaListing = {
    root: '',
    sources: [],
    files: [],
    unreadable: [],
    links: [],
    special: [],
    hasRsync: false,
    now: 0,
    warnings: [],
  };
  const seen = new Set<ByteName>();
  for (const record of nameOf(records).split('\0')) {
    const [kind = '', size = '', mtime = '', ...rest] = record.split('\t');
    const name = rest.join('\t').replace(/^\.\//, '');
    if (kind === 'root') listing.root = name;
    else if (kind === 'rsync') listing.hasRsync = true;
    else if (kind === 'now') listing.now = Number(name) || 0;
    else if (kind === 'warning') listing.warnings.push(shown(name));
    else if (kind === 'source') listing.sources.push(name);
    else if (!['file', 'unreadable', 'link', 'special'].includes(kind)) continue;
    else if (!isInside(name))
      listing.warnings.push(`The box named a file outside of the folder, which is left out: ${shown(name)}`);
    else if (seen.has(name))
      continue; // of sources that lie in each other
    else {
      seen.add(name);
      if (kind === 'file') listing.files.push({ path: name, size: Number(size), mtime: Number(mtime) });
      else if (kind === 'unreadable') listing.unreadable.push(name);
      else if (kind === 'special') listing.special.push(name);
      else listing.links.push({ path: name, to: size === 'inside' || size === 'dangling' ? size : 'outside' });
    }
  }
  return listing;
}
