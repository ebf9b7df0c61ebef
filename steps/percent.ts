import { isAllowedFailure, type RunState, type StepState } from '../contract/run-state.ts';

const OVER = new Set(['done', 'warning', 'skipped']);

function share(step: StepState): number {
  if (OVER.has(step.phase) || isAllowedFailure(step)) return 1;
  const { done, total } = step.progress ?? { done: null, total: null };
  // Half done is what the step itself counted; without a count nothing is invented.
  return step.status === 'in_progress' && done !== null && total ? Math.min(1, done / total) * 0.99 : 0;
}

/** Percent of a run, each step weighted by its usual duration; 100 only when the run has completed. */
export function progressPercent({ status, steps }: Pick<RunState, 'status' | 'steps'>): number {
  if (status === 'completed') return 100;
  const all = steps.reduce((sum, { usual_s }) => sum + usual_s, 0);
  const done = steps.reduce((sum, step) => sum + share(step) * step.usual_s, 0);
  return all === 0 ? 0 : Math.min(99, Math.round((done / all) * 1000) / 10);
}
