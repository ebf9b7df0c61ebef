// Files of this computer to a folder of the box: models, inputs. The same machinery as for media, the other way round. What is on the
// box under a name with another content stays, unless it is to be overwritten.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { bringupError } from '../errors.ts';
import { askFacts, type BoxFolder, type FileAnswer } from '../ssh/box-files.ts';
import { type Connection, place } from '../ssh/connect.ts';
import { runShell } from '../ssh/run-shell.ts';
import { assignments } from '../ssh/shell.ts';
import { expandHome, type LoadedSettings } from '../settings/settings.ts';
import { chooseMethod, hashesOf, type Method, moveFiles, notAll, type SyncContext } from './context.ts';
import type { Filter } from './globs.ts';
import { listLocal, type LocalFile, type LocalListing, sameSizeAndTime, sha256Of } from './local-files.ts';
import { at, type ByteName, folderOf, nameOfText, shown, textOf } from './names.ts';
import { counted, createStatistics, type Statistics } from './statistics.ts';

export interface PushOptions extends Filter {
  /** Local folder, as `sendableFolder` gave it. */
  from: string;
  to: string;
  overwrite: boolean;
  bandwidth_kb_s?: number | undefined;
  verify: 'size_time' | 'checksum';
}

/** What was sent so far, also over several tries after a lost connection. */
interface PushMemory {
  sent: Statistics;
  folders: Set<ByteName>;
}

export const createPushMemory = (): PushMemory => ({ sent: createStatistics(), folders: new Set() });

interface PushEnd {
  to: string;
  files_here: number;
  already_there: number;
  different: number;
  skipped: { excluded: number; links: number; special: number; unreadable: number; changed: number };
  method: Method;
  verified: PushOptions['verify'];
  warnings: string[];
}

const ROUNDS = 3;

/**
 * The folder to send from, with all links resolved. A relative one lies below push/ of the data folder; any other has to be in there,
 * in the sync folder or in one of the setting push_folders: whoever may start runs may not send any file of this computer.
 * Throws input_invalid, path_not_found.
 */
export async function sendableFolder(settings: LoadedSettings, from: string): Promise<string> {
  const own = settings.path('push');
  const synced = settings.sync_folder ?? settings.path('sync');
  const asked = path.resolve(own, expandHome(from, settings.userHome));
  const named = settings.push_folders.map((folder) =>
    path.resolve(settings.home, expandHome(folder, settings.userHome)),
  );
  const real = await realpath(asked).catch(() => null);
  if (real === null) {
    // Of a folder elsewhere nothing is told, not even whether it is there.
    if (![own, synced, ...named].some((root) => isIn(asked, root))) throw notAllowed(from, own);
    throw bringupError('path_not_found', `There is no folder ${asked} on this computer.`, { path: asked });
  }
  const realOf = (folder: string) => realpath(folder).catch(() => folder);
  const [ownReal, syncedReal, home] = await Promise.all([own, synced, settings.home].map(realOf));
  const ours = [ownReal, syncedReal].some((root) => root !== undefined && isIn(real, root));
  // The data folder holds the keys of everything else: no setting lets it out.
  const holdsData = home === undefined || isIn(real, home) || isIn(home, real);
  const theirs = (await Promise.all(named.map(realOf))).some((root) => isIn(real, root));
  if (!ours && (holdsData || !theirs)) throw notAllowed(from, own);
  if (!(await stat(real)).isDirectory())
    throw bringupError('path_not_found', `${asked} is no folder.`, { path: asked });
  return real;
}

const isIn = (folder: string, root: string) => `${folder}/`.startsWith(root === '/' ? '/' : `${root}/`);

const notAllowed = (from: string, own: string) =>
  bringupError(
    'input_invalid',
    `${from} may not be sent: push_files takes folders below ${own}, and below those that push_folders of config.yaml names.`,
    { field: 'from' },
  );

/**
 * Sends what is not there. Throws sync_failed when a file that could be sent is not there afterwards; ssh_unreachable when the connection
 * was lost: the next try goes on from there.
 */
