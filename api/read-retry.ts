// Whether a step may be told to begin its next try, decided from the run's state before anything is sent.
import { bringupError } from '../adapters/errors.ts';
import type { RetryNow } from '../contract/messages.ts';
import type { RunState, StepState } from '../contract/run-state.ts';

// Without a failure it is Temporal that asks the next worker, within seconds: nobody can hurry that.
const waits = ({ phase, failure }: StepState): boolean => phase === 'retrying' && failure !== null;

/** Throws retry_not_waiting. */
export function readRetry({ workflow_id, steps }: RunState, { step }: { step?: number | undefined }): RetryNow {
  const asked = step === undefined ? steps.find(waits) : steps[step];
  if (asked && waits(asked)) return step === undefined ? {} : { step };
  const where = step === undefined ? `No step of the run ${workflow_id}` : `Step ${step + 1} of the run ${workflow_id}`;
  const message = step === undefined ? `${where} waits for its next try.` : `${where} does not wait for its next try.`;
  throw bringupError('retry_not_waiting', message, { workflow_id, ...(step !== undefined && { step }) });
}
