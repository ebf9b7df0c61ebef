// Every attempt has its row for ever: when it began, written before anything is done, and how it ended, before Temporal is told.
import { Context } from '@temporalio/activity';
import type { StepInput, StepOutcome } from '../contract/activities.ts';
import { isBringupError } from '../adapters/errors.ts';
import type { AttemptEnd, AttemptPurpose } from '../adapters/store/store.ts';
import { stepOutcome } from '../steps/outcome.ts';
import type { Dependencies } from './dependencies.ts';

type Ended = Pick<AttemptEnd, 'outcome' | 'result' | 'note' | 'warnings'>;

/** Does `work` as the attempt of its input. `toEnd` says how it ended, null where it goes on in another activity. */
export async function asAttempt<Result>(
  { store }: Pick<Dependencies, 'store'>,
  { id, action }: StepInput,
  purpose: AttemptPurpose,
  work: () => Promise<Result>,
  toEnd: (result: Result) => Ended | null,
): Promise<Result> {
  await store.attempts.begin(id, { action, purpose, started_at: new Date().toISOString() });
  try {
    const result = await work();
    const end = toEnd(result);
    if (end) await store.attempts.end(id, { failure: null, ...end, ended_at: new Date().toISOString() });
    return result;
  } catch (error) {
    const end = endOf(error);
    if (end) await store.attempts.end(id, { ...end, ended_at: new Date().toISOString() });
    throw error;
  }
}

/** Null where the attempt is not over: a box that was silent, or a worker that stops. Temporal tries again, and that adopts it. */
function endOf(error: unknown): Omit<AttemptEnd, 'ended_at'> | null {
  const { aborted, reason } = Context.current().cancellationSignal;
  const isCancelled = aborted && reason instanceof Error && reason.message === 'CANCELLED';
  if (aborted && !isCancelled) return null;
  const remains = { result: null, note: null, warnings: [] };
  if (!isBringupError(error)) return isCancelled ? { outcome: 'cancelled', failure: null, ...remains } : null;
  if (error.failure.kind === 'unreachable' && !isCancelled) return null;
  return { outcome: isCancelled ? 'cancelled' : 'failed', failure: error.failure, ...remains, ...error.remains };
}

/** How a step that gave an outcome has ended; what the template accepts, the run decides at its end. */
export const endOfStep = (outcome: StepOutcome): Ended => ({
  outcome: stepOutcome(outcome).phase,
  result: outcome.result,
  note: outcome.note,
  warnings: outcome.warnings,
});
