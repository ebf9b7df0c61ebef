// The steps that move files between a box and here, or compare them: sync_instance, push_files, remove_synced_files. They work here, hold
// the box's lock, and go on where a lost connection or a dead worker has left them.
import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { StepInput, StepOutcome } from '../contract/activities.ts';
import type { Json } from '../contract/json.ts';
import { holdBox } from '../adapters/ssh/remote-job.ts';
import { expandHome } from '../adapters/settings/settings.ts';
import type { SyncContext } from '../adapters/sync/context.ts';
import { folderNameOf } from '../adapters/sync/names.ts';
import { createPullMemory, pull } from '../adapters/sync/pull.ts';
import { createPushMemory, push, sendableFolder } from '../adapters/sync/push.ts';
import { createRemoveMemory, removeSynced } from '../adapters/sync/remove.ts';
import { readableSize } from '../adapters/sync/statistics.ts';
import { pushFiles } from '../steps/push-files.ts';
import { removeSyncedFiles } from '../steps/remove-synced-files.ts';
import { syncInstance } from '../steps/sync-instance.ts';
import type { StepSpec } from '../steps/step.ts';
import type { Dependencies } from './dependencies.ts';
import { asHolder } from './box-lock.ts';
import { heartbeatWhile } from './heartbeat.ts';
import { currentLimits } from './limits.ts';
import { asLocalWork } from './local-work.ts';
import { createLiveRow, type LiveRow } from './live-row.ts';
import { whileUnreachable } from './reach.ts';
import { createTransferProgress, type TransferProgress } from './sync-progress.ts';

interface End {
  result: Json;
  note: string;
  warnings: string[];
}

/** One try, as often as the box comes back; what it remembers lives in the closure. */
type Work = (context: SyncContext) => Promise<End>;

export async function syncFiles(deps: Dependencies, spec: StepSpec, input: StepInput): Promise<StepOutcome> {
  const live = await createLiveRow(deps, input.id);
  const progress = createTransferProgress(live);
  const log = await openSyncLog(deps, input, live);
  const work = await workOf(deps, spec, input);
  const once = (signal: AbortSignal) => async () => {
    // Whoever holds the box is asked each time: its lock may have run out while it was away.
    await deps.pool.use(input.instance, (connection) => asHolder(deps, input, (holder) => holdBox(connection, holder)));
    live.set({ phase: 'running', phase_info: null });
    return work(await contextOf(deps, input, signal, log.line, progress));
  };
  try {
    const end = await heartbeatWhile(
      () => null,
      () =>
        asLocalWork(deps, input, (signal) =>
          whileUnreachable(() => currentLimits(deps, input), live, signal, once(signal)),
        ),
    );
    await log.written();
    return { ...end, tasks: progress.tasks(), progress: live.row.progress, log_bytes: live.row.log_bytes };
  } finally {
    await log.written().catch(() => undefined); // what went wrong before is told
    await live.flush();
  }
}

const contextOf = async (
  deps: Dependencies,
  input: StepInput,
  signal: AbortSignal,
  log: SyncContext['log'],
  progress: TransferProgress,
): Promise<SyncContext> => ({
  settings: deps.settings,
  identities: deps.identities,
  address: await deps.pool.placeOf(input.instance),
  use: (work) => deps.pool.use(input.instance, work),
  signal,
  log,
  progress,
});

async function workOf(deps: Dependencies, spec: StepSpec, input: StepInput): Promise<Work> {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 100) / 10;
  switch (spec.action) {
    case syncInstance.action:
      return pullWork(deps, input, seconds);
    case removeSyncedFiles.action:
      return removeWork(deps, input, seconds);
    case pushFiles.action:
      return pushWork(deps, input, seconds);
    default:
      throw new Error(`no work of the runner sync: ${spec.action}`);
  }
}

type Seconds = () => number;

async function pullWork(deps: Dependencies, input: StepInput, seconds: Seconds): Promise<Work> {
  // Definitions of an older version lack the newer fields.
  const parameters = syncInstance.parameters.parse(input.parameters);
  const folder = destination(deps, input, parameters.destination);
  await mkdir(folder, { recursive: true });
  const memory = createPullMemory();
  return async (context) => {
    const { warnings, ...end } = await pull(context, { ...parameters, folder }, memory);
    const { files, bytes } = memory.brought;
    return {
      result: { ...end, ...memory.brought.result(), seconds: seconds(), folders: memory.folders.size },
      note:
        files === 0
          ? end.files_on_box === 0
            ? 'The box has no files there.'
            : `Nothing new: ${end.already_here} of ${end.files_on_box} files are here already.`
          : `${count(files)} (${readableSize(bytes)}) into ${folder}`,
      warnings,
    };
  };
}

async function removeWork(deps: Dependencies, input: StepInput, seconds: Seconds): Promise<Work> {
  const parameters = removeSyncedFiles.parameters.parse(input.parameters);
  const folder = destination(deps, input, parameters.destination);
  const memory = createRemoveMemory();
  return async (context) => {
    const { warnings, ...end } = await removeSynced(context, { ...parameters, folder }, memory);
    const { files, bytes } = memory.removed;
    const kept = Object.values(end.kept).reduce((sum, number) => sum + number, 0);
    const did = parameters.dry_run ? 'would be removed; nothing was' : 'removed from the box';
    return {
      result: { ...end, ...memory.removed.result(), seconds: seconds() },
      note: `${count(files)} (${readableSize(bytes)}) ${did}, ${kept} kept.`,
      warnings,
    };
  };
}

async function pushWork(deps: Dependencies, input: StepInput, seconds: Seconds): Promise<Work> {
  const parameters = pushFiles.parameters.parse(input.parameters);
  const from = await sendableFolder(deps.settings, parameters.from);
  const memory = createPushMemory();
  return async (context) => {
    const { warnings, ...end } = await push(context, { ...parameters, from }, memory);
    const { files, bytes } = memory.sent;
    return {
      result: { ...end, ...memory.sent.result(), seconds: seconds(), folders: memory.folders.size },
      note:
        files === 0
          ? `Nothing to send: ${end.already_there} of ${end.files_here} files are on the box already.`
          : `${count(files)} (${readableSize(bytes)}) to ${end.to}`,
      warnings,
    };
  };
}

const count = (files: number) => `${files} ${files === 1 ? 'file' : 'files'}`;

/** A folder of its own per box below the sync folder, unless the step names one. */
function destination({ settings }: Dependencies, input: StepInput, wanted: string | undefined): string {
  if (wanted) return path.resolve(expandHome(wanted, settings.userHome));
  const root = settings.sync_folder ?? settings.path('sync');
  return path.join(root, folderNameOf(input.instance.key));
}

/** Lines of the attempt's log, written as they come: those that meet a write wait for it together. */
async function openSyncLog(deps: Dependencies, input: StepInput, live: LiveRow) {
  const file = deps.store.logs.file(input.id, input.action);
  let offset = await deps.store.logs.size(file);
  let waiting = '';
  let last: Promise<void> = Promise.resolve();
  const write = async () => {
    if (waiting === '') return;
    const bytes = Buffer.from(waiting);
    waiting = '';
    await deps.store.logs.writeAt(file, offset, bytes);
    offset += bytes.length;
    live.set({ log_bytes: offset });
  };
  return {
    line(text: string) {
      waiting += `${text}\n`;
      last = last.then(write);
      last.catch(() => undefined); // `written` tells it
    },
    written: () => last,
  };
}
