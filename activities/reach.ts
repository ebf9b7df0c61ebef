// Unreachable is not failed: an activity goes on asking, says so in its live row, and gives up only after the limit.
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepLimits } from '../contract/run-definition.ts';
import { type BringupError, bringupError, isBringupError } from '../adapters/errors.ts';
import type { LiveRow } from './live-row.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** How soon a limit that was extended, or has ended, is noticed during a pause. */
const LOOK_EVERY_MS = 1_000;

export const isUnreachable = (error: unknown): boolean => isBringupError(error) && error.failure.kind === 'unreachable';

/** A box that has let us in before and does not now, or not to a command: it starts, stops or is short of memory. */
const LOGIN_TROUBLE = new Set<string>(['ssh_auth_refused', 'ssh_no_key', 'ssh_key_encrypted', 'box_not_usable']);

/** Silence, or a login that does not come to its end: of a box that has our work, both say nothing about the work. */
export const isSilence = (error: unknown): boolean =>
  isUnreachable(error) || (isBringupError(error) && LOGIN_TROUBLE.has(error.failure.code));

/**
 * Does `work` again and again while the box cannot be reached, with pauses that grow and jitter, until it is done, fails
 * for another reason, the limit ends (then with the last reason, final) or the signal fires. The limit counts from the first
 * silence that the row remembers, so a restarted worker does not begin anew, but never from before `countedFrom`.
 * `limits` is asked again and again: they may be extended meanwhile. `isQuiet` says what counts as silence.
 */
export async function whileUnreachable<Result>(
  limits: () => Promise<Pick<StepLimits, 'unreachable_limit_s'>>,
  live: LiveRow,
  signal: AbortSignal,
  work: () => Promise<Result>,
  { countedFrom = '', isQuiet = isUnreachable }: { countedFrom?: string; isQuiet?: (error: unknown) => boolean } = {},
): Promise<Result> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isBringupError(error) || !isQuiet(error)) throw error;
      signal.throwIfAborted();
      const known = live.row.phase === 'unreachable' ? (live.row.phase_info?.since ?? '') : '';
      const since = known > countedFrom ? known : countedFrom || new Date().toISOString();
      if (known === '') pause = FIRST_PAUSE_MS;
      live.set({ phase: 'unreachable', phase_info: { since, reason: error.failure.message } });
      const next = Date.now() + pause * (0.5 + Math.random());
      do {
        const { unreachable_limit_s: limit } = await limits();
        const left = Date.parse(since) + limit * 1000 - Date.now();
        if (left <= 0) throw gaveUp(error, limit);
        await sleep(Math.max(0, Math.min(LOOK_EVERY_MS, left, next - Date.now())), undefined, { signal });
      } while (Date.now() < next);
    }
  }
}

function gaveUp(error: BringupError, limit: number) {
  const { code, message } = error.failure;
  const words = isUnreachable(error) ? `No answer for ${limit} s.` : `It was so for ${limit} s.`;
  const last = bringupError(code, `${message} ${words}`, { limit_s: limit }, { cause: error });
  // The limit is over: Temporal shall not begin it again.
  last.failure.kind = 'final';
  return last;
}
