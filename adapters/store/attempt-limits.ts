import type { AttemptId } from '../../contract/activities.ts';
import type { StepLimits } from '../../contract/run-definition.ts';
import { type Database, query } from './database.ts';
import type { Store } from './store.ts';

/** Limits that were extended while their attempt ran; an attempt with those of its input has no row. */
export function createAttemptLimits(db: Database): Store['limits'] {
  return {
    find: ({ execution_id, step, attempt }) =>
      db.first(
        query
          .selectFrom('attempt_limits')
          .select(['timeout_s', 'no_output_s', 'unreachable_limit_s'])
          .where('execution_id', '=', execution_id)
          .where('step', '=', step)
          .where('attempt', '=', attempt),
      ),
    set: async (id, limits) => void (await db.run(upsert(id, limits))),
  };
}

const upsert = ({ execution_id, step, attempt }: AttemptId, limits: StepLimits) => {
  const { timeout_s, no_output_s, unreachable_limit_s } = limits;
  const values = { timeout_s, no_output_s, unreachable_limit_s };
  return query
    .insertInto('attempt_limits')
    .values({ execution_id, step, attempt, ...values })
    .onConflict((conflict) => conflict.columns(['execution_id', 'step', 'attempt']).doUpdateSet(values));
};
