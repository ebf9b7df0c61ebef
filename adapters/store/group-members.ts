// A box of a group follows the run of its id: whoever starts that run or ends it, the group knows in the same transaction.
import type { RunState } from '../../contract/run-state.ts';
import { query, type Statements } from './database.ts';

const set = query.updateTable('group_members');

/** An execution of the run of this row has begun. */
export async function memberStarted(db: Statements, row: number, executionId: string): Promise<void> {
  const id = query.selectFrom('runs').select('workflow_id').where('id', '=', row);
  const begun = { state: 'started', execution_id: executionId, outcome: null, reason: null, definition: null };
  await db.run(set.set(begun).where('workflow_id', '=', id));
}

/** This execution has ended, which may be known before its beginning is. */
export async function memberEnded(
  db: Statements,
  { workflow_id, execution_id, outcome }: Pick<RunState, 'workflow_id' | 'execution_id' | 'outcome'>,
): Promise<void> {
  const ended = { state: 'started', execution_id, outcome: outcome ?? 'failed', reason: null, definition: null };
  const ofRun = set.set(ended).where('workflow_id', '=', workflow_id);
  // A box whose newer execution is at work stays so.
  await db.run(ofRun.where((is) => is.or([is('execution_id', '=', execution_id), is('state', '<>', 'started')])));
}
