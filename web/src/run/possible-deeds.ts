import { isEnded, type RunState } from '../../../contract/run-state.ts';
import { firstNotDone } from './step-at-work.ts';

/** What a person can do to a run as it is now. */
export interface PossibleDeeds {
  cancel: boolean;
  pause: boolean;
  /** Go on after a pause, or take it back before it has begun. */
  resume: boolean;
  /** Index of the step at which it would be continued; null where it cannot be. */
  continueAt: number | null;
  again: boolean;
  undo: boolean;
}

/** What the server would not refuse, as far as the state tells. `stopping`: a stop was asked for. */
export function possibleDeeds(run: RunState, stopping: boolean): PossibleDeeds {
  const ended = isEnded(run);
  const working = !ended && !stopping && run.phase !== 'cancelling' && run.phase !== 'undoing';
  const asked = run.pause_requested === true || run.phase === 'paused';
  const isDone = run.outcome === 'done' || run.outcome === 'done_with_warnings';
  return {
    cancel: working,
    pause: working && !asked && run.status === 'running',
    resume: working && asked,
    continueAt: ended && !isDone ? firstNotDone(run.steps) : null,
    again: ended,
    undo: (ended || working) && run.steps.some(({ attempt, phase }) => attempt > 0 && phase !== 'undone'),
  };
}
