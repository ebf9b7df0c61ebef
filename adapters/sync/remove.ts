// Deletes on the box what is proven to be here. The proof of a file: at its place here lies a copy of the same size and time, its SHA-256
// is that of the box's file, both are unchanged when the deletion goes out, and the copy is on the disk, not only in memory.
import { askRemove, askRemoveFolders, type FileAnswer } from '../ssh/box-files.ts';
import type { MediaFile } from '../ssh/list-media.ts';
import { hashesOf, type SyncContext } from './context.ts';
import { listChosen, type Media, type MediaChoice } from './media.ts';
import { lookAt, sameSizeAndTime, sha256Of } from './local-files.ts';
import { type ByteName, folderOf, shown } from './names.ts';
import { createPlaces } from './places.ts';
import { counted, createStatistics, type Statistics } from './statistics.ts';

export interface RemoveOptions extends Omit<MediaChoice, 'links'> {
  folder: string;
  older_than_days: number;
  remove_empty_folders: boolean;
  dry_run: boolean;
}

/** What was removed so far, also over several tries after a lost connection. */
interface RemoveMemory {
  removed: Statistics;
  folders: Set<ByteName>;
  /** Sent for removal, and the connection was lost before the answer. */
  sent: Map<ByteName, MediaFile>;
}

export const createRemoveMemory = (): RemoveMemory => ({
  removed: createStatistics(),
  folders: new Set(),
  sent: new Map(),
});

interface RemoveEnd {
  folder: string;
  files_on_box: number;
  /** Files that stay, by reason. */
  kept: { too_young: number; not_here: number; differs: number; changed: number; failed: number };
  folders_removed: number;
  dry_run: boolean;
  warnings: string[];
}

/** So many are proven, then removed, before the next: what was proven long ago is no proof. */
const BATCH_FILES = 50;
const BATCH_BYTES = 1024 ** 3;

/** Nothing is removed before its own proof. Throws path_not_found, ssh_unreachable, tool_missing (no SHA-256 on the box). */
export async function removeSynced(
  context: SyncContext,
  options: RemoveOptions,
  memory: RemoveMemory,
): Promise<RemoveEnd> {
  const media = await listChosen(context, { ...options, links: 'skip' });
  confirmSent(media, memory, context);
  const latest = media.now - options.older_than_days * 86_400;
  const old = options.older_than_days > 0 ? media.files.filter(({ mtime }) => mtime < latest) : media.files;
  const { here, missing } = await createPlaces(options.folder, options.layout).find(old);
  const kept = {
    too_young: media.files.length - old.length,
    not_here: missing.map((file) => file.path),
    differs: [] as ByteName[],
    changed: [] as ByteName[],
    failed: [] as ByteName[],
  };
  context.log(
    `${media.files.length} files on the box, ${here.size} have a copy of the same size and time in ${options.folder}`,
  );
  context.progress.plan([...here.keys()]);
  for (const batch of batches([...here])) {
    context.signal.throwIfAborted();
    await removeBatch(context, options, media, batch, memory, kept);
  }
  if (options.remove_empty_folders && !options.dry_run) await removeFolders(context, media, memory);
  return {
    folder: options.folder,
    files_on_box: media.files.length,
    kept: {
      too_young: kept.too_young,
      not_here: kept.not_here.length,
      differs: kept.differs.length,
      changed: kept.changed.length,
      failed: kept.failed.length,
    },
    folders_removed: memory.folders.size,
    dry_run: options.dry_run,
    warnings: keptWarnings(context, media, kept),
  };
}

interface Kept {
  not_here: ByteName[];
  differs: ByteName[];
  changed: ByteName[];
  failed: ByteName[];
}

/** Before the connection was lost these were proven and sent; that they are gone is the answer that did not come. */
function confirmSent(media: Media, memory: RemoveMemory, { log }: SyncContext): void {
  const there = new Set(media.files.map(({ path }) => path));
  for (const [name, { size }] of memory.sent) {
    if (there.has(name)) continue;
    memory.removed.add(name, size);
    log(`removed: ${shown(name)}`);
  }
  memory.sent.clear();
}

type Pair = [file: MediaFile, copy: ByteName];

