// Unreachable is not failed: an activity goes on asking, says so in its live row, and gives up only after the limit.
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepInput } from '../contract/activities.ts';
import { bringupError, isBringupError } from '../adapters/errors.ts';
import type { LiveRow } from './live-row.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export const isUnreachable = (error: unknown): boolean => isBringupError(error) && error.failure.kind === 'unreachable';

/**
 * Does `work` again and again while the box cannot be reached, with pauses that grow and jitter, until it is done, fails
 * for another reason, the limit ends (then ssh_unreachable, final) or the signal fires. The limit counts from the first
 * silence that the row remembers, so a restarted worker does not begin anew.
 */
export async function whileUnreachable<Result>(
  input: Pick<StepInput, 'unreachable_limit_s'>,
  live: LiveRow,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isBringupError(error) || !isUnreachable(error)) throw error;
      signal.throwIfAborted();
      const known = live.row.phase === 'unreachable' ? live.row.phase_info : null;
      const since = known?.since ?? new Date().toISOString();
      const givesUpAt = Date.parse(since) + input.unreachable_limit_s * 1000;
      const left = givesUpAt - Date.now();
      if (left <= 0) throw gaveUp(error.failure.message, input.unreachable_limit_s, error);
      live.set({
        phase: 'unreachable',
        phase_info: { since, gives_up_at: new Date(givesUpAt).toISOString(), reason: error.failure.message },
      });
      if (known?.since === undefined) pause = FIRST_PAUSE_MS;
      await sleep(Math.min(left, pause * (0.5 + Math.random())), undefined, { signal });
    }
  }
}

function gaveUp(message: string, limit: number, cause: unknown) {
  const error = bringupError('ssh_unreachable', `${message} No answer for ${limit} s.`, { limit_s: limit }, { cause });
  // The limit is over: Temporal shall not begin it again.
  error.failure.kind = 'final';
  return error;
}
