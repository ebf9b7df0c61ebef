// What is not yet known of a run's attempts when it has ended: the end of one that a person waited for, that ran out of its time, or
// whose worker died. The state knows the last attempt of each step; of the others nobody saw the end.
import type { RunState, StepState } from '../../contract/run-state.ts';
import { endColumns, ending, newRow, ofExecution, toFacts } from './attempts.ts';
import { query, type Statements } from './database.ts';
import type { AttemptEnd, AttemptFacts, AttemptOutcome, AttemptPurpose } from './store.ts';

interface Told extends AttemptEnd {
  step: number;
  attempt: number;
  action: string;
  purpose: AttemptPurpose;
  started_at: string | null;
}

/** Within the transaction that writes the end of the run. */
export async function settleAttempts(db: Statements, state: RunState): Promise<void> {
  const { execution_id } = state;
  if (execution_id === '') return;
  const known = (await db.all(ofExecution(execution_id))).map(toFacts);
  const told = state.steps.flatMap(toldOf);
  for (const one of told) {
    const row = known.find(({ step, attempt }) => step === one.step && attempt === one.attempt);
    const { step, attempt, action, purpose, started_at, ...end } = one;
    if (row) await db.run(ending({ execution_id, step, attempt }, merged(row, end)));
    else {
      const values = { ...newRow({ execution_id, step, attempt }, end.ended_at ?? state.last_update), action, purpose };
      await db.run(query.insertInto('attempts').values({ ...values, started_at, ...endColumns(end) }));
    }
  }
  for (const row of known) {
    const isTold = told.some(({ step, attempt }) => step === row.step && attempt === row.attempt);
    if (!isTold && row.outcome === null) {
      await db.run(ending(row, { ...row, outcome: 'lost', ended_at: row.updated_at }));
    }
  }
}

/** What its own activity wrote stays; whether it counts as done, the run decides. */
const merged = (row: AttemptFacts, end: AttemptEnd): AttemptEnd => ({
  ended_at: row.ended_at ?? end.ended_at,
  outcome: end.outcome ?? row.outcome,
  failure: row.failure ?? end.failure,
  result: row.result ?? end.result,
  note: row.note ?? end.note,
  warnings: row.warnings.length > 0 ? row.warnings : end.warnings,
});

const ENDED: Partial<Record<StepState['phase'], AttemptOutcome>> = {
  done: 'done',
  warning: 'warning',
  failed: 'failed',
  cancelled: 'cancelled',
  undone: 'done',
};

function toldOf(state: StepState, step: number): Told[] {
  const { action, phase, attempt, started_at, ended_at, failure, result, completion_note, warnings, undo } = state;
  const outcome = ENDED[phase];
  const ran: Told[] =
    // A step that was carried over ran in another execution.
    attempt > 0 && state.carried_from === undefined && outcome !== undefined
      ? [
          {
            step,
            attempt,
            action,
            purpose: 'run',
            started_at,
            ended_at,
            outcome,
            failure,
            result,
            note: completion_note,
            warnings,
          },
        ]
      : [];
  return undo ? [...ran, { step, action, purpose: 'undo', result: null, ...undo }] : ran;
}
