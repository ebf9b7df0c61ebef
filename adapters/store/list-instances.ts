// Boxes that had a run: the newest run of each, newest box first.
import { query } from './database.ts';

const newestOfEach = query
  .selectFrom('runs')
  .select(({ fn }) => [fn.max('id').as('newest'), fn.countAll<number>().as('count'), 'instance_key'])
  .groupBy('instance_key');

/** With the number of runs. */
export function instancesPage(limit: number, after: number | null, key?: string) {
  let page = query
    .with('newest_of_each', () => (key === undefined ? newestOfEach : newestOfEach.where('instance_key', '=', key)))
    .selectFrom('runs')
    .innerJoin('newest_of_each', 'newest_of_each.newest', 'runs.id')
    .selectAll('runs')
    .select('newest_of_each.count as runs_count')
    .orderBy('runs.id', 'desc')
    .limit(limit + 1);
  if (after !== null) page = page.where('runs.id', '<', after);
  return page;
}
