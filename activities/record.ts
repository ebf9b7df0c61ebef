import { mergeLiveRows } from '../adapters/store/merge-live-rows.ts';
import { runSecretPrefix } from '../contract/ids.ts';
import type { RunState } from '../contract/run-state.ts';
import type { Dependencies } from './dependencies.ts';

/** Writes the run's final state, with the rows of its steps, and frees what the run held. Safe to repeat. */
export async function recordRunEnd(
  { store, secrets }: Pick<Dependencies, 'store' | 'secrets'>,
  state: RunState,
): Promise<void> {
  await secrets.removeAll(runSecretPrefix(state.workflow_id));
  await store.runs.ended(mergeLiveRows(state, await store.attempts.ofExecution(state.execution_id)));
}
