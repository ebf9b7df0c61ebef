import { isAllowedFailure, isFatalFailure, type RunState, type StepState } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import { between, formatTook } from './duration.ts';
import { runLook, type Look } from './phases.ts';

/** What happened and why, once a run has ended. */
export interface FinalMessage extends Look {
  text: string;
  hint: string | null;
  warnings: string[];
  /** Warnings that the template accepts. */
  accepted: string[];
  logTail: string[];
}

/** The final message of a run that has ended, else null. */
export function finalMessage(run: RunState): FinalMessage | null {
  if (run.status === 'running' || run.status === 'blocked') return null;
  const accepted = run.steps.flatMap((step) => (step.accepted_warnings ?? []).map((text) => `${step.label}: ${text}`));
  const shown = { ...runLook(run, false), hint: null, accepted, logTail: [] };
  const warnings = runWarnings(run);
  if (run.status === 'cancelled') return { ...shown, text: messages.final.cancelled, warnings };
  if (run.status === 'completed') {
    const hint = run.instance.practice ? messages.final.practiceNext : null;
    return { ...shown, text: completedText(run), hint, warnings };
  }
  const failure = run.failure ?? run.steps.find(isFatalFailure)?.failure ?? null;
  return {
    ...shown,
    text: failedText(run),
    hint: failure?.hint ?? null,
    warnings,
    logTail: failure?.log_tail ?? [],
  };
}

/** All warnings of a run, each with the step that it is from. */
export const runWarnings = ({ steps }: Pick<RunState, 'steps'>): string[] =>
  steps.flatMap((step) => warningsOf(step).map((warning) => `${step.label}: ${warning}`));

/** A step's warnings; where it has none of its own, those of its rows. A failure that is allowed is one, too. */
function warningsOf(step: StepState): string[] {
  const { warnings, phase, tasks, failure, error } = step;
  if (isAllowedFailure(step))
    return [messages.final.allowed(error ?? failure?.message ?? messages.final.noReason), ...warnings];
  if (warnings.length > 0 || phase !== 'warning') return warnings;
  return tasks.filter(({ status }) => status === 'warning').map(({ name, note }) => (note ? `${name}: ${note}` : name));
}

function completedText({ steps, start_time, end_time }: RunState): string {
  const took = between(start_time, end_time);
  const skipped = steps.filter(({ phase }) => phase === 'skipped').length;
  const failed = steps.filter(isAllowedFailure).length;
  const done = messages.final.completed(steps.length, skipped, failed);
  return took === null ? done : `${done} ${messages.final.took(formatTook(took))}`;
}

function failedText(run: RunState): string {
  if (run.error_message) return run.error_message;
  const index = run.steps.findIndex(isFatalFailure);
  const step = run.steps[index];
  const error = step?.error ?? step?.failure?.message ?? run.failure?.message;
  if (error === undefined) return messages.final.failedUnknown;
  return step ? messages.final.failed(index + 1, step.action, error) : error;
}
