// A start to which no answer came in time: did it happen? Whoever is told "not started" may start again, so that is only said where
// nothing can happen any more.
import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import { startUpdateId } from '../adapters/temporal/admit-run.ts';
import { instanceWorkflowId, type RunStarted } from '../contract/messages.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { ApiDependencies } from './dependencies.ts';
import { isNotFound } from './temporal-errors.ts';

const DEADLINE_MS = 2_000;
/** An accepted start is under way: its run is there within moments of Temporal being itself again. */
const LOOK_FOR_MS = 3_000;
const LOOK_EVERY_MS = 100;
/** The box's workflow takes nothing that comes after `start_by`, by Temporal's clock. */
const MARGIN_MS = 500;
/** temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage */
const STAGE_ACCEPTED = 2;
const GRPC_NOT_FOUND = 5;

export type Fate = { kind: 'started'; run: RunStarted } | { kind: 'not_started' } | { kind: 'unknown' };

/** What became of a start whose row was begun. */
export async function fateOfStart(deps: ApiDependencies, row: number, definition: RunDefinition): Promise<Fate> {
  const nobodyTakesIt = Date.parse(definition.start_by) + MARGIN_MS;
  try {
    for (const until = Math.max(Date.now(), nobodyTakesIt) + LOOK_FOR_MS; ; await pause(LOOK_EVERY_MS)) {
      const run = await findRun(deps, row, definition.workflow_id);
      if (run) return { kind: 'started', run };
      const accepted = await isAccepted(deps, definition);
      if (!accepted && Date.now() > nobodyTakesIt) return { kind: 'not_started' };
      if (Date.now() > until) return { kind: 'unknown' };
    }
  } catch (problem) {
    deps.log.warn({ err: problem, workflow_id: definition.workflow_id }, 'what became of a start could not be asked');
    return { kind: 'unknown' };
  }
}

/** The execution that is this row's: one of another row was there before. */
async function findRun(
  { client, store }: ApiDependencies,
  row: number,
  workflowId: string,
): Promise<RunStarted | null> {
  try {
    const { runId } = await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    const known = await store.runs.byExecution(runId);
    return known && known.id !== row ? null : { workflow_id: workflowId, execution_id: runId };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** Whether the box's workflow has said yes to it; asked without waiting for anything. */
async function isAccepted({ client }: ApiDependencies, definition: RunDefinition): Promise<boolean> {
  const { namespace, identity } = client.options;
  const workflowExecution = { workflowId: instanceWorkflowId(definition.instance.key) };
  try {
    const { stage } = await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflowService.pollWorkflowExecutionUpdate({
        namespace,
        identity,
        updateRef: { workflowExecution, updateId: startUpdateId(definition) },
      }),
    );
    return (stage ?? 0) >= STAGE_ACCEPTED;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === (GRPC_NOT_FOUND as number)) return false;
    throw error;
  }
}
