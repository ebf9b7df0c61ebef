// Pages of runs, newest first.
import { sql } from 'kysely';
import type { RunFilter } from '../../contract/run-list.ts';
import { query } from './database.ts';

/** Where a page ended. */
export interface PageEnd {
  started_at: string;
  id: number;
}

const outcome = sql<string | null>`json_extract(state, '$.outcome')`;
const errorCode = sql<string | null>`json_extract(state, '$.failure.code')`;
const templateId = sql<string | null>`json_extract(definition, '$.template.id')`;

/** The rows of a page and one more where there are more. */
export function runsPage(filter: RunFilter, limit: number, after: PageEnd | null) {
  let page = query
    .selectFrom('runs')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (after) {
    const { started_at, id } = after;
    page = page.where(({ or, and, eb }) =>
      or([eb('started_at', '<', started_at), and([eb('started_at', '=', started_at), eb('id', '<', id)])]),
    );
  }
  const { active, instance, template, action, workflow_id, since, until } = filter;
  if (active !== undefined) page = page.where('ended_at', active ? 'is' : 'is not', null);
  if (filter.outcome !== undefined) page = page.where(outcome, '=', filter.outcome);
  if (filter.error_code !== undefined) page = page.where(errorCode, '=', filter.error_code);
  if (instance !== undefined) page = page.where('instance_key', '=', instance);
  if (template !== undefined) page = page.where(templateId, '=', template);
  if (action !== undefined) page = page.where(withAction(action));
  if (workflow_id !== undefined) page = page.where('workflow_id', '=', workflow_id);
  if (since !== undefined) page = page.where('started_at', '>=', since);
  if (until !== undefined) page = page.where('started_at', '<', until);
  return page;
}

/** Runs with a step of this action. */
export const withAction = (action: string) =>
  sql<boolean>`exists (select 1 from json_each(definition, '$.steps') where json_extract(value, '$.action') = ${action})`;
