// /sync/*: media brought home, in the words of the seed's line (shared/API.md, 1.4). A sync is a run of one step; its id is the run's.
import { Router } from 'express';
import { bringupError } from '../../adapters/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import { isEnded, type RunState, type StepState } from '../../contract/run-state.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { goneWith } from '../gone-with.ts';
import { runSingleStep } from '../single-step.ts';
import { type Call, inWords } from '../single-step-words.ts';
import { bodyOf } from './workflow.ts';

const ACTION = 'sync_instance';

export function syncRoutes(deps: ApiDependencies): Router {
  const { store, states } = deps;
  const router = Router();

  /** {ssh_connection, …parameters of sync_instance} → what came home. Nothing is ever deleted: `cleanup` changes nothing. */
  router.post('/vastai-connection', async (request, response) => {
    const { ssh_connection, cleanup: _cleanup, instance_id, ...step } = bodyOf(request.body);
    const signal = goneWith(response);
    const end = await runSingleStep(deps, { ssh_connection, instance_id, step: { ...step, action: ACTION }, signal });
    const { status, body } = await inWords(deps, call, end);
    response.status(status).json({ ...body, sync_id: end.run.workflow_id });
  });

  const stateOf = async (id: string | undefined): Promise<RunState | undefined> =>
    id === undefined ? undefined : (await states.get(id))?.state;

  /** How far a sync is. */
  router.get('/progress/:id', async (request, response) => {
    const state = await stateOf(request.params.id);
    const progress = state && syncProgress(state);
    if (!progress) throw bringupError('run_not_found', 'Sync progress not found', { sync_id: request.params.id });
    response.json({ success: true, progress });
  });

  /** The sync that was started last. */
  router.get('/latest', async (_request, response) => {
    const state = await stateOf(store.runs.latestWith(ACTION)?.workflow_id);
    const sync = state && syncProgress(state);
    if (!sync) throw bringupError('run_not_found', 'No sync progress found');
    response.json({ success: true, sync });
  });

  /** Those that have not ended. */
  router.get('/active', async (_request, response) => {
    const ids = store.runs
      .active()
      .filter(({ definition }) => definition.steps.some(({ action }) => action === ACTION))
      .map(({ workflow_id }) => workflow_id);
    const found = await Promise.all(ids.map(stateOf));
    const items = found.flatMap((state) => {
      const progress = state && !isEnded(state) ? syncProgress(state) : null;
      if (!progress) return [];
      const { sync_id, status, progress_percent, last_update } = progress;
      return [{ sync_id, status, progress_percent, last_update }];
    });
    response.json({ success: true, items });
  });

  return router;
}

const call: Call = {
  action: ACTION,
  done: (step) => ({ message: 'VastAI-Connection sync completed successfully', ...numbersOf(step) }),
  failed: ({ failure }) => ({
    message: 'VastAI-Connection sync failed',
    ...(failure?.code === 'host_key_changed' ? { host_key_error: hostKeyError(failure.facts) } : {}),
  }),
  timedOut: 'VastAI-Connection sync timed out',
};

/** What came home, as clients of the seed's line read it. */
function numbersOf({ result, started_at, ended_at }: StepState) {
  const { files = 0, bytes = 0, folders = 0, by_ext = {} } = (result ?? {}) as JsonObject;
  const seconds = Math.max(0, Date.parse(ended_at ?? '') - Date.parse(started_at ?? '')) / 1000 || 0;
  return {
    stats: {
      files_transferred: files,
      total_size: bytes,
      total_time: seconds,
      transfer_rate: seconds > 0 ? Math.round(Number(bytes) / seconds) : 0,
    },
    summary: {
      folders_synced: folders,
      files_transferred: files,
      bytes_transferred: bytes,
      duration_seconds: seconds,
      cleanup_enabled: false,
      by_ext,
    },
  };
}

function syncProgress(run: RunState) {
  const step = run.steps.find(({ action }) => action === ACTION);
  if (!step) return null;
  const done = step.tasks.filter(({ status }) => status === 'success');
  const { done: bytes, total } = step.progress ?? { done: null, total: null };
  const isDone = step.status === 'completed';
  const measured = bytes !== null && total ? Math.floor((100 * bytes) / total) : 0;
  const note = step.completion_note ?? step.error;
  return {
    sync_id: run.workflow_id,
    status: syncStatus(run, step),
    current_stage: syncStage(run, step),
    progress_percent: isDone ? 100 : Math.min(99, measured),
    total_folders: step.tasks.length,
    completed_folders: done.length,
    current_folder: step.progress?.current ?? null,
    messages: note ? [{ timestamp: run.last_update, message: note }] : [],
    start_time: run.start_time,
    last_update: run.last_update,
    ...(isDone ? { summary: numbersOf(step).summary } : {}),
  };
}

/** `starting running completed failed timeout error` */
function syncStatus(run: RunState, { status, failure, attempt }: StepState): string {
  if (status === 'completed') return 'completed';
  if (failure?.code === 'step_timed_out' && isEnded(run)) return 'timeout';
  if (status === 'failed' || isEnded(run)) return 'failed';
  return attempt === 0 ? 'starting' : 'running';
}

/** `initialization remote_discovery sync_folders complete error` */
function syncStage(run: RunState, { status, progress, attempt }: StepState): string {
  if (status === 'completed') return 'complete';
  if (status === 'failed' || isEnded(run)) return 'error';
  if (attempt === 0) return 'initialization';
  return progress ? 'sync_folders' : 'remote_discovery';
}

/** As `/ssh/host-keys/check` says it. */
const hostKeyError = ({ host, port, fingerprint, known_in }: JsonObject) => ({
  host: host ?? null,
  port: port ?? null,
  known_hosts_file: String(known_in ?? '').replace(/:\d+(,.*)?$/, ''),
  line_number: Number(/:(\d+)(,|$)/.exec(String(known_in ?? ''))?.[1] ?? 0),
  new_fingerprint: fingerprint ?? null,
});
