// The end of a run that cannot tell it itself: its workflow is gone from Temporal, or was ended there by hand.
import { mergeLiveRows } from '../adapters/store/merge-live-rows.ts';
import type { AttemptFacts, RunRow } from '../adapters/store/store.ts';
import { stepFailure, type StepFailure } from '../contract/failure.ts';
import { initialRunState } from '../contract/initial-run-state.ts';
import { isFatalFailure, type RunState, StepPhase, type StepState } from '../contract/run-state.ts';
import { progressPercent } from '../steps/percent.ts';

const UNKNOWN =
  'This Temporal server does not know the run: it was removed there, Bringup was restored from a back-up, or its start was never confirmed.';

/** A run of which nothing but its row is known yet. */
export const startingState = ({ definition, execution_id, started_at }: RunRow): RunState =>
  initialRunState(definition, { execution_id: execution_id ?? '', start_time: started_at });

/**
 * The state of a run whose workflow is gone, ended as failed. `last` is what the workflow said last, `attempts` are those of its
 * execution: what they have told counts, too, and a step whose end nobody saw has failed.
 */
export function closedState(row: RunRow, last: RunState | null, attempts: AttemptFacts[], message = UNKNOWN): RunState {
  const now = new Date().toISOString();
  const failure = stepFailure('run_lost', message);
  const { block_info: _answered, pause_requested: _kept, ...known } = last ?? startingState(row);
  const runs = attempts.filter(({ purpose }) => purpose === 'run');
  const steps = known.steps.map((step, index) =>
    closedStep(
      step,
      runs.findLast((one) => one.step === index),
      { failure, now },
    ),
  );
  const stopped = steps.findIndex((step) => isFatalFailure(step) || step.phase === 'pending');
  const closed: RunState = {
    ...known,
    steps,
    current_step: stopped === -1 ? known.current_step : stopped,
    status: 'failed',
    phase: 'ended',
    phase_info: null,
    outcome: 'failed',
    failure,
    error_message: message,
    end_time: now,
    last_update: now,
  };
  const percent = Math.max(known.progress_percent, progressPercent(closed));
  return mergeLiveRows({ ...closed, progress_percent: percent }, runs);
}

const OVER: ReadonlySet<StepPhase> = new Set([
  StepPhase.done,
  StepPhase.warning,
  StepPhase.failed,
  StepPhase.cancelled,
  StepPhase.skipped,
  StepPhase.undone,
]);

function closedStep(
  step: StepState,
  attempt: AttemptFacts | undefined,
  { failure, now }: { failure: StepFailure; now: string },
): StepState {
  if (OVER.has(step.phase)) return step;
  if (step.phase === 'pending' && !attempt) return step;
  const told = attempt && {
    attempt: attempt.attempt,
    started_at: attempt.started_at,
    result: attempt.result,
    completion_note: attempt.note,
    warnings: attempt.warnings,
  };
  const isUndone = step.phase === 'undoing';
  const outcome = attempt?.outcome;
  if (!isUndone && (outcome === 'done' || outcome === 'warning')) {
    const ended_at = attempt?.ended_at ?? now;
    return { ...step, ...told, status: 'completed', phase: outcome, phase_info: null, failure: null, ended_at };
  }
  const why = attempt?.failure ?? failure;
  const undo = step.undo?.outcome === null && { ...step.undo, outcome: 'failed' as const, ended_at: now, failure };
  return {
    ...step,
    ...told,
    status: 'failed',
    phase: 'failed',
    phase_info: null,
    failure: why,
    error: why.message,
    ended_at: attempt?.ended_at ?? now,
    ...(undo && { undo }),
  };
}
