// /sync/*: media brought home, in the words of the seed's line (shared/API.md, 1.4). A sync is a run of one step; its id is the run's.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import { isEnded, type RunState, type StepState } from '../../contract/run-state.ts';
import { timeSchema } from '../../contract/run-state-schema.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import type { Call } from '../single-step-words.ts';
import { found } from './schemas.ts';
import { answerStep, STEP_FAILURES, stepBody, stepDone } from './step-call.ts';

const ACTION = 'sync_instance';
const tag = 'façade: sync';
const count = z.number().min(0);

const statsSchema = z.object({ files_transferred: count, total_size: count, total_time: count, transfer_rate: count });
const summarySchema = z.object({
  folders_synced: count,
  files_transferred: count,
  bytes_transferred: count,
  duration_seconds: count,
  cleanup_enabled: z.literal(false),
  by_ext: z.record(z.string(), count),
});
const progressSchema = z
  .object({
    sync_id: z.string(),
    status: z.enum(['starting', 'running', 'completed', 'failed', 'timeout']),
    current_stage: z.enum(['initialization', 'remote_discovery', 'sync_folders', 'complete', 'error']),
    progress_percent: count.max(100),
    total_folders: count,
    completed_folders: count,
    current_folder: z.string().nullable(),
    messages: z.array(z.object({ timestamp: timeSchema, message: z.string() })),
    start_time: timeSchema,
    last_update: timeSchema,
    summary: summarySchema.optional(),
  })
  .meta({ id: 'SyncProgress' });
type SyncProgress = z.infer<typeof progressSchema>;
const activeSchema = progressSchema.pick({ sync_id: true, status: true, progress_percent: true, last_update: true });

export function syncRoutes(deps: ApiDependencies): Route[] {
  const stateOf = async (id: string | undefined): Promise<RunState | undefined> =>
    id === undefined ? undefined : (await deps.states.get(id))?.state;

  return [
    route({
      method: 'post',
      path: '/sync/vastai-connection',
      id: 'syncMedia',
      tag,
      summary: 'Bring media home; nothing is ever deleted: `cleanup` changes nothing',
      scope: 'run',
      starts: true,
      body: stepBody(ACTION, { cleanup: z.unknown().optional() }),
      answers: {
        200: {
          description: 'What came home',
          schema: stepDone({ sync_id: z.string(), stats: statsSchema, summary: summarySchema }),
        },
      },
      failures: STEP_FAILURES,
      async handle({ body, response }) {
        const { ssh_connection, cleanup: _cleanup, instance_id, ...step } = body as JsonObject;
        await answerStep(deps, call, { ssh_connection, instance_id, step }, response, (sync_id) => ({ sync_id }));
      },
    }),
    route({
      method: 'get',
      path: '/sync/progress/{id}',
      id: 'getSyncProgress',
      tag,
      summary: 'How far a sync is',
      scope: 'read',
      params: z.object({ id: z.string() }),
      answers: { 200: { description: 'The progress', schema: found({ progress: progressSchema }) } },
      failures: ['run_not_found'],
      async handle({ params: { id } }) {
        const state = await stateOf(id);
        const progress = state && syncProgress(state);
        if (!progress) throw bringupError('run_not_found', 'Sync progress not found', { sync_id: id });
        return { success: true, progress };
      },
    }),
    route({
      method: 'get',
      path: '/sync/latest',
      id: 'getLatestSync',
      tag,
      summary: 'How far the sync is that was started last',
      scope: 'read',
      answers: { 200: { description: 'The progress', schema: found({ sync: progressSchema }) } },
      failures: ['run_not_found'],
      async handle() {
        const state = await stateOf((await deps.store.runs.latestWith(ACTION))?.workflow_id);
        const sync = state && syncProgress(state);
        if (!sync) throw bringupError('run_not_found', 'No sync progress found');
        return { success: true, sync };
      },
    }),
    route({
      method: 'get',
      path: '/sync/active',
      id: 'listActiveSyncs',
      tag,
      summary: 'The syncs that have not ended',
      scope: 'read',
      answers: { 200: { description: 'The syncs', schema: found({ items: z.array(activeSchema) }) } },
      async handle() {
        const ids = (await deps.store.runs.active())
          .filter(({ definition }) => definition.steps.some(({ action }) => action === ACTION))
          .map(({ workflow_id }) => workflow_id);
        const states = await Promise.all(ids.map(stateOf));
        const items = states.flatMap((state) => {
          const progress = state && !isEnded(state) ? syncProgress(state) : null;
          if (!progress) return [];
          const { sync_id, status, progress_percent, last_update } = progress;
          return [{ sync_id, status, progress_percent, last_update }];
        });
        return { success: true, items };
      },
    }),
  ];
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

/** The result of the step: adapters/sync counts it. */
interface SyncResult {
  files?: number;
  bytes?: number;
  folders?: number;
  by_ext?: Record<string, number>;
}

/** What came home, as clients of the seed's line read it. */
function numbersOf({ result, started_at, ended_at }: StepState) {
  const { files = 0, bytes = 0, folders = 0, by_ext = {} } = (result ?? {}) as SyncResult;
  const seconds = Math.max(0, Date.parse(ended_at ?? '') - Date.parse(started_at ?? '')) / 1000 || 0;
  return {
    stats: {
      files_transferred: files,
      total_size: bytes,
      total_time: seconds,
      transfer_rate: seconds > 0 ? Math.round(bytes / seconds) : 0,
    },
    summary: {
      folders_synced: folders,
      files_transferred: files,
      bytes_transferred: bytes,
      duration_seconds: seconds,
      cleanup_enabled: false as const,
      by_ext,
    },
  };
}

function syncProgress(run: RunState): SyncProgress | null {
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

function syncStatus(run: RunState, { status, failure, attempt }: StepState): SyncProgress['status'] {
  if (status === 'completed') return 'completed';
  if (failure?.code === 'step_timed_out' && isEnded(run)) return 'timeout';
  if (status === 'failed' || isEnded(run)) return 'failed';
  return attempt === 0 ? 'starting' : 'running';
}

function syncStage(run: RunState, { status, progress, attempt }: StepState): SyncProgress['current_stage'] {
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
