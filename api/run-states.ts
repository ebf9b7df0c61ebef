// The state of every run, ready to be served: one query per active run and second at most, whoever asks and however many.
// Between two queries the activities' live rows are joined in. What is served is also on disk, as a cache.
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { mergeLiveRows } from '../adapters/store/merge-live-rows.ts';
import type { Secrets } from '../adapters/secrets/secrets.ts';
import type { RunRow, Store } from '../adapters/store/store.ts';
import { runSecretPrefix } from '../contract/ids.ts';
import { QueryName } from '../contract/messages.ts';
import { isEnded, type RunState } from '../contract/run-state.ts';
import { progressPercent } from '../steps/percent.ts';
import { closedState, startingState } from './closed-state.ts';
import { pendingAttempt } from './pending-attempt.ts';
import type { RunFeed } from './run-feed.ts';
import { createServed, type Served } from './served.ts';
import type { Snapshots } from './snapshots.ts';
import { isNotFound } from './temporal-errors.ts';

const TICK_MS = 50;
const JOIN_EVERY_MS = 250;
const QUERY_EVERY_MS = 1_000;
const QUIET_QUERY_EVERY_MS = 10_000;
const WATCHED_FOR_MS = 5_000;
const QUERY_DEADLINE_MS = 4_000;
/** A running step says something at least this often; after that Temporal is asked what it knows. */
const SILENT_MS = 15_000;

/** For everything that happens every so often: the computer's clock may be set back while a run is on. */
const clock = (): number => performance.now();

export interface RunStates {
  /** What to serve for a run, or for the latest one without an id; null when there is none. Waits only for a run's first state. */
  get(workflowId?: string): Promise<Served | null>;
  /** The same without waiting, where something is there: for the hot path. */
  peek(workflowId?: string): Served | null;
  /** What is known of a run that has not ended, without watching it: for lists. */
  glance(workflowId: string): RunState | null;
  /** A run was started through this API. */
  started(workflowId: string): void;
  /** Hides an ended run from the view without id. */
  clear(workflowId: string): void;
  /** Something was done to a run: ask again at once. */
  changed(workflowId: string): void;
  close(): Promise<void>;
}

interface Tracked {
  row: RunRow;
  queried: RunState | null;
  served: Served | null;
  queriedAt: number;
  watchedAt: number;
  describedAt: number;
  /** The store has changed since the last query. */
  dirty: boolean;
  /** The store has changed since the live rows were joined in. */
  unjoined: boolean;
  joinedAt: number;
  staleSince: string | null;
  refreshing: Promise<void> | null;
}

interface Options {
  client: Client;
  store: Store;
  secrets: Pick<Secrets, 'removeAll'>;
  snapshots: Snapshots;
  temporalUi: string | null;
  namespace: string;
  log: Logger;
  /** Told of each new state; what it listens to counts as watched. */
  feed: Pick<RunFeed, 'changed' | 'isHeard'>;
  /** Told of each question that is put to a workflow. */
  onQuery?: () => void;
}

