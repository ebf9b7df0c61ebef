// Runs as they change, to one client: always the newest state, however slowly it reads.
import { createHash } from 'node:crypto';
import { toRunItem } from '../../contract/run-list.ts';
import { isEnded, type RunState } from '../../contract/run-state.ts';
import { createBell } from '../bell.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { Served } from '../served.ts';
import type { EventStream } from '../sse.ts';

/** Sends a run's state now, unless the client has it, and whenever it changes, until the run has ended. */
export async function followRun({ feed }: ApiDependencies, stream: EventStream, first: Served) {
  const bell = createBell();
  let newest = first;
  const unhear = feed.of(first.state.workflow_id, (served) => {
    newest = served;
    bell.ring();
  });
  stream.onClose(bell.ring);
  try {
    let sent = stream.lastId;
    while (!stream.closed) {
      const { id, json } = asEvent(newest);
      const { state } = newest;
      if (id !== sent) {
        await stream.send({ event: 'state', id, json });
        sent = id;
      } else if (isEnded(state)) return stream.end({ event: 'end', id: `${id}.end`, json: JSON.stringify(end(state)) });
      else await bell.heard();
    }
  } finally {
    unhear();
  }
}

/** Whether a client that comes back with this id was told the end of the run. */
export const knowsEnd = (lastId: string | null, served: Served): boolean =>
  isEnded(served.state) && lastId === `${asEvent(served).id}.end`;

const end = ({ workflow_id, execution_id, outcome }: RunState) => ({ workflow_id, execution_id, outcome });

const events = new WeakMap<Served, { id: string; json: string }>();

/** The id is made of the content, so that it means the same after a restart of the API. */
function asEvent(served: Served): { id: string; json: string } {
  const made = events.get(served);
  if (made) return made;
  const id = createHash('sha256').update(served.snapshot).digest('base64url').slice(0, 16);
  const event = { id, json: served.snapshot.toString() };
  events.set(served, event);
  return event;
}

/** How far the clocks of those who write an end may differ from ours. */
const CLOCKS_MS = 60_000;

/** A browser cannot see the comments that keep a connection alive, so it would not find out that one is dead. */
const ALIVE_MS = 10_000;

/**
 * Sends the runs that have not ended, for a client that comes back those that have ended meanwhile, too, and then each run that
 * changes; of the runs in `watched` the whole state. The id is the time until which everything was sent.
 */
export async function followRuns(deps: ApiDependencies, stream: EventStream, watched: readonly string[]) {
  const { store, states, feed, readiness } = deps;
  const bell = createBell();
  const waiting = new Map<string, RunState>();
  const whole = new Map<string, Served>();
  let alive: string | null = null;
  const unhear = [
    feed.ofAll((changes) => {
      for (const { state } of changes) waiting.set(state.workflow_id, state);
      bell.ring();
    }),
    ...watched.map((id) => feed.of(id, (served) => (whole.set(id, served), bell.ring()))),
  ];
  const sayAlive = async (): Promise<void> => {
    const checks = await readiness();
    alive = JSON.stringify({ at: new Date().toISOString(), checks });
    bell.ring();
  };
  const timer = setInterval(() => void sayAlive(), ALIVE_MS);
  void sayAlive();
  stream.onClose(bell.ring);
  try {
    for (const id of watched) {
      const served = await states.get(id);
      if (served) whole.set(id, served);
    }
    for (const state of await missedBy(stream, deps)) waiting.set(state.workflow_id, state);
    for (const { workflow_id } of await store.runs.active()) {
      const state = states.glance(workflow_id);
      if (state) waiting.set(workflow_id, state);
    }
    while (!stream.closed) {
      const until = new Date().toISOString();
      const batch = [...waiting.values()];
      const states = [...whole.values()];
      waiting.clear();
      whole.clear();
      for (const served of states) await stream.send({ event: 'state', json: served.snapshot.toString() });
      for (const [index, state] of batch.entries()) {
        const id = index === batch.length - 1 ? { id: until } : {};
        await stream.send({ event: 'run', json: JSON.stringify(toRunItem(state)), ...id });
      }
      const json = alive;
      alive = null;
      if (json !== null) await stream.send({ event: 'alive', json });
      if (waiting.size === 0 && whole.size === 0) await bell.heard();
    }
  } finally {
    clearInterval(timer);
    for (const end of unhear) end();
  }
}

/** Runs that have ended since a client that comes back was told everything. */
async function missedBy(stream: EventStream, { store }: ApiDependencies): Promise<RunState[]> {
  const since = Date.parse(stream.lastId ?? '');
  if (Number.isNaN(since)) return [];
  const ended = await store.runs.endedSince(new Date(since - CLOCKS_MS).toISOString());
  return ended.flatMap(({ state }) => state ?? []);
}
