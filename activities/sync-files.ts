// sync_instance: media from the box into a local folder. The box is asked what there is, rsync brings it, and the result is
// compared file by file: a copy counts only when it is here. Nothing is ever deleted, on neither side.
import path from 'node:path';
import { mkdir, stat } from 'node:fs/promises';
import type { StepInput, StepOutcome } from '../contract/activities.ts';
import type { Task } from '../contract/run-state.ts';
import { bringupError } from '../adapters/errors.ts';
import { findRsync, rsyncFiles } from '../adapters/ssh/rsync.ts';
import { streamFiles } from '../adapters/ssh/stream-files.ts';
import { place } from '../adapters/ssh/connect.ts';
import { listMedia, type MediaFile } from '../adapters/ssh/list-media.ts';
import { holdBox } from '../adapters/ssh/remote-job.ts';
import type { StepSpec } from '../steps/step.ts';
import type { Dependencies } from './dependencies.ts';
import { asHolder } from './box-lock.ts';
import { heartbeatWhile } from './heartbeat.ts';
import { liveLimits } from './limits.ts';
import { asLocalWork } from './local-work.ts';
import { createLiveRow, type LiveRow } from './live-row.ts';
import { whileUnreachable } from './reach.ts';

export async function syncFiles(deps: Dependencies, _spec: StepSpec, input: StepInput): Promise<StepOutcome> {
  const live = createLiveRow(deps.store, input.id);
  try {
    return await heartbeatWhile(
      () => null,
      () =>
        asLocalWork(deps, input, (signal) =>
          whileUnreachable(liveLimits(deps, input), live, signal, () => sync(deps, input, live, signal)),
        ),
    );
  } finally {
    live.flush();
  }
}

async function sync(deps: Dependencies, input: StepInput, live: LiveRow, signal: AbortSignal): Promise<StepOutcome> {
  const parameters = input.parameters as { ui_home: string; sources?: string[]; destination?: string };
  const folder = destination(deps, input, parameters.destination);
  await mkdir(folder, { recursive: true });
  const log = await createLog(deps, input, live);
  const listing = await deps.pool.use(input.instance, async (connection) => {
    await asHolder(deps, input, (holder) => holdBox(connection, holder));
    return listMedia(connection, parameters);
  });
  live.set({ phase: 'running', phase_info: null });
  const missing: MediaFile[] = [];
  for (const file of listing.files) if (!(await isHere(folder, file))) missing.push(file);
  const bytes = missing.reduce((sum, { size }) => sum + size, 0);
  await log(`${listing.files.length} files on the box, ${missing.length} to bring (${bytes} bytes) into ${folder}\n`);
  const progress = counter(live, missing, bytes);

  if (missing.length > 0) {
    const rsync = listing.hasRsync ? await findRsync() : null;
    const transfer = {
      address: deps.pool.placeOf(input.instance),
      root: listing.root,
      folder,
      files: missing,
      signal,
      log,
      onFile: progress.file,
    };
    if (rsync) await rsyncFiles(deps, rsync, transfer);
    else await deps.pool.use(input.instance, (connection) => streamFiles(connection, transfer));
  }

  const lost: MediaFile[] = [];
  for (const file of missing) if (!(await isHere(folder, file))) lost.push(file);
  if (lost.length > 0) throw notAll(input, lost, missing.length);
  // What is here counts, whatever rsync may have told on its way.
  for (const { path: name } of missing) progress.file(name);
  return {
    result: {
      folder,
      files: missing.length,
      bytes,
      files_on_box: listing.files.length,
      folders: progress.tasks().length,
      by_ext: countByExtension(missing),
    },
    note:
      missing.length === 0
        ? `Nothing new: all ${listing.files.length} files are here already.`
        : `${missing.length} ${missing.length === 1 ? 'file' : 'files'} (${readableSize(bytes)}) into ${folder}`,
    warnings: listing.warnings,
    tasks: progress.tasks(),
    progress: live.row.progress,
    log_bytes: live.row.log_bytes,
  };
}

/** `{png: 3}`; files without one count under their own. */
function countByExtension(files: MediaFile[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { path: name } of files) {
    const extension = path.extname(name).slice(1).toLowerCase() || 'none';
    counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

function notAll(input: StepInput, lost: MediaFile[], wanted: number) {
  const names = lost.slice(0, 3).map(({ path: name }) => name);
  return bringupError(
    'sync_failed',
    `${lost.length} of ${wanted} files did not arrive whole from ${place(input.instance)}: ${names.join(', ')}${lost.length > 3 ? ', …' : ''}.`,
    { missing: lost.length, wanted },
  );
}

/** A folder of its own per box below the sync folder, unless the step names one. */
function destination({ settings }: Dependencies, input: StepInput, wanted: string | undefined): string {
  if (wanted) return wanted.startsWith('~/') ? path.join(settings.userHome, wanted.slice(2)) : wanted;
  const root = settings.sync_folder ?? settings.path('sync');
  return path.join(root, input.instance.key.replaceAll(/[^A-Za-z0-9._@-]/g, '_'));
}

/** Size and modification time, as rsync compares. A file that has grown on the box since is not here. */
async function isHere(folder: string, file: MediaFile): Promise<boolean> {
  const found = await stat(path.join(folder, file.path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  return found?.isFile() === true && found.size === file.size && Math.abs(found.mtimeMs / 1000 - file.mtime) < 2;
}

function counter(live: LiveRow, files: MediaFile[], bytes: number) {
  const sizes = new Map(files.map(({ path: name, size }) => [name, size]));
  const folders = new Map<string, { done: number; total: number }>();
  for (const { path: name } of files) {
    const folder = folders.get(path.dirname(name)) ?? { done: 0, total: 0 };
    folders.set(path.dirname(name), { ...folder, total: folder.total + 1 });
  }
  const started = Date.now();
  let done = 0;
  const tasks = (): Task[] =>
    [...folders].map(([name, folder]) => ({
      name,
      status: folder.done === folder.total ? 'success' : folder.done > 0 ? 'running' : 'pending',
      note: `${folder.done} of ${folder.total} files`,
    }));
  const show = (current: string | null) => {
    const rate = done / Math.max(0.001, (Date.now() - started) / 1000);
    live.set({
      tasks: tasks(),
      progress: {
        done,
        total: bytes,
        unit: 'bytes',
        current,
        rate_per_s: done > 0 ? Math.round(rate) : null,
        eta_s: done > 0 && rate > 0 ? Math.round((bytes - done) / rate) : null,
      },
    });
  };
  show(null);
  return {
    tasks,
    /** A file has arrived whole. */
    file(name: string) {
      const size = sizes.get(name);
      if (size === undefined) return;
      sizes.delete(name);
      done += size;
      const folder = folders.get(path.dirname(name));
      if (folder) folder.done += 1;
      show(name);
    },
  };
}

async function createLog(deps: Dependencies, input: StepInput, live: LiveRow) {
  const file = deps.store.logs.file(input.id, input.action);
  let offset = await deps.store.logs.size(file);
  let last: Promise<void> = Promise.resolve();
  return (text: string): Promise<void> => {
    const bytes = Buffer.from(text);
    const at = offset;
    offset += bytes.length;
    live.set({ log_bytes: offset });
    // One after the other: the store takes no gaps.
    last = last.then(() => deps.store.logs.writeAt(file, at, bytes));
    return last;
  };
}

/** As people read it: 554102 → 541 KiB. The exact number is in the step's result. */
function readableSize(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ''}`;
}
