import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { StepRemains } from '../contract/activities.ts';
import { isFailureCode, stepFailure, type StepFailure } from '../contract/failure.ts';

/** The catalogued failure inside what an activity threw. Anything else is `unexpected`, with its text, never a guess. */
export function toStepFailure(error: unknown, title: string, timeoutS: number): StepFailure {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.type && isFailureCode(cause.type)) {
    const [failure] = (cause.details ?? []) as StepFailure[];
    return failure ?? stepFailure(cause.type, cause.message);
  }
  if (cause instanceof TimeoutFailure) {
    return stepFailure('step_timed_out', `${title} did not end within ${timeoutS} s.`, { timeout_s: timeoutS });
  }
  return stepFailure('unexpected', `${title} ended with an error that Bringup does not know: ${String(cause)}`);
}

/** What the step had come to when it failed; null where nobody can say. */
export function remainsOf(error: unknown): StepRemains | null {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure)) return null;
  const [, remains] = (cause.details ?? []) as [unknown, StepRemains?];
  return remains ?? null;
}
