import type { Selectable } from 'kysely';
import type { PhaseInfo, StepPhase, StepProgress, Task } from '../../contract/run-state.ts';
import { type Database, query } from './database.ts';
import type { AttemptRow, Store } from './store.ts';
import { type OnBrokenRow, isObject, parseColumn, readable } from './stored-json.ts';
import type { AttemptsTable } from './tables.ts';

/** Live rows: how far an attempt is, written over by the next report of the same attempt. */
export function createAttempts(db: Database, onBroken: OnBrokenRow): Store['attempts'] {
  return {
    write: async (row) => void (await db.run(upsert(row))),
    ofExecution: async (executionId) => {
      const rows = await db.all(ofExecution(executionId));
      const newest = rows.filter((row, index) => rows[index + 1]?.step !== row.step);
      return readable(newest, toAttempt, onBroken);
    },
    allOfExecution: async (executionId) => readable(await db.all(ofExecution(executionId)), toAttempt, onBroken),
    find: async ({ execution_id, step, attempt }) => {
      const row = await db.first(ofExecution(execution_id).where('step', '=', step).where('attempt', '=', attempt));
      return row && toAttempt(row);
    },
  };
}

const ofExecution = (id: string) =>
  query.selectFrom('attempts').selectAll().where('execution_id', '=', id).orderBy('step').orderBy('attempt');

function upsert({ phase_info, progress, tasks, ...row }: AttemptRow) {
  const { execution_id, step, attempt, ...live } = {
    ...row,
    phase_info: phase_info && JSON.stringify(phase_info),
    progress: progress && JSON.stringify(progress),
    tasks: JSON.stringify(tasks),
  };
  return query
    .insertInto('attempts')
    .values({ execution_id, step, attempt, ...live })
    .onConflict((conflict) => conflict.columns(['execution_id', 'step', 'attempt']).doUpdateSet(live));
}

function toAttempt(row: Selectable<AttemptsTable>): AttemptRow {
  const where = `step ${row.step}, attempt ${row.attempt} of ${row.execution_id}`;
  const object = <Value>(text: string | null): Value | null =>
    text === null ? null : parseColumn<Value>(text, where, isObject);
  return {
    execution_id: row.execution_id,
    step: row.step,
    attempt: row.attempt,
    phase: row.phase as StepPhase, // only ever written from an AttemptRow
    phase_info: object<PhaseInfo>(row.phase_info),
    progress: object<StepProgress>(row.progress),
    tasks: parseColumn<Task[]>(row.tasks, where, Array.isArray),
    log_bytes: row.log_bytes,
    updated_at: row.updated_at,
  };
}
