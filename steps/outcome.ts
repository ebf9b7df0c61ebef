// How a step and a run come out, decided in one place for workflow, page and history.
import type { StepOutcome } from '../contract/activities.ts';
import type { AcceptedWarnings, StepOutcomeWord } from '../contract/step-options.ts';
import { isFatalFailure, type RunOutcome, type StepState, type Task } from '../contract/run-state.ts';

const accepts = (accepted: AcceptedWarnings | undefined, text: string): boolean =>
  accepted === 'all' || (accepted?.some((part) => text.includes(part)) ?? false);

const taskText = ({ name, note }: Task) => (note ? `${name}: ${note}` : name);

/** A finished step's phase, with its warnings sorted by whether the template calls them acceptable. */
export function stepOutcome(
  { warnings, tasks }: Pick<StepOutcome, 'warnings' | 'tasks'>,
  accepted?: AcceptedWarnings,
): { phase: 'done' | 'warning'; warnings: string[]; accepted_warnings?: string[] } {
  const open = warnings.filter((text) => !accepts(accepted, text));
  const fine = warnings.filter((text) => accepts(accepted, text));
  const warned = tasks.some((task) => task.status === 'warning' && !accepts(accepted, taskText(task)));
  return {
    phase: open.length > 0 || warned ? 'warning' : 'done',
    warnings: open,
    ...(fine.length > 0 && { accepted_warnings: fine }),
  };
}

/** The outcome of a run whose steps are over and which nobody cancelled. */
export function runOutcome(
  steps: readonly Pick<StepState, 'phase' | 'allow_failure'>[],
): Extract<RunOutcome, 'done' | 'done_with_warnings' | 'failed'> {
  if (steps.some(isFatalFailure)) return 'failed';
  return steps.some(({ phase }) => phase === 'warning' || phase === 'failed') ? 'done_with_warnings' : 'done';
}

/** A step's outcome in the word of conditions; null while it is none. */
export function outcomeWord({ phase }: Pick<StepState, 'phase'>): StepOutcomeWord | null {
  if (phase === 'done' || phase === 'warning' || phase === 'failed' || phase === 'skipped') return phase;
  return null;
}
