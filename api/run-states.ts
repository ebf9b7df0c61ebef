// The state of every run, ready to be served: one query per active run and second at most, whoever asks and however many.
// Between two queries the activities' live rows are joined in. What is served is also on disk, as a cache.
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { isBringupError } from '../adapters/errors.ts';
import { type Announce, announceEnd } from '../adapters/notify/announce.ts';
import { mergeLiveRows } from '../adapters/store/merge-live-rows.ts';
import type { Secrets } from '../adapters/secrets/secrets.ts';
import type { AttemptRow, RunRow, Store } from '../adapters/store/store.ts';
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
/** While the store cannot be read, it is not asked twenty times a second. */
const PAUSE_AFTER_FAILURE_MS = 1_000;
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
  /** The same without waiting or asking the store, where something is there: for the hot path. */
  peek(workflowId?: string): Served | null;
  /** What is known of a run that has not ended, without watching it: for lists. */
  glance(workflowId: string): RunState | null;
  /** A run was started through this API. */
  started(workflowId: string): Promise<void>;
  /** Hides an ended run from the view without id. */
  clear(workflowId: string): Promise<void>;
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
  /** What is being published: one after the other, so that the newest comes last. */
  publishing: Promise<void>;
  staleSince: string | null;
  refreshing: Promise<void> | null;
}

interface Options {
  client: Client;
  store: Store;
  secrets: Pick<Secrets, 'removeAll'>;
  /** Tells whoever wants to hear of it how a run has ended. */
  announce: Announce;
  snapshots: Snapshots;
  temporalUi: string | null;
  namespace: string;
  log: Logger;
  /** Told of each new state; what it listens to counts as watched. */
  feed: Pick<RunFeed, 'changed' | 'isHeard'>;
  /** Told of each question that is put to a workflow. */
  onQuery?: () => void;
}

