// A log as it grows, to one client: piece by piece, the next one only when the client has taken the last.
import { setTimeout as pause } from 'node:timers/promises';
import { readPart } from '../../adapters/store/read-logs.ts';
import { createBell } from '../bell.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { EventStream } from '../sse.ts';
import { logHasEnded } from './attempts.ts';
import type { LogTimes } from './log-parts.ts';

const PIECE = 64 * 1024;
/** A cancelled run has ended when its processes are gone; what they printed last may still be on its way. */
const LAST_WORDS_MS = 1_000;

interface FollowedLog {
  workflow_id: string;
  execution_id: string;
  step: number;
  attempt: number;
  file: string;
  /** Gives the times of a part, where they were asked for. */
  timesOf: LogTimes | null;
}

/** Sends a log from an offset until it has ended. Settles when the stream has. */
export async function followLog(deps: ApiDependencies, stream: EventStream, log: FollowedLog, from: number) {
  const bell = createBell();
  const unwatch = deps.logWatch.watch(log.file, bell.ring);
  const unhear = deps.feed.of(log.workflow_id, bell.ring);
  stream.onClose(bell.ring);
  try {
    let offset = from;
    while (!stream.closed) {
      // Asked before reading: what is there after the end is all there will be.
      const end = await endOf(deps, log);
      const part = await readPart(log.file, offset, PIECE, end !== null);
      if (part.next_offset > offset) {
        const { next_offset, text } = part;
        await stream.send({
          event: 'log',
          id: String(next_offset),
          json: JSON.stringify({
            offset,
            next_offset,
            text,
            ...(log.timesOf && { times: await log.timesOf(log.file, part) }),
          }),
        });
        offset = next_offset;
      } else if (end === null) await bell.heard();
      else if (end === 'cancelled' && (await stillGrows(log.file, offset))) continue;
      else return stream.end({ event: 'end', id: endId(offset), json: JSON.stringify({ offset }) });
    }
  } finally {
    unwatch();
    unhear();
  }
}

/** Id of the last event: who comes back with it has everything. */
export const endId = (offset: number): string => `${offset}.end`;

/** How the log has ended, or null. */
async function endOf(deps: ApiDependencies, log: FollowedLog): Promise<'cancelled' | 'ended' | null> {
  const state = (await deps.states.get(log.workflow_id))?.state;
  if (!state) return 'ended';
  if (!logHasEnded(state, log)) return null;
  return state.steps[log.step]?.phase === 'cancelled' ? 'cancelled' : 'ended';
}

async function stillGrows(file: string, offset: number): Promise<boolean> {
  await pause(LAST_WORDS_MS);
  return (await readPart(file, offset, PIECE, true)).next_offset > offset;
}
