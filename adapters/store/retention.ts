import { type Database, query } from './database.ts';
import { removeSteps } from './run-facts.ts';
import type { Store } from './store.ts';

/** What is past its time, and its removal. Nothing of a run that is at work is ever past it, nor of its earlier executions. */
export function createRetention(db: Database): Store['retention'] {
  const over = query
    .selectFrom('runs')
    .where('ended_at', 'is not', null)
    .where('workflow_id', 'not in', query.selectFrom('runs').select('workflow_id').where('ended_at', 'is', null));
  return {
    over: async (executions) => {
      if (executions.length === 0) return [];
      const rows = over.select(['execution_id', 'ended_at']).where('execution_id', 'in', executions);
      return db.all(rows.$narrowType<{ execution_id: string; ended_at: string }>());
    },
    logRemoved: async (execution, removal) => {
      const mark = query.updateTable('attempts').set({ log_removed: JSON.stringify(removal) });
      // One without a byte has lost nothing.
      const withLog = mark.where('execution_id', '=', execution).where('log_bytes', '>', 0);
      await db.run(withLog.where('log_removed', 'is', null));
    },
    endedBefore: (time, limit) =>
      db.all(over.select(['id', 'execution_id']).where('ended_at', '<', time).orderBy('ended_at').limit(limit)),
    beyond: async (count, limit) => {
      const newest = query.selectFrom('runs').select('started_at').orderBy('started_at', 'desc');
      const last = await db.first(newest.limit(1).offset(count - 1));
      if (!last) return [];
      const older = over.select(['id', 'execution_id']).where('started_at', '<', last.started_at);
      return db.all(older.orderBy('started_at').limit(limit));
    },
    removeRun: ({ id, execution_id }) =>
      db.transaction(async (within) => {
        if (execution_id !== null) {
          await within.run(query.deleteFrom('attempts').where('execution_id', '=', execution_id));
          await within.run(query.deleteFrom('attempt_limits').where('execution_id', '=', execution_id));
        }
        await within.run(removeSteps(id));
        await within.run(query.deleteFrom('runs').where('id', '=', id));
      }),
  };
}