export async function createRunStates(options: Options): Promise<RunStates> {
  const { client, store, secrets, announce, snapshots, temporalUi, namespace, log, feed, onQuery } = options;
  const active = new Map<string, Tracked>();
  const ended = new Map<string, Served>();
  const serve = createServed();
  let latestId: string | null = null;
  let seenVersion = -1;
  let reading: Promise<void> = Promise.resolve();

  const link = (state: RunState) =>
    temporalUi &&
    `${temporalUi}/namespaces/${namespace}/workflows/${encodeURIComponent(state.workflow_id)}/${state.execution_id}`;

  /** Reads what was written until now; one reading after the other. */
  function readStore(): Promise<void> {
    reading = reading.catch(() => undefined).then(readOnce); // whoever asked for the earlier one was told
    return reading;
  }

  /** New runs, runs that have ended, which one is the latest. Nothing of it costs a query to a workflow. */
  async function readOnce() {
    const version = store.version();
    if (version === seenVersion) return;
    const [latest, open] = await Promise.all([orNull(store.runs.latest()), store.runs.active()]);
    latestId = latest?.workflow_id ?? null;
    const rows = new Map(open.map((row) => [row.workflow_id, row]));
    for (const [id, row] of rows) {
      const tracked = active.get(id);
      if (tracked && tracked.row.started_at === row.started_at) {
        tracked.row = row;
        tracked.dirty = true;
        tracked.unjoined = true;
      } else await begin(id, row);
    }
    for (const id of active.keys()) if (!rows.has(id)) await finish(id);
    seenVersion = version;
  }

  /** A row that is broken must not hide all others. */
  function orNull(found: Promise<RunRow | null>): Promise<RunRow | null> {
    return found.catch((error: unknown) => {
      if (!isBringupError(error)) throw error;
      log.error({ err: error }, 'a run cannot be read');
      return null;
    });
  }

  async function begin(id: string, row: RunRow) {
    const tracked = track(row);
    ended.delete(id);
    active.set(id, tracked);
    await publish(tracked);
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
      publishing: Promise.resolve(),
      staleSince,
      refreshing: null,
    };
    return tracked;
  }

  async function finish(id: string) {
    const state = (await orNull(store.runs.byWorkflowId(id)))?.state;
    active.delete(id);
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
  function publish(tracked: Tracked): Promise<void> {
    tracked.publishing = tracked.publishing.catch(() => undefined).then(() => publishNow(tracked));
    return tracked.publishing;
  }

  async function publishNow(tracked: Tracked) {
    tracked.unjoined = false;
    tracked.joinedAt = clock();
    if (!tracked.queried) return;
    const rows = await store.attempts.ofExecution(tracked.queried.execution_id);
    const { queried, row, staleSince } = tracked;
    // Its end has come meanwhile, and was told.
    if (active.get(row.workflow_id) !== tracked) return;
    const merged = mergeLiveRows(queried, rows);
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
      const rows = await store.attempts.ofExecution(state.execution_id);
      tracked.queried = await withPending(state, rows);
      tracked.staleSince = null;
    } catch (error) {
      if (isNotFound(error)) return await gone(tracked);
      tracked.staleSince ??= new Date().toISOString();
      log.warn({ err: error, workflow_id: row.workflow_id }, 'the run could not be asked for its state');
    }
    await publish(tracked);
  }

  async function withPending(state: RunState, rows: AttemptRow[]): Promise<RunState> {
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
    await recordEnd(mergeLiveRows(state, await store.attempts.ofExecution(state.execution_id)));
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
    const attempts = await store.attempts.allOfExecution(state.execution_id);
    await recordEnd(closedState(tracked.row, state, attempts, message));
    return true;
  }

  async function gone(tracked: Tracked) {
    // Between the row and Temporal's answer a start is under way.
    if (Date.now() - Date.parse(tracked.row.started_at) < 30_000) return;
    const { execution_id } = tracked.row;
    const attempts = execution_id === null ? [] : await store.attempts.allOfExecution(execution_id);
    await recordEnd(closedState(tracked.row, tracked.queried, attempts));
  }

  /** What a run's own workflow does at its end, where it could not. */
  async function recordEnd(state: RunState) {
    try {
      // Before it is recorded: what is recorded is not looked at again.
      await announceEnd(announce, store, state);
    } catch (error) {
      return log.error(
        { err: error, workflow_id: state.workflow_id },
        'the end of a run could not be told; it is tried again',
      );
    }
    await store.runs.ended(state);
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

  /** For whoever does not wait for the answer. */
  function askSoon(tracked: Tracked) {
    ask(tracked).catch((error: unknown) => {
      log.error({ err: error, workflow_id: tracked.row.workflow_id }, 'a run could not be looked at');
    });
  }

  async function tick() {
    await readStore();
    const now = clock();
    const unjoined = [...active.values()].filter((one) => one.unjoined && now - one.joinedAt >= JOIN_EVERY_MS);
    await Promise.all(unjoined.map(publish));
    for (const [id, tracked] of active) {
      const watched = now - tracked.watchedAt < WATCHED_FOR_MS || feed.isHeard(id);
      const every = tracked.dirty || watched ? QUERY_EVERY_MS : QUIET_QUERY_EVERY_MS;
      if (now - tracked.queriedAt >= every) askSoon(tracked);
    }
  }

  function peek(workflowId?: string): Served | null {
    const id = workflowId ?? latestId;
    if (id === null) return null;
    const tracked = active.get(id);
    if (!tracked) return ended.get(id) ?? null;
    tracked.watchedAt = clock();
    return tracked.served;
  }

  await readStore();
  // Runs that ended while nobody looked: their files still say that they run.
  for (const id of snapshots.unended) {
    const row = await store.runs.byWorkflowId(id);
    if (row?.ended_at && row.state) remember(id, row.state);
  }
  const stopTicking = repeat(TICK_MS, tick, (error) => log.error({ err: error }, 'the runs could not be looked at'));

  return {
    peek,
    async get(workflowId) {
      await readStore();
      const there = peek(workflowId);
      if (there) return there;
      const id = workflowId ?? latestId;
      if (id === null) return null;
      const tracked = active.get(id);
      if (tracked) {
        await ask(tracked);
        return active.get(id)?.served ?? ended.get(id) ?? serve(startingState(tracked.row));
      }
      const state = (await store.runs.byWorkflowId(id))?.state;
      return state ? remember(id, state) : null;
    },
    glance: (workflowId) => active.get(workflowId)?.served?.state ?? null,
    started: readStore,
    async clear(workflowId) {
      const row = await store.runs.byWorkflowId(workflowId);
      if (!row) return;
      await store.runs.clear(row);
      await readStore();
      // The file of the latest shows what is shown.
      const shown = latestId === null ? null : active.get(latestId)?.served;
      const next = shown ?? (latestId === null ? null : (await store.runs.byWorkflowId(latestId))?.state);
      if (!next) snapshots.removeLatest();
      else snapshots.write('etag' in next ? next : serve(next), true);
    },
    changed(workflowId) {
      const tracked = active.get(workflowId);
      if (tracked) askSoon(tracked);
    },
    async close() {
      await stopTicking();
      await Promise.all([...active.values()].map(({ refreshing }) => refreshing ?? Promise.resolve()));
      await snapshots.close();
    },
  };
}

/** Does `work` again and again, never twice at once. Gives what ends it, when it is done with what it is at. */
function repeat(ms: number, work: () => Promise<void>, onError: (error: unknown) => void): () => Promise<void> {
  let atWork: Promise<void> | null = null;
  let failed = 0;
  const timer = setInterval(() => {
    if (atWork || performance.now() < failed) return;
    atWork = work()
      .catch((error: unknown) => {
        failed = performance.now() + PAUSE_AFTER_FAILURE_MS;
        onError(error);
      })
      .finally(() => {
        atWork = null;
      });
  }, ms);
  return async () => {
    clearInterval(timer);
    await atWork;
  };
}
