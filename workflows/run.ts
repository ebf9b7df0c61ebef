// The state of a run as its workflow keeps it. Every change goes through here, so that the times are right.
import { workflowInfo } from '@temporalio/workflow';
import type { StepOutcome } from '../contract/activities.ts';
import type { StepFailure } from '../contract/failure.ts';
import { initialRunState } from '../contract/initial-run-state.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { PhaseInfo, RunState, StepState } from '../contract/run-state.ts';
import type { AcceptedWarnings } from '../contract/step-options.ts';
import { runOutcome, stepOutcome } from '../steps/outcome.ts';
import { progressPercent } from '../steps/percent.ts';

export interface Run {
  readonly definition: RunDefinition;
  readonly state: RunState;
  step(index: number): StepState;
  /** Changes a step and the run's last update with it. */
  setStep(index: number, change: Partial<StepState>): void;
  setRun(change: Partial<RunState>): void;
  /** Says that a step is at work; one beside it may be so, too, or wait for a person. */
  begin(index: number): void;
  failStep(index: number, failure: StepFailure): void;
  complete(): void;
  /** Ends the run by a step that has failed. */
  fail(index: number, failure: StepFailure): void;
  cancel(): void;
  undone(): void;
  /** Calls back after every change, for the details in the Temporal Web UI. */
  onChange: () => void;
}

const AT_WORK: ReadonlySet<string> = new Set(['in_progress', 'blocked']);

// Inside a workflow the clock is Temporal's: the same in every replay.
const now = (): string => new Date().toISOString();

export const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

export function createRun(definition: RunDefinition): Run {
  const { runId, startTime } = workflowInfo();
  const state = initialRunState(definition, { execution_id: runId, start_time: startTime.toISOString() });

  const run: Run = {
    definition,
    state,
    onChange: () => undefined,
    step(index) {
      const step = state.steps[index];
      if (!step) throw new Error(`a run of ${state.steps.length} steps has no step ${index}`);
      return step;
    },
    setStep(index, change) {
      Object.assign(run.step(index), change);
      // One that has ended beside others leaves the place to the first of them.
      const atWork = state.steps.findIndex(({ status }) => AT_WORK.has(status));
      run.setRun(atWork === -1 ? {} : { current_step: atWork });
    },
    setRun(change) {
      Object.assign(state, change, { last_update: now() });
      state.progress_percent = Math.max(state.progress_percent, progressPercent(state));
      run.onChange();
    },
    begin(index) {
      const atWork = state.steps.findIndex(({ status }, other) => other === index || AT_WORK.has(status));
      const waits = state.steps.some(({ status }, other) => other !== index && status === 'blocked');
      run.setRun({
        current_step: atWork,
        ...(!waits && { status: 'running', phase: 'running', phase_info: null }),
      });
    },
    complete() {
      end({ status: 'completed', outcome: runOutcome(state.steps) });
    },
    failStep(index, failure) {
      run.setStep(index, {
        status: 'failed',
        phase: 'failed',
        phase_info: null,
        failure,
        error: failure.message,
        ended_at: now(),
      });
    },
    fail(index, failure) {
      const { action } = run.step(index);
      end({
        status: 'failed',
        outcome: 'failed',
        current_step: index,
        failure,
        error_message: `Step ${index + 1} (${action}) failed: ${failure.message}`,
      });
    },
    cancel() {
      const stopped = state.steps.findIndex(({ phase }) => phase === 'cancelled');
      end({ status: 'cancelled', outcome: 'cancelled', ...(stopped !== -1 && { current_step: stopped }) });
    },
    undone() {
      // The set-up is not there any more: for programs that only know the seed's words that is nearest.
      end({ status: 'cancelled', outcome: 'undone' });
    },
  };

  function end(change: Partial<RunState>) {
    delete state.block_info;
    delete state.pause_requested;
    run.setRun({ ...change, phase: 'ended', phase_info: null, end_time: now() });
  }
  return run;
}

/** What a finished step leaves in the state. */
export function finished(outcome: StepOutcome, accepted?: AcceptedWarnings): Partial<StepState> {
  const { result, note, tasks, progress, log_bytes } = outcome;
  return {
    status: 'completed',
    ...stepOutcome(outcome, accepted),
    phase_info: null,
    result,
    completion_note: note,
    tasks,
    progress,
    log_bytes,
    ended_at: now(),
  };
}

export const since = (info: Omit<PhaseInfo, 'since'> = {}): PhaseInfo => ({ since: now(), ...info });