export async function push(context: SyncContext, options: PushOptions, memory: PushMemory): Promise<PushEnd> {
  const { from, to, overwrite, verify } = options;
  const { log, signal, progress } = context;
  const listing = await listLocal(from, options, signal);
  const { root, hasRsync } = await context.use((connection) => prepare(connection, to));
  const box = { root };
  const { there, missing, different } = await compare(context, box, options, listing.files);
  const toSend = overwrite ? [...missing, ...different] : missing;
  const size = toSend.reduce((sum, file) => sum + file.size, 0);
  log(`${listing.files.length} files here, ${toSend.length} to send (${size} bytes) to ${to}`);
  const method = await chooseMethod(hasRsync, root);
  progress.plan(toSend);
  const way = { direction: 'push', root, folder: from, bandwidth_kb_s: options.bandwidth_kb_s, overwrite } as const;
  const changed: ByteName[] = [];
  let left = toSend;
  for (let round = 1; left.length > 0; round += 1) {
    const complaints = await send(context, method, left, way);
    const after = await compare(context, box, options, left);
    for (const file of after.there) {
      memory.sent.add(file.path, file.size);
      memory.folders.add(folderOf(file.path));
      progress.file(file.path);
      log(shown(file.path));
    }
    const again = await lookAgain(from, [...after.missing, ...after.different], changed);
    if (again.length > 0 && round === ROUNDS) throw lost(context, again, toSend.length, complaints);
    left = again;
  }
  return {
    to,
    files_here: listing.files.length,
    already_there: there.length,
    different: overwrite ? 0 : different.length,
    skipped: {
      excluded: listing.excluded,
      links: listing.links.length,
      special: listing.special.length,
      unreadable: listing.unreadable.length,
      changed: changed.length,
    },
    method,
    verified: verify,
    warnings: warningsOf(context, listing, overwrite ? [] : different, changed),
  };
}

type Way = Parameters<typeof moveFiles>[3];

/**
 * Sends files, those below a folder of the box that is a link (to a larger disk) on their own: rsync goes through no link but the one
 * that it is given as its destination.
 */
async function send(context: SyncContext, method: Method, files: LocalFile[], way: Way): Promise<string[]> {
  const complaints: string[] = [];
  for (const [link, inLink] of await byLinkedFolder(context, way.root, files)) {
    const [from, prefix] = link === '' ? [way.folder, ''] : [`${way.folder}/${textOf(link) ?? ''}`, `${link}/`];
    const isText = textOf(link) !== null;
    const { progress } = context;
    const inner: SyncContext = {
      ...context,
      progress: {
        ...progress,
        bytes: (name, bytes) => progress.bytes(`${prefix}${name}`, bytes),
        file: (name) => progress.file(`${prefix}${name}`),
      },
    };
    const end = isText
      ? await moveFiles(
          inner,
          method,
          inLink.map((file) => ({ ...file, path: file.path.slice(prefix.length) })),
          { ...way, folder: from, root: link === '' ? way.root : `${way.root}/${link}` },
        )
      : await moveFiles(context, 'stream', inLink, way);
    complaints.push(...end.complaints);
  }
  return complaints;
}

/** Files by the innermost folder on their way that is a link on the box; '' for those without one. */
async function byLinkedFolder(
  { use, signal }: SyncContext,
  root: ByteName,
  files: LocalFile[],
): Promise<Map<ByteName, LocalFile[]>> {
  const above = (name: ByteName): ByteName[] => {
    const folder = folderOf(name);
    return folder === '.' ? [] : [folder, ...above(folder)];
  };
  const folders = [...new Set(files.flatMap(({ path: name }) => above(name)))];
  const answers = await use((connection) => askFacts(connection, { root }, folders, signal));
  const linked = new Set(folders.filter((_, index) => answers[index]?.kind === 'link'));
  const groups = new Map<ByteName, LocalFile[]>();
  for (const file of files) {
    const link = above(file.path).find((folder) => linked.has(folder)) ?? '';
    const group = groups.get(link) ?? [];
    group.push(file);
    groups.set(link, group);
  }
  return groups;
}

const lost = ({ address }: SyncContext, files: LocalFile[], wanted: number, complaints: string[]) =>
  notAll(
    `${files.length} of ${wanted} files are not whole on ${place(address)}`,
    files.map((file) => shown(file.path)),
    complaints,
    { missing: files.length, wanted },
  );