function* batches(pairs: Pair[]): Generator<Pair[]> {
  let batch: Pair[] = [];
  let bytes = 0;
  for (const pair of pairs) {
    if (batch.length > 0 && (batch.length >= BATCH_FILES || bytes + pair[0].size > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(pair);
    bytes += pair[0].size;
  }
  if (batch.length > 0) yield batch;
}

async function removeBatch(
  context: SyncContext,
  { folder, dry_run }: RemoveOptions,
  { root }: Media,
  batch: Pair[],
  memory: RemoveMemory,
  kept: Kept,
): Promise<void> {
  const { signal, progress, log } = context;
  const names = batch.map(([file]) => file.path);
  const answers = await hashesOf(context, { root }, names);
  const proven: { file: MediaFile; facts: string; copy: ByteName; marks: string }[] = [];
  for (const [index, [file, copy]] of batch.entries()) {
    progress.say(`checking ${shown(file.path)}`);
    const answer = answers[index] ?? { kind: 'gone' };
    const verdict = await prove(context, folder, file, copy, answer);
    if (typeof verdict === 'string') kept[verdict].push(file.path);
    else proven.push({ file, copy, ...verdict });
  }
  // The copies once more, right before: whoever moved one away meanwhile keeps the box's.
  const now: typeof proven = [];
  for (const one of proven) {
    if ((await marksOf(folder, one.copy)) === one.marks) now.push(one);
    else kept.changed.push(one.file.path);
  }
  signal.throwIfAborted();
  if (dry_run) {
    for (const { file } of now) {
      memory.removed.add(file.path, file.size);
      progress.file(file.path);
      log(`would be removed: ${shown(file.path)}`);
    }
    return;
  }
  for (const { file } of now) memory.sent.set(file.path, file);
  // From here to the answers no cancel breaks in: what was sent is told.
  const ends = await context.use((connection) =>
    askRemove(
      connection,
      { root },
      now.map(({ file, facts }) => ({ name: file.path, facts })),
    ),
  );
  memory.sent.clear();
  for (const [index, { file }] of now.entries()) {
    const end = ends[index] ?? { kind: 'changed' };
    if (end.kind === 'removed') {
      memory.removed.add(file.path, file.size);
      progress.file(file.path);
      log(`removed: ${shown(file.path)}`);
    } else if (end.kind === 'failed') {
      kept.failed.push(file.path);
      log(`could not be removed: ${shown(file.path)}: ${end.why}`);
    } else kept.changed.push(file.path);
  }
}

/** Size, time, inode of the copy as one text. A symbolic link to it is no proof of where the bytes are. */
async function marksOf(folder: string, copy: ByteName): Promise<string | null> {
  const found = lookAt(folder, copy);
  return found?.isFile() ? `${found.size} ${found.mtimeNs} ${found.ino} ${found.dev}` : null;
}

async function prove(
  { signal }: SyncContext,
  folder: string,
  file: MediaFile,
  copy: ByteName,
  answer: FileAnswer,
): Promise<{ facts: string; marks: string } | keyof Kept> {
  if (answer.kind === 'failed') return 'failed';
  if (answer.kind !== 'hashed' || !sameSizeAndTime(answer.size, answer.mtime, file)) return 'changed';
  const marks = await marksOf(folder, copy);
  if (marks === null) return 'not_here';
  const own = await sha256Of(folder, copy, { keep: true, signal });
  if (own !== answer.sha256) return 'differs';
  return { facts: answer.facts, marks };
}

/** Folders below the sources that are empty now, deepest first; those that hold anything stay. */
async function removeFolders(context: SyncContext, { root, sources }: Media, memory: RemoveMemory): Promise<void> {
  const sourceSet = new Set(sources);
  const folders = new Set<ByteName>();
  for (const name of memory.removed.names()) {
    for (let folder = folderOf(name); folder !== '.' && !sourceSet.has(folder); folder = folderOf(folder))
      folders.add(folder);
  }
  const deepestFirst = [...folders].sort((a, b) => b.split('/').length - a.split('/').length);
  const answers = await context.use((connection) => askRemoveFolders(connection, { root }, deepestFirst));
  for (const [index, folder] of deepestFirst.entries()) {
    if (answers[index]?.kind !== 'removed') continue;
    memory.folders.add(folder);
    context.log(`removed folder: ${shown(folder)}`);
  }
}

function keptWarnings({ log }: SyncContext, media: Media, kept: Kept): string[] {
  for (const [reason, names] of Object.entries(kept)) {
    if (Array.isArray(names)) for (const name of names as ByteName[]) log(`kept (${reason}): ${shown(name)}`);
  }
  return [
    ...media.warnings,
    counted(
      media.unreadable,
      'file could not be read on the box and was kept',
      'files could not be read on the box and were kept',
    ),
    counted(kept.not_here, 'file has no copy here and was kept', 'files have no copy here and were kept'),
    counted(
      kept.differs,
      'file has another content here and was kept',
      'files have another content here and were kept',
    ),
    counted(kept.changed, 'file changed meanwhile and was kept', 'files changed meanwhile and were kept'),
    counted(kept.failed, 'file could not be read or removed', 'files could not be read or removed'),
  ].filter((warning) => warning !== null);
}
