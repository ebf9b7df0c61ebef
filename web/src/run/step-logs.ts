import type { RunState, StepState } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import type { Attempt } from './timeline.ts';

/** One log of a step. */
export interface LogOfTry {
  attempt: number;
  execution: string;
  label: string;
  bytes: number;
  ended: boolean;
}

/** The logs that a step has, oldest first. A step that was carried over has the one of where it ran. */
export function logsOf(run: RunState, step: StepState, index: number, attempts: readonly Attempt[]): LogOfTry[] {
  const own = attempts.filter((one) => one.step === index && (one.attempt > 0 || one.log_bytes > 0));
  const logs = own.map((one) => ({
    attempt: one.attempt,
    execution: one.execution_id,
    label: labelOf(one),
    bytes: one.attempt === step.attempt ? Math.max(one.log_bytes, step.log_bytes) : one.log_bytes,
    ended: one.log_ended,
  }));
  // Told by the state before anybody has asked for the attempts again.
  const isKnown = logs.some(({ attempt }) => attempt === step.attempt);
  if (step.attempt === 0 || isKnown || step.action === 'approve') return logs;
  const newest = {
    attempt: step.attempt,
    execution: step.carried_from ?? run.execution_id,
    label: messages.runPage.attempt(step.attempt),
    bytes: step.log_bytes,
    ended: step.ended_at !== null,
  };
  return [...logs, newest].sort((one, other) => one.attempt - other.attempt);
}

const labelOf = ({ purpose, attempt }: Attempt): string => {
  const word = messages.runPage.attemptOf[purpose];
  return purpose === 'run' ? messages.runPage.attempt(attempt) : word;
};
