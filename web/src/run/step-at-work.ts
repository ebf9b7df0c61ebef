import { isAllowedFailure, isFatalFailure, type RunState, type StepState } from '../../../contract/run-state.ts';

type Places = Pick<RunState, 'phase' | 'current_step'> & {
  steps: readonly Pick<StepState, 'status' | 'phase' | 'allow_failure'>[];
};

/** The step that stands for what a run does now: the one at work, the one that waits for somebody, or where it ended. */
export function stepAtWork({ phase, current_step, steps }: Places): number {
  if (phase === 'ended') return ended({ current_step, steps });
  const undoing = steps.findIndex((step) => step.phase === 'undoing');
  if (undoing >= 0) return undoing;
  const asks = steps.findIndex(({ status }) => status === 'blocked');
  if (asks >= 0) return asks;
  const working = steps.findIndex(({ status }) => status === 'in_progress');
  return working >= 0 ? working : Math.min(current_step, Math.max(0, steps.length - 1));
}

function ended({ current_step, steps }: Pick<Places, 'current_step' | 'steps'>): number {
  const last = Math.min(current_step, Math.max(0, steps.length - 1));
  const failed = steps.flatMap((step, index) => (isFatalFailure(step) ? [index] : []));
  return failed.includes(last) ? last : (failed[0] ?? last);
}

/** The first step that continuing would run: the one that was not done. What was skipped is not run, unless its condition holds then. */
export function firstNotDone(steps: readonly StepState[]): number | null {
  const open = steps.flatMap((step, index) =>
    step.status === 'completed' || isAllowedFailure(step) ? [] : [{ phase: step.phase, index }],
  );
  return (open.find(({ phase }) => phase !== 'skipped') ?? open[0])?.index ?? null;
}
