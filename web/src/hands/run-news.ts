// What of a run is said aloud: that a step has begun, that it needs a person, how it ended. Never each percent.
import type { RunItem } from '../../../contract/run-list.ts';
import { messages } from '../messages.ts';
import { itemLook, titleOf } from '../runs-list/run-words.ts';

interface News {
  text: string;
  urgent: boolean;
}

/** What is new about a run; null where it is nothing that a person wants to hear. Steps are told only of the run that is `open`. */
export function newsOf(run: RunItem, before: RunItem | undefined, open: boolean): News | null {
  if (!before) return null;
  const { news, runsList } = messages;
  const name = `${titleOf(run)}, ${run.instance.host}`;
  const isAnother = run.execution_id !== before.execution_id;
  if (run.phase === 'ended') {
    if (before.phase === 'ended' && !isAnother) return null;
    return { text: news.ended(name, itemLook(run).word), urgent: run.outcome === 'failed' };
  }
  if (run.needs && run.needs.what !== before.needs?.what) {
    return { text: news.needs(name, runsList.needs[run.needs.what]), urgent: run.needs.what !== 'box' };
  }
  if (isAnother || before.phase === 'ended') return { text: news.started(name), urgent: false };
  if (!open || run.step_label === null) return null;
  if (run.current_step === before.current_step && before.phase !== 'starting') return null;
  const { current_step, total_steps, step_label } = run;
  return { text: news.begun(name, runsList.step(current_step + 1, total_steps, step_label)), urgent: false };
}
