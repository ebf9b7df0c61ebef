// How long the steps of a template took, in its newest runs. Bounded by the number of runs, however long the history is.
import type { Statements } from './database.ts';
import { query } from './database.ts';
import type { DoneStep } from './store.ts';

/** Runs looked at: more than are counted, because some ended before a step was done. */
const RUNS = 60;
const DONE: ReadonlySet<string | null> = new Set(['done', 'warning']);

export const newestOf = (template: string) =>
  query
    .selectFrom('runs')
    .select('id')
    .where('template_id', '=', template)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(RUNS);

/** All of them, by the table's own key: what is looked for is told apart here, or a planner takes a far longer index. */
export const stepsOf = (runs: number[]) =>
  query
    .selectFrom('run_steps')
    .select(['action', 'label', 'outcome', 'started_at', 'ended_at'])
    .where('run', 'in', runs)
    .orderBy('run', 'desc');

/** Steps that were done in the newest runs of a template, newest run first. */
export async function doneSteps(db: Statements, template: string): Promise<DoneStep[]> {
  const runs = await db.all(newestOf(template));
  if (runs.length === 0) return [];
  const steps = await db.all(stepsOf(runs.map(({ id }) => id)));
  return steps.flatMap(({ action, label, outcome, started_at, ended_at }) =>
    started_at !== null && ended_at !== null && DONE.has(outcome) ? [{ action, label, started_at, ended_at }] : [],
  );
}