export function createRunStates(options: Options): RunStates {
  const { client, store, secrets, snapshots, temporalUi, namespace, log, feed, onQuery } = options;
  const active = new Map<string, Tracked>();
  const ended = new Map<string, Served>();
  const serve = createServed();
  let latestId: string | null = null;
  let seenVersion = -1;

  const link = (state: RunState) =>
    temporalUi &&
    `${temporalUi}/namespaces/${namespace}/workflows/${encodeURIComponent(state.workflow_id)}/${state.execution_id}`;

  /** Reads the store: new runs, runs that have ended, which one is the latest. Nothing of it costs a query. */
  function readStore() {
    const version = store.version();
    if (version === seenVersion) return;
    seenVersion = version;
    latestId = store.runs.latest()?.workflow_id ?? null;
    const rows = new Map(store.runs.active().map((row) => [row.workflow_id, row]));
    for (const [id, row] of rows) {
      const tracked = active.get(id);
      if (tracked && tracked.row.started_at === row.started_at) {
        tracked.row = row;
        tracked.dirty = true;
        tracked.unjoined = true;
      } else {
        ended.delete(id);
        active.set(id, track(row));
      }
    }
    for (const id of active.keys()) if (!rows.has(id)) finish(id);
  }

  function track(row: RunRow): Tracked {
    const kept = snapshots.load(row.workflow_id);
    const queried = kept?.execution_id === row.execution_id ? kept : null;
    // A kept file is older than this process: it is served as such until Temporal has answered.
    const staleSince = queried ? queried.last_update : null;
    const tracked: Tracked = {
      row,
      queried,
      served: null,
      queriedAt: -Infinity,
      watchedAt: -Infinity,
      describedAt: clock(),
      dirty: true,
      unjoined: false,
      joinedAt: -Infinity,
      staleSince,
      refreshing: null,
    };
    publish(tracked);
    return tracked;
  }

  function finish(id: string) {
    active.delete(id);
    const state = store.runs.byWorkflowId(id)?.state;
    if (state) feed.changed(remember(id, state));
  }

  function remember(id: string, state: RunState): Served {
    const served = serve({ ...state, temporal_url: link(state) });
    ended.set(id, served);
    snapshots.write(served, id === latestId);
    // Ended runs are read from the store again when somebody asks for an old one.
    if (ended.size > 200) ended.delete(ended.keys().next().value ?? '');
    return served;
  }

  /** Joins the query's answer with the live rows; writes and counts up only when something has changed. */
  function publish(tracked: Tracked) {
    const { queried, row, staleSince } = tracked;
    tracked.unjoined = false;
    tracked.joinedAt = clock();
    if (!queried) return;
    const merged = mergeLiveRows(queried, store.attempts.ofExecution(queried.execution_id));
    const percent = Math.max(
      merged.progress_percent,
      progressPercent(merged),
      tracked.served?.state.progress_percent ?? 0,
    );
    const state = {
      ...merged,
      progress_percent: percent,
      stale: staleSince !== null,
      stale_since: staleSince,
      temporal_url: link(merged),
    };
    const served = serve(state, tracked.served);
    if (served === tracked.served) return;
    tracked.served = served;
    snapshots.write(served, row.workflow_id === latestId);
    feed.changed(served);
  }

  async function refresh(tracked: Tracked): Promise<void> {
    const { row } = tracked;
    tracked.dirty = false;
    tracked.queriedAt = clock();
    log.debug({ workflow_id: row.workflow_id }, 'asking the workflow');
    onQuery?.();
    try {
      const state = await client.withDeadline(Date.now() + QUERY_DEADLINE_MS, () =>
        client.workflow.getHandle(row.workflow_id, row.execution_id ?? undefined).query<RunState>(QueryName.runState),
      );
      // Its box's workflow tells the end, through the store, after it has released the box: not before.
      if (isEnded(state)) return await closed(tracked, state);
      if (await endedByHand(tracked, state)) return;
      const rows = store.attempts.ofExecution(state.execution_id);
      tracked.queried = await withPending(state, rows);
      tracked.staleSince = null;
    } catch (error) {
      if (isNotFound(error)) return gone(tracked);
      tracked.staleSince ??= new Date().toISOString();
      log.warn({ err: error, workflow_id: row.workflow_id }, 'the run could not be asked for its state');
    }
    publish(tracked);
  }

  async function withPending(state: RunState, rows: ReturnType<Store['attempts']['ofExecution']>): Promise<RunState> {
    const newest = rows.find(({ step }) => step === state.current_step);
    const heard = Date.parse(newest?.updated_at ?? state.last_update);
    if (state.steps[state.current_step]?.phase !== 'running' || Date.now() - heard < SILENT_MS) return state;
    const description = await client.withDeadline(Date.now() + QUERY_DEADLINE_MS, () =>
      client.workflow.getHandle(state.workflow_id, state.execution_id).describe(),
    );
    return pendingAttempt(state, description.raw.pendingActivities ?? []);
  }

  /** The workflow has ended and the store does not know: whoever should have told it is gone. */
  async function closed(tracked: Tracked, state: RunState) {
    const since = Date.parse(state.end_time ?? state.last_update);
    if (Date.now() - since < 5_000) return;
    recordEnd(mergeLiveRows(state, store.attempts.ofExecution(state.execution_id)));
    log.warn({ workflow_id: tracked.row.workflow_id }, 'the end of a run was recorded late');
  }

  /** A workflow that was terminated in Temporal still answers questions with its last state: whether it runs is asked apart. */
  async function endedByHand(tracked: Tracked, state: RunState): Promise<boolean> {
    if (clock() - tracked.describedAt < QUIET_QUERY_EVERY_MS) return false;
    tracked.describedAt = clock();
    const { status } = await client.withDeadline(Date.now() + QUERY_DEADLINE_MS, () =>
      client.workflow.getHandle(state.workflow_id, state.execution_id).describe(),
    );
    // Ended in its own way in this very moment: its end is on its way.
    if (!['TERMINATED', 'TIMED_OUT'].includes(status.name)) return false;
    const how = status.name === 'TERMINATED' ? 'terminated' : 'timed out';
    const message = `The run was ${how} in Temporal. What it had started on the box may still run there.`;
    recordEnd(closedState(tracked.row, mergeLiveRows(state, store.attempts.ofExecution(state.execution_id)), message));
    return true;
  }

  function gone(tracked: Tracked) {
    // Between the row and Temporal's answer a start is under way.
    if (Date.now() - Date.parse(tracked.row.started_at) < 30_000) return;
    recordEnd(closedState(tracked.row, tracked.queried));
  }

  /** What a run's own workflow does at its end, where it could not. */
  function recordEnd(state: RunState) {
    store.runs.ended(state);
    secrets.removeAll(runSecretPrefix(state.workflow_id)).catch((error: unknown) => {
      log.error({ err: error, workflow_id: state.workflow_id }, 'the secrets of a run could not be removed');
    });
  }

  function ask(tracked: Tracked): Promise<void> {
    tracked.refreshing ??= refresh(tracked).finally(() => {
      tracked.refreshing = null;
    });
    return tracked.refreshing;
  }

  function tick() {
    readStore();
    const now = clock();
    for (const [id, tracked] of active) {
      if (tracked.unjoined && now - tracked.joinedAt >= JOIN_EVERY_MS) publish(tracked);
      const watched = now - tracked.watchedAt < WATCHED_FOR_MS || feed.isHeard(id);
      const every = tracked.dirty || watched ? QUERY_EVERY_MS : QUIET_QUERY_EVERY_MS;
      if (now - tracked.queriedAt >= every) void ask(tracked);
    }
  }

  function peek(workflowId?: string): Served | null {
    readStore();
    const id = workflowId ?? latestId;
    if (id === null) return null;
    const tracked = active.get(id);
    if (!tracked) return ended.get(id) ?? null;
    tracked.watchedAt = clock();
    return tracked.served;
  }

  const timer = setInterval(() => {
    try {
      tick();
    } catch (error) {
      log.error({ err: error }, 'the runs could not be looked at');
    }
  }, TICK_MS);
  readStore();
  // Runs that ended while nobody looked: their files still say that they run.
  for (const id of snapshots.unended) {
    const row = store.runs.byWorkflowId(id);
    if (row?.ended_at && row.state) remember(id, row.state);
  }

  return {
    peek,
    async get(workflowId) {
      const there = peek(workflowId);
      if (there) return there;
      const id = workflowId ?? latestId;
      if (id === null) return null;
      const tracked = active.get(id);
      if (tracked) {
        await ask(tracked);
        return active.get(id)?.served ?? ended.get(id) ?? serve(startingState(tracked.row));
      }
      const state = store.runs.byWorkflowId(id)?.state;
      return state ? remember(id, state) : null;
    },
    glance: (workflowId) => active.get(workflowId)?.served?.state ?? null,
    started: readStore,
    clear(workflowId) {
      const row = store.runs.byWorkflowId(workflowId);
      if (!row) return;
      store.runs.clear(row);
      readStore();
      // The file of the latest shows what is shown.
      const next =
        latestId === null ? null : (active.get(latestId)?.served ?? store.runs.byWorkflowId(latestId)?.state);
      if (!next) snapshots.removeLatest();
      else snapshots.write('etag' in next ? next : serve(next), true);
    },
    changed(workflowId) {
      const tracked = active.get(workflowId);
      if (tracked) void ask(tracked);
    },
    async close() {
      clearInterval(timer);
      await Promise.all([...active.values()].map(({ refreshing }) => refreshing ?? Promise.resolve()));
      await snapshots.close();
    },
  };
}
