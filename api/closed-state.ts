import type { RunRow } from '../adapters/store/store.ts';
import { stepFailure } from '../contract/failure.ts';
import { initialRunState } from '../contract/initial-run-state.ts';
import type { RunState } from '../contract/run-state.ts';

const UNKNOWN = 'Temporal does not know this run: it was removed there, or its start was never confirmed.';

/** A run of which nothing but its row is known yet. */
export const startingState = ({ definition, execution_id, started_at }: RunRow): RunState =>
  initialRunState(definition, { execution_id: execution_id ?? '', start_time: started_at });

/** The state of a run whose workflow is gone from Temporal: what was known last, ended as failed. */
export function closedState(row: RunRow, last: RunState | null, message = UNKNOWN): RunState {
  const now = new Date().toISOString();
  return {
    ...(last ?? startingState(row)),
    status: 'failed',
    phase: 'ended',
    phase_info: null,
    outcome: 'failed',
    failure: stepFailure('run_not_found', message),
    error_message: message,
    end_time: now,
    last_update: now,
  };
}
