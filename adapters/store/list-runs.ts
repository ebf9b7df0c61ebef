// Pages of runs, newest first. Which runs a page has is read off an index (0006) before their wide rows are; the wide rows alone
// would be read from the disk for hundreds of megabytes.
import { type ExpressionBuilder, sql } from 'kysely';
import type { RunFilter } from '../../contract/run-list.ts';
import { query } from './database.ts';
import type { Tables } from './tables.ts';

/** Where a page ended. */
export interface PageEnd {
  started_at: string;
  id: number;
}

/** The rows of a page and one more where there are more. */
export function runsPage(filter: RunFilter, limit: number, after: PageEnd | null) {
  return (
    query
      .with('page', () =>
        isOfStepsAlone(filter) ? idsBySteps(filter, after).limit(limit + 1) : idsByRuns(filter, after).limit(limit + 1),
      )
      .selectFrom('page')
      // To SQLite a CROSS JOIN says that the page comes first: otherwise it may look through all runs in their order for those of the page.
      .crossJoin('runs')
      .whereRef('runs.id', '=', 'page.id')
      .selectAll('runs')
      .orderBy('runs.started_at', 'desc')
      .orderBy('runs.id', 'desc')
  );
}

type Filters = Pick<RunFilter, 'action' | 'step_outcome'>;

const isOfSteps = ({ action, step_outcome }: RunFilter): boolean => action !== undefined || step_outcome !== undefined;

/** Nothing is asked for but steps and time. */
function isOfStepsAlone(filter: RunFilter): boolean {
  const others = { ...filter, action: undefined, step_outcome: undefined, since: undefined, until: undefined };
  return isOfSteps(filter) && Object.values(others).every((value) => value === undefined);
}

function idsBySteps({ action, step_outcome, since, until }: RunFilter, after: PageEnd | null) {
  let page = query
    .selectFrom('run_steps')
    .select('run as id')
    // A run may have the same step twice.
    .groupBy(['run_started_at', 'run'])
    .orderBy('run_started_at', 'desc')
    .orderBy('run', 'desc');
  if (action !== undefined) page = page.where('action', '=', action);
  if (step_outcome !== undefined) page = page.where('outcome', '=', step_outcome);
  if (since !== undefined) page = page.where('run_started_at', '>=', since);
  if (until !== undefined) page = page.where('run_started_at', '<', until);
  if (after) page = page.where(isPast('run_started_at', 'run', after));
  return page;
}

function idsByRuns(filter: RunFilter, after: PageEnd | null) {
  let page = query.selectFrom('runs').select('id').orderBy('started_at', 'desc').orderBy('id', 'desc');
  if (after) page = page.where(isPast('started_at', 'id', after));
  const { active, outcome, error_code, instance, template, template_version, workflow_id, id_part, since, until } =
    filter;
  if (active !== undefined) page = page.where('ended_at', active ? 'is' : 'is not', null);
  if (outcome !== undefined) page = page.where('outcome', '=', outcome);
  if (filter.with_warnings) page = page.where('warnings', '>', sql.lit(0));
  if (error_code !== undefined) page = page.where('error_code', '=', error_code);
  if (instance !== undefined) page = page.where('instance_key', '=', instance);
  if (template !== undefined) page = page.where('template_id', '=', template);
  if (template_version !== undefined) page = page.where('template_version', '=', template_version);
  if (isOfSteps(filter)) page = page.where((builder) => hasStep(builder, filter));
  if (workflow_id !== undefined) page = page.where('workflow_id', '=', workflow_id);
  if (filter.group !== undefined) page = page.where('workflow_id', 'in', runsOfGroup(filter.group));
  if (id_part !== undefined) page = page.where(holds(id_part));
  if (since !== undefined) page = page.where('started_at', '>=', since);
  if (until !== undefined) page = page.where('started_at', '<', until);
  return page;
}

/** At most as many as a group has boxes. */
const runsOfGroup = (group: string) =>
  query.selectFrom('group_members').select('workflow_id').where('group_id', '=', group);

/** Row values, which both databases read as one place in an index. */
const isPast = (time: string, id: string, { started_at, id: last }: PageEnd) =>
  sql<boolean>`(${sql.ref(time)}, ${sql.ref(id)}) < (${started_at}, ${last})`;

/** As both databases do it. */
const asciiLower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Whatever the case. */
function holds(part: string) {
  const pattern = `%${asciiLower(part).replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`lower(workflow_id) LIKE ${pattern} ESCAPE ${sql.lit('\\')}`;
}

/** Runs with such a step. */
export function hasStep({ exists, selectFrom }: ExpressionBuilder<Tables, 'runs'>, { action, step_outcome }: Filters) {
  // Both, so that every column of the index is known: by the id alone SQLite would look through all such steps for each run.
  let steps = selectFrom('run_steps')
    .select('run')
    .whereRef('run', '=', 'runs.id')
    .whereRef('run_started_at', '=', 'runs.started_at');
  if (action !== undefined) steps = steps.where('action', '=', action);
  if (step_outcome !== undefined) steps = steps.where('outcome', '=', step_outcome);
  return exists(steps);
}
