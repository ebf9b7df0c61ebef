// A schedule's run: started once, whoever dies, and waited for.
import { Context } from '@temporalio/activity';
import { ADMISSION_MS, admitRun, refusalOf } from '../adapters/temporal/admit-run.ts';
import { endOf, executionOf } from '../adapters/temporal/watch-run.ts';
import type { ScheduledStarted } from '../contract/activities.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { Dependencies } from './dependencies.ts';
import { heartbeatWhile } from './heartbeat.ts';

/** Starts the run; where an earlier call has started it, gives that one. Throws what keeps Temporal from being asked. */
export async function startScheduledRun(
  { store }: Pick<Dependencies, 'store'>,
  frozen: RunDefinition,
): Promise<ScheduledStarted> {
  const { client, info } = Context.current();
  const { workflow_id } = frozen;
  const earlier = await executionOf(client, workflow_id);
  if (earlier !== null) {
    await note(store, frozen, earlier);
    return { kind: 'started', execution_id: earlier };
  }
  const definition = { ...frozen, start_by: new Date(Date.now() + ADMISSION_MS).toISOString() };
  const row =
    (await store.runs.byWorkflowId(workflow_id))?.id ?? (await store.runs.begin(definition, new Date().toISOString()));
  try {
    const { execution_id } = await admitRun(client, info.taskQueue, definition);
    await store.runs.started(row, execution_id);
    return { kind: 'started', execution_id };
  } catch (error) {
    const refusal = refusalOf(error);
    // Accepted by a call that died before its answer: the next one finds it.
    if (refusal?.kind !== 'run_active' || refusal.by === workflow_id) throw error;
    await store.runs.forget(row);
    return { kind: 'busy', by: refusal.by };
  }
}

/** The row of a run whose starter died between its start and its row. */
async function note(store: Dependencies['store'], definition: RunDefinition, executionId: string): Promise<void> {
  if (await store.runs.byExecution(executionId)) return;
  const row = (await store.runs.byWorkflowId(definition.workflow_id))?.id;
  await store.runs.started(row ?? (await store.runs.begin(definition, new Date().toISOString())), executionId);
}

/** Waits for the end of this execution, however long; gives its outcome in a word. */
export function awaitRunEnd(run: { workflow_id: string; execution_id: string }): Promise<string> {
  const { client, cancellationSignal } = Context.current();
  return heartbeatWhile(
    () => null,
    () => endOf(client, run, cancellationSignal),
  );
}
