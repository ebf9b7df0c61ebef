import { bringupError } from '../adapters/errors.ts';
import type { ApiDependencies } from './dependencies.ts';
import { isNotFound } from './temporal-errors.ts';

/** How long Temporal may take to answer a request about a run. */
export const DEADLINE_MS = 10_000;

/** Asks a run to stop. It is *cancelled* only when its processes on the box are gone. Throws run_not_found, run_ended. */
export async function stopRun({ states, store, client }: ApiDependencies, id: string): Promise<void> {
  const row = await store.runs.byWorkflowId(id);
  if (!row) throw bringupError('run_not_found', 'Workflow not found or already stopped', { workflow_id: id });
  if (row.ended_at) throw stopped(id);
  try {
    await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.getHandle(id, row.execution_id ?? undefined).cancel(),
    );
  } catch (error) {
    if (isNotFound(error)) throw stopped(id);
    throw error;
  }
  states.changed(id);
}

const stopped = (id: string) => bringupError('run_ended', 'Workflow not found or already stopped', { workflow_id: id });
