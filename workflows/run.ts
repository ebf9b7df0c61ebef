// The state of a run as its workflow keeps it. Every change goes through here, so that the times are right.
import { workflowInfo } from '@temporalio/workflow';
import type { StepOutcome } from '../contract/activities.ts';
import type { StepFailure } from '../contract/failure.ts';
import { initialRunState } from '../contract/initial-run-state.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { PhaseInfo, RunState, StepState } from '../contract/run-state.ts';
import { progressPercent } from '../steps/percent.ts';

export interface Run {
  readonly definition: RunDefinition;
  readonly state: RunState;
  step(index: number): StepState;
  /** Changes a step and the run's last update with it. */
  setStep(index: number, change: Partial<StepState>): void;
  setRun(change: Partial<RunState>): void;
  complete(): void;
  fail(index: number, failure: StepFailure): void;
  cancel(): void;
  /** Calls back after every change, for the details in the Temporal Web UI. */
  onChange: () => void;
}

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
      run.setRun({});
    },
    setRun(change) {
      Object.assign(state, change, { last_update: now() });
      state.progress_percent = Math.max(state.progress_percent, progressPercent(state));
      run.onChange();
    },
    complete() {
      const warned = state.steps.some(({ warnings, phase }) => warnings.length > 0 || phase === 'warning');
      end({ status: 'completed', outcome: warned ? 'done_with_warnings' : 'done' });
    },
    fail(index, failure) {
      const { action } = run.step(index);
      run.setStep(index, {
        status: 'failed',
        phase: 'failed',
        phase_info: null,
        failure,
        error: failure.message,
        ended_at: now(),
      });
      end({
        status: 'failed',
        outcome: 'failed',
        current_step: index,
        failure,
        error_message: `Step ${index + 1} (${action}) failed: ${failure.message}`,
      });
    },
    cancel() {
      end({ status: 'cancelled', outcome: 'cancelled' });
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
export function finished({ result, note, warnings, tasks, progress, log_bytes }: StepOutcome): Partial<StepState> {
  const warned = warnings.length > 0 || tasks.some(({ status }) => status === 'warning');
  return {
    status: 'completed',
    phase: warned ? 'warning' : 'done',
    phase_info: null,
    result,
    completion_note: note,
    warnings,
    tasks,
    progress,
    log_bytes,
    ended_at: now(),
  };
}

export const since = (info: Omit<PhaseInfo, 'since'> = {}): PhaseInfo => ({ since: now(), ...info });
