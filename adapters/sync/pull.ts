// Media from the box into a local folder. The box is asked what there is; all that is not here arrives in a folder of its own below
// the destination, is compared there with what the box had, and only then takes its place. A copy counts when it is there.
import { mkdir, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { place } from '../ssh/connect.ts';
import type { MediaFile } from '../ssh/list-media.ts';
import { partialOf } from '../ssh/stream-files.ts';
import { chooseMethod, hashesOf, type Method, moveFiles, notAll, type SyncContext } from './context.ts';
import { listChosen, type Media, type MediaChoice } from './media.ts';
import { eachOf, isGone, lookAt, sameSizeAndTime, secondsOf, sha256Of } from './local-files.ts';
import { at, type ByteName, folderNameOf, folderOf, lastOf, nameOf, shown } from './names.ts';
import { createPlaces, type Places } from './places.ts';
import { counted, createStatistics, type Statistics } from './statistics.ts';

export interface PullOptions extends MediaChoice {
  /** Local folder. */
  folder: string;
  bandwidth_kb_s?: number | undefined;
  verify: 'size_time' | 'checksum';
}

/** What has come so far, also over several tries after a lost connection. */
interface PullMemory {
  brought: Statistics;
  folders: Set<ByteName>;
  renamed: [ByteName, ByteName][];
  grown: Set<ByteName>;
}

export const createPullMemory = (): PullMemory => ({
  brought: createStatistics(),
  folders: new Set(),
  renamed: [],
  grown: new Set(),
});

interface PullEnd {
  folder: string;
  files_on_box: number;
  already_here: number;
  skipped: { excluded: number; links: number; special: number; unreadable: number; vanished: number };
  grown: number;
  renamed: number;
  method: Method;
  verified: PullOptions['verify'];
  warnings: string[];
}

/** So often is a file asked for that changes while it is brought; then it is taken as it is. */
const ROUNDS = 3;

/** Where files arrive, hidden below the destination so that a rename is enough; a folder for each box. */
const arrivalFolder = (folder: string, key: string): string => path.join(folder, '.bringup-sync', folderNameOf(key));

/**
 * Brings what is not here. Files that vanish, grow or cannot be read are warnings; throws sync_failed when one that could be had did
 * not arrive, ssh_unreachable when the connection was lost: what has arrived by then is in its place, the rest is continued.
 */
export async function pull(context: SyncContext, options: PullOptions, memory: PullMemory): Promise<PullEnd> {
  const { folder, verify } = options;
  const arrived = arrivalFolder(folder, context.address.key);
  const media = await listChosen(context, options);
  const hashes = new Map<ByteName, string>();
  const readHashes = (files: MediaFile[]) =>
    verify === 'checksum' ? hashOnBox(context, media, files, options, hashes) : Promise.resolve();
  await readHashes(media.files);
  const places = createPlaces(folder, options.layout, async (file, name) => {
    if (verify !== 'checksum') return true;
    context.progress.say(`checking ${shown(name)}`);
    return (await sha256Of(folder, name, { signal: context.signal })) === hashes.get(file.path);
  });
  const { here, missing } = await places.find(media.files);
  const size = missing.reduce((sum, file) => sum + file.size, 0);
  context.log(`${media.files.length} files on the box, ${missing.length} to bring (${size} bytes) into ${folder}`);
  const state = createPullState(context, { arrived, verify, hashes, places, memory });
  const method = await chooseMethod(media.hasRsync, media.root);
  if (missing.length > 0) {
    await mkdir(arrived, { recursive: true });
    await keepPartials(arrived, missing);
    await bring({ context, options, media, method, state, missing, hashes, readHashes });
  }
  await removeEmpty(arrived);
  await rmdir(path.dirname(arrived)).catch(() => undefined);
  return {
    folder,
    files_on_box: media.files.length,
    already_here: here.size,
    skipped: {
      excluded: media.excluded,
      links: media.links.length,
      special: media.special.length,
      unreadable: state.unreadable.length + media.unreadable.length,
      vanished: state.vanished.length,
    },
    grown: memory.grown.size,
    renamed: memory.renamed.length,
    method,
    verified: verify,
    warnings: warningsOf(context, media, state, memory),
  };
}

interface PullState {
  unreadable: ByteName[];
  vanished: ByteName[];
  stillGrowing: ByteName[];
  /** All that changed while they were brought. */
  grown: Set<ByteName>;
  /** Those that arrived as they should be take their place; returns the others. */
  settle(files: MediaFile[]): Promise<MediaFile[]>;
  /** Takes what arrived as it is; false when nothing did. */
  takeAsItIs(file: MediaFile): Promise<boolean>;
}

function createPullState(
  { log, signal, progress }: SyncContext,
  {
    arrived,
    verify,
    hashes,
    places,
    memory,
  }: {
    arrived: string;
    verify: PullOptions['verify'];
    hashes: Map<ByteName, string>;
    places: Places;
    memory: PullMemory;
  },
): PullState {
  const take = async (file: MediaFile) => {
    const { place: name, renamed } = await places.put(arrived, file);
    memory.brought.add(file.path, file.size);
    memory.folders.add(folderOf(file.path));
    if (renamed) memory.renamed.push([file.path, name]);
    progress.file(file.path);
    log(renamed ? `${shown(file.path)} as ${shown(name)}` : shown(file.path));
  };
  const isWhole = async (file: MediaFile): Promise<boolean> => {
    const found = lookAt(arrived, file.path);
    if (!found?.isFile() || !sameSizeAndTime(Number(found.size), secondsOf(found), file)) return false;
    if (verify !== 'checksum') return true;
    progress.say(`checking ${shown(file.path)}`);
    const expected = hashes.get(file.path);
    // It changed while the box read it, or has gone: nothing to compare with.
    if (expected === undefined) return false;
    if ((await sha256Of(arrived, file.path, { signal })) === expected) return true;
    log(`${shown(file.path)} has another SHA-256 here than on the box: it is brought again.`);
    // rsync would take it for the same.
    await unlink(at(arrived, file.path));
    return false;
  };
  return {
    unreadable: [],
    vanished: [],
    stillGrowing: [],
    grown: memory.grown,
    async settle(files) {
      const whole = await eachOf(files, isWhole);
      // In order: files of the same name get the same numbers whenever they are looked for.
      for (const [index, file] of files.entries()) if (whole[index]) await take(file);
      return files.filter((_, index) => !whole[index]);
    },
    async takeAsItIs(file) {
      const found = lookAt(arrived, file.path);
      if (!found?.isFile()) return false;
      log(`${shown(file.path)} changed while it was brought: it is here with ${found.size} bytes, as it was then.`);
      await take({ ...file, size: Number(found.size), mtime: secondsOf(found) });
      return true;
    },
  };
}

async function bring({
  context,
  options,
  media,
  method,
  state,
  missing,
  hashes,
  readHashes,
}: {
  context: SyncContext;
  options: PullOptions;
  media: Media;
  method: Method;
  state: PullState;
  missing: MediaFile[];
  hashes: Map<ByteName, string>;
  readHashes: (files: MediaFile[]) => Promise<void>;
}): Promise<void> {
  const { address } = context;
  const way = {
    direction: 'pull',
    root: media.root,
    folder: arrivalFolder(options.folder, address.key),
    bandwidth_kb_s: options.bandwidth_kb_s,
    followLinks: options.links === 'follow',
  } as const;
  context.progress.plan(missing);
  // What a broken transfer has left whole.
  let left = await state.settle(missing);
  let complaints: string[] = [];
  for (let round = 1; left.length > 0; round += 1) {
    const isLast = round === ROUNDS;
    const asked = left;
    try {
      ({ complaints } = await moveFiles(context, method, left, way));
    } catch (error) {
      // What has arrived by now is here, whatever becomes of the rest.
      if (!context.signal.aborted) await state.settle(left);
      throw error;
    }
    left = await state.settle(left);
    if (left.length === 0) return;
    left = await lookAgain(context, options, state, left, isLast);
    if (left.length > 0 && isLast) throw lost(context, left, missing.length, complaints);
    await readHashes(left.filter((file) => !asked.includes(file) || !hashes.has(file.path)));
    left = await state.settle(left);
  }
}

const lost = ({ address }: SyncContext, files: MediaFile[], wanted: number, complaints: string[]) =>
  notAll(
    `${files.length} of ${wanted} files did not arrive whole from ${place(address)}`,
    files.map((file) => shown(file.path)),
    complaints,
    { missing: files.length, wanted },
  );

/** Why files did not arrive as they were listed: the box is asked once more. Returns what has to be brought again, as it is now. */
async function lookAgain(
  context: SyncContext,
  options: PullOptions,
  state: PullState,
  files: MediaFile[],
  isLast: boolean,
): Promise<MediaFile[]> {
  const now = await listChosen(context, options);
  const known = new Map(now.files.map((file) => [file.path, file]));
  const unreadable = new Set(now.unreadable);
  const again: MediaFile[] = [];
  for (const file of files) {
    const current = known.get(file.path);
    if (unreadable.has(file.path)) state.unreadable.push(file.path);
    else if (!current) {
      // It may have come whole before it went.
      if (!(await state.takeAsItIs(file))) state.vanished.push(file.path);
    } else if (isLast && !sameSizeAndTime(current.size, current.mtime, file) && (await state.takeAsItIs(file))) {
      state.stillGrowing.push(file.path);
      state.grown.add(file.path);
    } else if (isLast) again.push(file);
    else {
      const hasChanged = !sameSizeAndTime(current.size, current.mtime, file);
      if (hasChanged) {
        state.grown.add(file.path);
        context.log(`${shown(file.path)} has changed on the box while it was brought.`);
      }
      again.push(hasChanged ? current : file);
    }
  }
  return again;
}

async function hashOnBox(
  context: SyncContext,
  media: Media,
  files: MediaFile[],
  { links }: PullOptions,
  hashes: Map<ByteName, string>,
): Promise<void> {
  if (files.length === 0) return;
  context.progress.say(`checking ${files.length} files on the box`);
  const answers = await hashesOf(
    context,
    { root: media.root, follow: links === 'follow' },
    files.map((file) => file.path),
  );
  for (const [index, file] of files.entries()) {
    const answer = answers[index];
    if (answer?.kind === 'hashed') hashes.set(file.path, answer.sha256);
  }
}

/** A name that rsync gives a file on its way: `.name.AbC123`. It stays when rsync is killed: then it is the partial copy. */
const ON_ITS_WAY = /^\.(.+)\.[A-Za-z0-9]{6}$/;

async function keepPartials(arrived: string, missing: MediaFile[]): Promise<void> {
  const byFolder = new Map<ByteName, Map<ByteName, MediaFile>>();
  for (const file of missing) {
    const inFolder = byFolder.get(folderOf(file.path)) ?? new Map<ByteName, MediaFile>();
    byFolder.set(folderOf(file.path), inFolder.set(lastOf(file.path), file));
  }
  for (const [folder, wanted] of byFolder) {
    const entries = await readdir(at(arrived, folder), { encoding: 'buffer' }).catch((error: unknown) => {
      if (isGone(error)) return [];
      throw error;
    });
    for (const entry of entries.map(nameOf)) {
      const file = wanted.get(ON_ITS_WAY.exec(entry)?.[1] ?? '');
      if (file && !wanted.has(entry)) await keepLarger(arrived, `${folder}/${entry}`, partialOf(file.path));
    }
  }
}

async function keepLarger(arrived: string, left: ByteName, partial: ByteName): Promise<void> {
  const found = lookAt(arrived, left);
  const other = lookAt(arrived, partial);
  if (!found?.isFile()) return;
  if (other && other.size >= found.size) return unlink(at(arrived, left));
  await mkdir(at(arrived, folderOf(partial)), { recursive: true });
  await rename(at(arrived, left), at(arrived, partial));
}

/** Folders that hold nothing any more. */
async function removeEmpty(folder: string, inner: ByteName = '.'): Promise<void> {
  const entries = await readdir(at(folder, inner), { withFileTypes: true, encoding: 'buffer' }).catch(
    (error: unknown) => {
      if (isGone(error)) return [];
      throw error;
    },
  );
  for (const entry of entries) if (entry.isDirectory()) await removeEmpty(folder, `${inner}/${nameOf(entry.name)}`);
  // rmdir takes no `.`; one that still holds something stays.
  await rmdir(inner === '.' ? folder : at(folder, inner)).catch(() => undefined);
}

function warningsOf({ log }: SyncContext, media: Media, state: PullState, memory: PullMemory): string[] {
  const links = (to: string) => media.links.filter((link) => link.to === to).map((link) => link.path);
  const unreadable = [...media.unreadable, ...state.unreadable];
  for (const name of unreadable) log(`could not be read on the box: ${shown(name)}`);
  for (const name of state.vanished) log(`vanished from the box: ${shown(name)}`);
  for (const { path: name, to } of media.links) log(`symbolic link (${to}), left out: ${shown(name)}`);
  for (const name of media.special) log(`neither file nor folder, left out: ${shown(name)}`);
  // A second copy in a folder by date is usual; in a mirror it means that this name was here with another content.
  const beside = memory.renamed.filter(([from, to]) => folderOf(from) === folderOf(to));
  return [
    ...media.warnings,
    counted(unreadable, 'file could not be read on the box', 'files could not be read on the box'),
    counted(
      state.vanished,
      'file vanished from the box before it was brought',
      'files vanished from the box before they were brought',
    ),
    counted(
      state.stillGrowing,
      'file was still being written and came as it was then; the next sync brings the rest',
      'files were still being written and came as they were then; the next sync brings the rest',
    ),
    counted(
      beside.map(([, to]) => to),
      'file is here with another content already; the one of the box came beside it',
      'files are here with another content already; those of the box came beside them',
    ),
    counted(
      links('outside'),
      'symbolic link leads out of the folder and was not followed (links: follow)',
      'symbolic links lead out of the folders and were not followed (links: follow)',
    ),
    counted(links('dangling'), 'symbolic link leads nowhere', 'symbolic links lead nowhere'),
    counted(
      media.special,
      'is neither file nor folder and was left out',
      'are neither files nor folders and were left out',
    ),
  ].filter((warning) => warning !== null);
}
