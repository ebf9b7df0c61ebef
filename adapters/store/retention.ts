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
    removeGroups: (before, limit) =>
      db.transaction(async (within) => {
        const gone = (await within.all(groupsWithoutRuns(before).limit(limit))).map(({ id }) => id);
        if (gone.length === 0) return 0;
        await within.run(query.deleteFrom('group_members').where('group_id', 'in', gone));
        return within.run(query.deleteFrom('groups').where('id', 'in', gone));
      }),
    removeDeliveries: (before, limit) => {
      const past = query
        .selectFrom('notification_deliveries')
        .select('id')
        .where('status', 'in', ['sent', 'gave_up'])
        .where('updated_at', '<', before)
        // Their rows tell what a run has told already, for as long as it may tell it again.
        .where('workflow_id', 'not in', query.selectFrom('runs').select('workflow_id'))
        .limit(limit);
      return db.run(query.deleteFrom('notification_deliveries').where('id', 'in', past));
    },
    removeAudit: (before, limit) => {
      const past = query.selectFrom('audit').select('id').where('at', '<', before).limit(limit);
      return db.run(query.deleteFrom('audit').where('id', 'in', past));
    },
  };
}

/** Groups that are over and have no run any more. One of which no run ever began stays until its end is before this time. */
function groupsWithoutRuns(before: string) {
  const groups = query.selectFrom('groups').select('id').where('ended_at', 'is not', null);
  return groups.where(({ and, or, not, exists, eb, selectFrom }) => {
    const boxes = selectFrom('group_members').whereRef('group_members.group_id', '=', 'groups.id');
    const runs = boxes.innerJoin('runs', 'runs.workflow_id', 'group_members.workflow_id').select('runs.id');
    const began = boxes.where('execution_id', 'is not', null).select('n');
    return and([not(exists(runs)), or([eb('ended_at', '<', before), exists(began)])]);
  });
}
