import type { PhaseInfo, RunState, StepPhase, StepState } from '../../contract/run-state.ts';
import type { AttemptRow } from './store.ts';

/**
 * A run's state with what its activities have written: the workflow owns what a step's status is, the activity how far the
 * step is. A step that has ended keeps what its last attempt had shown.
 */
export function mergeLiveRows(state: RunState, rows: AttemptRow[]): RunState {
  const steps = state.steps.map((step, index) => {
    const row = rows.find((candidate) => candidate.step === index && candidate.attempt === step.attempt);
    return row ? mergeRow(step, row, state) : step;
  });
  const last_update = rows.reduce(
    (latest, { updated_at }) => (updated_at > latest ? updated_at : latest),
    state.last_update,
  );
  return {
    ...state,
    steps,
    phase_info: endingInfo(state, steps),
    last_update: state.end_time ? state.last_update : last_update,
  };
}

/** A box that does not answer has not got the TERM yet that KILL follows. */
function endingInfo({ phase, phase_info }: RunState, steps: StepState[]): PhaseInfo | null {
  if (phase !== 'cancelling' || !phase_info || !steps.some((step) => step.phase === 'unreachable')) return phase_info;
  const { until: _, ...rest } = phase_info;
  return rest;
}

function mergeRow(step: StepState, row: AttemptRow, state: RunState): StepState {
  const tasks = step.tasks.length > 0 ? step.tasks : row.tasks;
  const shown = {
    ...step,
    tasks,
    progress: step.progress ?? row.progress,
    log_bytes: Math.max(step.log_bytes, row.log_bytes),
  };
  if (step.status !== 'in_progress') return { ...shown, tasks: settled(shown.tasks, step) };
  // A retry, a cancel: there the workflow knows more than the row of the attempt before.
  if (step.phase !== 'running') return shown;
  // While it is being ended, only one thing of the row matters: that the box does not answer, so nothing is proved yet.
  if (state.phase === 'cancelling' && row.phase !== 'unreachable') return shown;
  const phase_info = row.phase_info ?? step.phase_info;
  return {
    ...shown,
    phase: row.phase,
    phase_info: phase_info && { ...phase_info, ...limitOf(row.phase, phase_info, step) },
  };
}

/** When the phase's limit ends. The workflow knows the limits, extended ones, too. */
function limitOf(phase: StepPhase, { since }: PhaseInfo, { timeout_s, unreachable_limit_s }: StepState): PhaseInfo {
  if (since === undefined) return {};
  if (phase === 'running') return { until: after(since, timeout_s) };
  if (phase === 'unreachable') return { gives_up_at: after(since, unreachable_limit_s) };
  return {};
}

const after = (time: string, seconds: number) => new Date(Date.parse(time) + seconds * 1000).toISOString();

/** When a step was ended from outside, nothing below it runs any more. */
function settled(tasks: StepState['tasks'], { phase }: StepState): StepState['tasks'] {
  if (phase !== 'cancelled' && phase !== 'failed') return tasks;
  return tasks.map((task) =>
    task.status === 'running' ? { ...task, status: phase === 'failed' ? 'failed' : 'skipped' } : task,
  );
}
