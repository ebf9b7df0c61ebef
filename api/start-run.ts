import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowIdConflictPolicy } from '@temporalio/common';
import { bringupError } from '../adapters/errors.ts';
import { instanceWorkflowId, type RunStarted, UpdateName, WorkflowType } from '../contract/messages.ts';
import type { JsonObject } from '../contract/json.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { StepState } from '../contract/run-state.ts';
import type { ApiDependencies } from './dependencies.ts';
import { isNotFound, isTemporalAway, temporalAway } from './temporal-errors.ts';
import { validateRun } from './validate-run.ts';

const DEADLINE_MS = 6_000;

/**
 * Validates and starts a run through its box's workflow; `carried` are the first steps of a run that is continued. Throws
 * input_invalid, run_active, temporal_unavailable.
 */
export async function startRun(deps: ApiDependencies, body: JsonObject, carried?: StepState[]): Promise<RunStarted> {
  const { definition: asked, secrets } = await validateRun(deps, body);
  const definition = carried ? { ...asked, carried } : asked;
  const id = definition.workflow_id;
  const known = deps.store.runs.byWorkflowId(id);
  if (known && !known.ended_at) throw runActive(id);

  for (const { ref, value } of secrets) await deps.secrets.put(ref, value);
  const row = deps.store.runs.begin(definition, new Date().toISOString());
  try {
    const started = await admit(deps, definition, row);
    deps.store.runs.started(row, started.execution_id);
    deps.states.started(id);
    return started;
  } catch (error) {
    if (!(await mayHaveStarted(deps, id, error))) {
      deps.store.runs.forget(row);
      for (const { ref } of secrets) await deps.secrets.remove(ref);
    }
    if (isTemporalAway(error)) throw temporalAway(error, NOT_STARTED);
    throw error;
  }
}

const NOT_STARTED = 'The run could not be started';

async function admit(
  { client, taskQueue }: ApiDependencies,
  definition: RunDefinition,
  row: number,
): Promise<RunStarted> {
  const startWorkflowOperation = new WithStartWorkflowOperation<() => Promise<void>>(WorkflowType.instance, {
    workflowId: instanceWorkflowId(definition.instance.key),
    taskQueue,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    // As for the runs (workflows/instance.ts).
    workflowTaskTimeout: '5s',
    staticSummary: `Box ${definition.instance.key}`.slice(0, 190),
    args: [],
  });
  try {
    return await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.executeUpdateWithStart<() => Promise<void>, RunStarted, [RunDefinition]>(UpdateName.startRun, {
        updateId: `${definition.workflow_id}#${row}`,
        args: [definition],
        startWorkflowOperation,
      }),
    );
  } catch (error) {
    throw asRefusal(error, definition.workflow_id);
  }
}

/** What the box's workflow says no to (workflows/instance.ts), in our words; any other error as it is. */
export function asRefusal(error: unknown, workflowId: string): unknown {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  if (!(cause instanceof ApplicationFailure)) return error;
  if (cause.type === 'run_active') return runActive(String(cause.details?.[0] ?? workflowId));
  // The worker came to it when we had all but stopped waiting.
  if (cause.type === 'temporal_unavailable') return temporalAway(error, NOT_STARTED);
  return error;
}

/** No answer does not mean no start: only Temporal's word that there is no such run does. */
async function mayHaveStarted({ client }: ApiDependencies, workflowId: string, error: unknown): Promise<boolean> {
  if (!isTemporalAway(error)) return false;
  try {
    const { status } = await client.withDeadline(Date.now() + 2_000, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    return status.name === 'RUNNING';
  } catch (problem) {
    return !isNotFound(problem);
  }
}

const runActive = (id: string) => bringupError('run_active', 'Workflow is already running', { workflow_id: id });
