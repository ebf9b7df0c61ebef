import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type RunState, summarize } from '../contract/run-state.ts';

/** A state as bytes, ready for any number of clients. */
export interface Served {
  state: RunState;
  /** Body of GET /workflow/state. */
  body: Buffer;
  /** The state alone, as the snapshot file holds it. */
  snapshot: Buffer;
  /** Body of GET /workflow/state/summary. */
  summary: Buffer;
  etag: string;
}

/** Makes states servable; the same state again gives the same object, so nothing is written or sent twice. */
export function createServed(): (state: RunState, previous?: Served | null) => Served {
  // Tags of an earlier process must not match ours.
  const process = randomBytes(6).toString('hex');
  let count = 0;
  return (state, previous) => {
    if (previous && isDeepStrictEqual(previous.state, state)) return previous;
    count += 1;
    const json = JSON.stringify(state);
    return {
      state,
      body: Buffer.from(`{"success":true,"state":${json}}`),
      snapshot: Buffer.from(json),
      summary: Buffer.from(JSON.stringify({ success: true, has_workflow: true, summary: summarize(state) })),
      etag: `"${process}-${count}"`,
    };
  };
}
