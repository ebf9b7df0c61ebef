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

/**
 * Sends the runs that have not ended, for a client that comes back those that have ended meanwhile, too, and then each run that
 * changes. The id is the time until which everything was sent.
 */
export async function followRuns({ store, states, feed }: ApiDependencies, stream: EventStream) {
  const bell = createBell();
  const waiting = new Map<string, RunState>();
  const unhear = feed.ofAll((changes) => {
    for (const { state } of changes) waiting.set(state.workflow_id, state);
    bell.ring();
  });
  stream.onClose(bell.ring);
  try {
    const since = Date.parse(stream.lastId ?? '');
    const ended = Number.isNaN(since) ? [] : await store.runs.endedSince(new Date(since - CLOCKS_MS).toISOString());
    for (const { state } of ended) if (state) waiting.set(state.workflow_id, state);
    for (const { workflow_id } of await store.runs.active()) {
      const state = states.glance(workflow_id);
      if (state) waiting.set(workflow_id, state);
    }
    while (!stream.closed) {
      const until = new Date().toISOString();
      const batch = [...waiting.values()];
      waiting.clear();
      for (const [index, state] of batch.entries()) {
        const id = index === batch.length - 1 ? { id: until } : {};
        await stream.send({ event: 'run', json: JSON.stringify(toRunItem(state)), ...id });
      }
      if (waiting.size === 0) await bell.heard();
    }
  } finally {
    unhear();
  }
}
