// A run in a list, in words.
import type { RunItem } from '../../../contract/run-list.ts';
import { messages } from '../messages.ts';
import { type Look, runLook, stepLook } from '../runs/phases.ts';

const texts = messages.runsList;
/** The run's error names its step by number and action; here it stands beside its label. */
const SAID_TWICE = /^Step \d+ \([\w-]+\) failed: /;

/** The run's look; of one at work the step's, where that says more: it is tried again, it does not answer, it waits for an answer. */
export function itemLook(run: RunItem): Look {
  const look = runLook(run, false);
  if (look.icon !== 'running' || run.phase === 'cancelling' || run.phase === 'undoing') return look;
  const what = run.needs?.what;
  if (what === 'approval') return { ...stepLook({ status: 'in_progress', phase: 'waiting' }), tone: 'attention' };
  const phase = what === 'box' ? 'unreachable' : run.step_phase;
  if (phase === 'retrying' || phase === 'unreachable') return stepLook({ status: 'in_progress', phase });
  return look;
}

/** What was run; a run without a template has only its id. */
export const titleOf = ({ template, workflow_id }: RunItem): string => template?.name ?? workflow_id;

/** Where the run is, or where and why it ended. */
export function placeOf(run: RunItem): string {
  const { current_step, total_steps, step_label, outcome, error_message } = run;
  const label = step_label ?? '';
  if (run.phase !== 'ended') return texts.step(current_step + 1, total_steps, label);
  if (outcome === 'failed') {
    const where = texts.step(current_step + 1, total_steps, label);
    return error_message ? `${where}. ${error_message.replace(SAID_TWICE, '')}` : where;
  }
  if (outcome === 'cancelled') return texts.stepEnded(current_step + 1, total_steps, label);
  return texts.steps(total_steps);
}
