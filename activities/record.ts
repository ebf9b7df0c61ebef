import { mergeLiveRows } from '../adapters/store/merge-live-rows.ts';
import { type Announce, announceEnd } from '../adapters/notify/announce.ts';
import { runSecretPrefix } from '../contract/ids.ts';
import type { RunState } from '../contract/run-state.ts';
import type { Dependencies } from './dependencies.ts';

/** Writes the run's final state, with the rows of its steps, frees what the run held, and has the end told. Safe to repeat. */
export async function recordRunEnd(
  { store, secrets }: Pick<Dependencies, 'store' | 'secrets'>,
  announce: Announce,
  state: RunState,
): Promise<void> {
  await secrets.removeAll(runSecretPrefix(state.workflow_id));
  await store.runs.ended(mergeLiveRows(state, await store.attempts.ofExecution(state.execution_id)));
  await announceEnd(announce, store, state);
}
