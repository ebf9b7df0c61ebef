import type { StepState } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import { secondsUntil } from '../runs/duration.ts';

/** Which try comes next and when: `Try 2 of 3, next try in 12 s`. */
export function retryCountdown({ attempt, max_attempts, phase_info }: StepState, now: number): string {
  const tried = messages.steps.attempt(attempt, max_attempts);
  if (phase_info?.until === undefined) return tried;
  const seconds = secondsUntil(phase_info.until, now);
  return `${tried}, ${seconds > 0 ? messages.steps.retryIn(seconds) : messages.steps.retryNow}`;
}