async function prepare(connection: Connection, to: string): Promise<{ root: ByteName; hasRsync: boolean }> {
  const text = [
    assignments({ TO: to }),
    // A literal ~ is meant.
    `case $TO in '~/'*) TO=$HOME/\${TO#'~/'} ;; esac`,
    'mkdir -p -- "$TO" && cd -- "$TO" || exit 10',
    'if command -v rsync >/dev/null 2>&1; then echo rsync; else echo none; fi',
    'pwd -P',
  ].join('\n');
  const { code, stdout, stderr } = await runShell(connection, text);
  if (/No space left on device/i.test(stderr))
    throw bringupError('disk_full', `The disk of the box is full: ${stderr.trim()}`);
  if (code !== 0)
    throw bringupError('path_not_found', `The folder ${to} could not be made on the box: ${stderr.trim()}`, {
      path: to,
    });
  const [rsync, ...rest] = stdout.toString('latin1').split('\n');
  return { root: rest.slice(0, -1).join('\n') || nameOfText(to), hasRsync: rsync === 'rsync' };
}

interface Comparison {
  there: LocalFile[];
  missing: LocalFile[];
  different: LocalFile[];
}

/** What the box has of these files, by size and time, or by their SHA-256. */
async function compare(
  context: SyncContext,
  box: BoxFolder,
  { from, verify }: PushOptions,
  files: LocalFile[],
): Promise<Comparison> {
  const { signal, progress } = context;
  const result: Comparison = { there: [], missing: [], different: [] };
  const names = files.map((file) => file.path);
  // A folder's entry that is a link to a file counts as that file.
  const facts = await context.use((connection) => askFacts(connection, { ...box, follow: true }, names, signal));
  const sameSize = files.filter((file, index) => sizeOf(facts[index]) === file.size);
  const hashes = new Map<LocalFile, FileAnswer>();
  if (verify === 'checksum') {
    const sizes = sameSize.map((file) => file.path);
    const answers = await hashesOf(context, { ...box, follow: true }, sizes);
    sameSize.forEach((file, index) => hashes.set(file, answers[index] ?? { kind: 'gone' }));
  }
  for (const [index, file] of files.entries()) {
    const answer = facts[index];
    const hashed = hashes.get(file);
    if (answer === undefined || answer.kind === 'gone') result.missing.push(file);
    else if (hashed) {
      progress.say(`checking ${shown(file.path)}`);
      const own = await sha256Of(from, file.path, { signal });
      (hashed.kind === 'hashed' && hashed.sha256 === own ? result.there : result.different).push(file);
    } else {
      const isSame = answer.kind === 'there' && sameSizeAndTime(answer.size, answer.mtime, file);
      (isSame ? result.there : result.different).push(file);
    }
  }
  return result;
}

const sizeOf = (answer: FileAnswer | undefined): number | null => (answer?.kind === 'there' ? answer.size : null);

/** Files that are not there as they were listed: those that changed or vanished here are told, the others are sent again. */
async function lookAgain(from: string, files: LocalFile[], changed: ByteName[]): Promise<LocalFile[]> {
  const again: LocalFile[] = [];
  for (const file of files) {
    const found = await stat(at(from, file.path)).catch(() => null);
    if (found?.isFile() && sameSizeAndTime(found.size, found.mtimeMs / 1000, file)) again.push(file);
    else changed.push(file.path);
  }
  return again;
}

function warningsOf(
  { log }: SyncContext,
  listing: LocalListing,
  different: LocalFile[],
  changed: ByteName[],
): string[] {
  const names = different.map((file) => file.path);
  for (const name of names) log(`on the box with another content, kept: ${shown(name)}`);
  for (const name of changed) log(`changed or vanished here while it was sent: ${shown(name)}`);
  for (const name of listing.links) log(`symbolic link, not sent: ${shown(name)}`);
  for (const name of listing.unreadable) log(`could not be read here: ${shown(name)}`);
  return [
    counted(
      names,
      'file is on the box with another content and was kept (overwrite: true replaces it)',
      'files are on the box with another content and were kept (overwrite: true replaces them)',
    ),
    counted(
      changed,
      'file changed or vanished here while it was sent',
      'files changed or vanished here while they were sent',
    ),
    counted(
      listing.links,
      'symbolic link leads out of the folder, to a folder or nowhere, and was not sent',
      'symbolic links lead out of the folder, to folders or nowhere, and were not sent',
    ),
    counted(listing.unreadable, 'file could not be read here', 'files could not be read here'),
    counted(
      listing.special,
      'is neither file nor folder and was not sent',
      'are neither files nor folders and were not sent',
    ),
  ].filter((warning) => warning !== null);
}
