// What of a run is said aloud: that a step has begun, that it needs a person, how it ended. Never each percent.
import type { RunItem } from '../../../contract/run-list.ts';
import { messages } from '../messages.ts';
import { between } from '../runs/duration.ts';
import { itemLook, titleOf } from '../runs-list/run-words.ts';

interface News {
  text: string;
  urgent: boolean;
}

/** The first word about a run is news only if what it tells has just begun: a page that is opened does not tell all there is. */
const JUST_MS = 10_000;

/** What is new about a run; null where it is nothing that a person wants to hear. Steps are told only of the run that is `open`. */
export function newsOf(run: RunItem, before: RunItem | undefined, open: boolean, now: number): News | null {
  const { news, runsList } = messages;
  const name = `${titleOf(run)}, ${run.instance.host}`;
  if (!before) {
    const isNew = run.needs !== null && (between(run.needs.since, now) ?? JUST_MS) < JUST_MS;
    return isNew ? needNews(name, run) : null;
  }
  const isAnother = run.execution_id !== before.execution_id;
  if (run.phase === 'ended') {
    if (before.phase === 'ended' && !isAnother) return null;
    return { text: news.ended(name, itemLook(run).word), urgent: run.outcome === 'failed' };
  }
  if (run.needs && run.needs.what !== before.needs?.what) return needNews(name, run);
  if (isAnother || before.phase === 'ended') return { text: news.started(name), urgent: false };
  if (!open || run.step_label === null) return null;
  if (run.current_step === before.current_step && before.phase !== 'starting') return null;
  const { current_step, total_steps, step_label } = run;
  return { text: news.begun(name, runsList.step(current_step + 1, total_steps, step_label)), urgent: false };
}

function needNews(name: string, { needs }: RunItem): News | null {
  if (!needs) return null;
  return { text: messages.news.needs(name, messages.runsList.needs[needs.what]), urgent: needs.what !== 'box' };
}
