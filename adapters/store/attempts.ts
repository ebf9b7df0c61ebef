import type { Selectable } from 'kysely';
import type { AttemptId } from '../../contract/activities.ts';
import type { StepFailure } from '../../contract/failure.ts';
import type { Json } from '../../contract/json.ts';
import type { PhaseInfo, StepPhase, StepProgress, Task } from '../../contract/run-state.ts';
import { type Database, query } from './database.ts';
import type {
  AttemptEnd,
  AttemptFacts,
  AttemptOutcome,
  AttemptPurpose,
  AttemptRow,
  LogRemoval,
  Store,
} from './store.ts';
import { type OnBrokenRow, isObject, parseColumn, readable } from './stored-json.ts';
import type { AttemptsTable } from './tables.ts';

type Row = Selectable<AttemptsTable>;

/** Attempts: how far each is, written over by its next report, and how it began and ended, for ever. */
export function createAttempts(db: Database, onBroken: OnBrokenRow): Store['attempts'] {
  return {
    begin: async (id, what) => void (await db.run(beginning(id, what))),
    write: async (row) => void (await db.run(live(row))),
    end: async (id, end) => void (await db.run(ending(id, end))),
    ofExecution: async (executionId) => {
      const rows = await db.all(ofExecution(executionId).where('purpose', '=', 'run'));
      const newest = rows.filter((row, index) => rows[index + 1]?.step !== row.step);
      return readable(newest, toLive, onBroken);
    },
    allOfExecution: async (executionId) => readable(await db.all(ofExecution(executionId)), toFacts, onBroken),
    find: async ({ execution_id, step, attempt }) => {
      const row = await db.first(ofExecution(execution_id).where('step', '=', step).where('attempt', '=', attempt));
      return row && toFacts(row);
    },
  };
}

export const ofExecution = (id: string) =>
  query.selectFrom('attempts').selectAll().where('execution_id', '=', id).orderBy('step').orderBy('attempt');

const KEY = ['execution_id', 'step', 'attempt'] as const;

/** A row of which nothing has been reported yet. */
export const newRow = ({ execution_id, step, attempt }: Omit<AttemptId, 'workflow_id'>, at: string) => ({
  execution_id,
  step,
  attempt,
  phase: 'running',
  phase_info: null,
  progress: null,
  tasks: '[]',
  log_bytes: 0,
  updated_at: at,
});

function beginning(id: AttemptId, { action, purpose, started_at }: Parameters<Store['attempts']['begin']>[1]) {
  const at = started_at ?? new Date().toISOString();
  return query
    .insertInto('attempts')
    .values({ ...newRow(id, at), action, purpose, started_at: at })
    .onConflict((conflict) =>
      conflict.columns(KEY).doUpdateSet(({ ref, fn }) => ({
        action,
        purpose,
        started_at: fn.coalesce(ref('attempts.started_at'), ref('excluded.started_at')),
        ...endColumns({ ended_at: null, outcome: null, failure: null, result: null, note: null, warnings: [] }),
      })),
    );
}

export const ending = ({ execution_id, step, attempt }: Omit<AttemptId, 'workflow_id'>, end: AttemptEnd) =>
  query
    .updateTable('attempts')
    .set(endColumns(end))
    .where('execution_id', '=', execution_id)
    .where('step', '=', step)
    .where('attempt', '=', attempt);

export const endColumns = ({ ended_at, outcome, failure, result, note, warnings }: AttemptEnd) => ({
  ended_at,
  outcome,
  failure: failure && JSON.stringify(failure),
  result: result === null ? null : JSON.stringify(result),
  note,
  warnings: warnings.length > 0 ? JSON.stringify(warnings) : null,
});

function live({ execution_id, step, attempt, phase, phase_info, progress, tasks, log_bytes, updated_at }: AttemptRow) {
  const columns = {
    phase,
    phase_info: phase_info && JSON.stringify(phase_info),
    progress: progress && JSON.stringify(progress),
    tasks: JSON.stringify(tasks),
    log_bytes,
    updated_at,
  };
  return query
    .insertInto('attempts')
    .values({ execution_id, step, attempt, ...columns })
    .onConflict((conflict) => conflict.columns(KEY).doUpdateSet(columns));
}

const whereOf = (row: Row) => `step ${row.step}, attempt ${row.attempt} of ${row.execution_id}`;

function toLive(row: Row): AttemptRow {
  const where = whereOf(row);
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

export function toFacts(row: Row): AttemptFacts {
  const where = whereOf(row);
  const parsed = <Value>(text: string | null, looksRight: (value: unknown) => boolean): Value | null =>
    text === null ? null : parseColumn<Value>(text, where, looksRight);
  return {
    ...toLive(row),
    purpose: row.purpose as AttemptPurpose, // these two are only ever written from these types
    outcome: row.outcome as AttemptOutcome | null,
    action: row.action,
    started_at: row.started_at,
    ended_at: row.ended_at,
    failure: parsed<StepFailure>(row.failure, isObject),
    result: parsed<Json>(row.result, () => true),
    note: row.note,
    warnings: parsed<string[]>(row.warnings, Array.isArray) ?? [],
    log_removed: parsed<LogRemoval>(row.log_removed, isObject),
  };
}
