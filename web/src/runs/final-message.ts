import type { RunState, StepState } from '../../../contract/run-state.ts';
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
  const warnings = run.steps.flatMap((step) => warningsOf(step).map((warning) => `${step.label}: ${warning}`));
  if (run.status === 'cancelled') return { ...shown, text: messages.final.cancelled, warnings };
  if (run.status === 'completed') {
    const hint = run.instance.practice ? messages.final.practiceNext : null;
    return { ...shown, text: completedText(run), hint, warnings };
  }
  const failure = run.failure ?? run.steps.find((step) => step.status === 'failed')?.failure ?? null;
  return {
    ...shown,
    text: failedText(run),
    hint: failure?.hint ?? null,
    warnings,
    logTail: failure?.log_tail ?? [],
  };
}

/** A step's warnings; where it has none of its own, those of its rows. */
const warningsOf = ({ warnings, phase, tasks }: StepState): string[] =>
  warnings.length > 0 || phase !== 'warning'
    ? warnings
    : tasks.filter(({ status }) => status === 'warning').map(({ name, note }) => (note ? `${name}: ${note}` : name));

function completedText(run: RunState): string {
  const took = between(run.start_time, run.end_time);
  return took === null ? messages.final.completedPlain : messages.final.completed(run.steps.length, formatTook(took));
}

function failedText(run: RunState): string {
  if (run.error_message) return run.error_message;
  const index = run.steps.findIndex((step) => step.status === 'failed');
  const step = run.steps[index];
  const error = step?.error ?? step?.failure?.message ?? run.failure?.message;
  if (error === undefined) return messages.final.failedUnknown;
  return step ? messages.final.failed(index + 1, step.action, error) : error;
}
