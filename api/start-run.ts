import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowIdConflictPolicy } from '@temporalio/common';
import { bringupError } from '../adapters/errors.ts';
import { instanceWorkflowId, type RunStarted, UpdateName, WorkflowType } from '../contract/messages.ts';
import type { JsonObject } from '../contract/json.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { StepState } from '../contract/run-state.ts';
import type { ApiDependencies } from './dependencies.ts';
import { type Fate, fateOfStart, startUpdateId } from './fate-of-start.ts';
import { isTemporalAway, temporalAway } from './temporal-errors.ts';
import { validateRun } from './validate-run.ts';

/** What a start may be answered with, beside input_invalid. */
export const START_FAILURES = [
  'run_active',
  'unknown_action',
  'reboot_impossible',
  'temporal_unavailable',
  'start_unknown',
  'provider_unavailable',
  'provider_refused',
] as const;

const DEADLINE_MS = 6_000;
const REACH_MS = 3_000;

/**
 * Validates and starts a run through its box's workflow; `carried` are the first steps of a run that is continued. Throws
 * input_invalid, run_active, temporal_unavailable (nothing was started) and start_unknown.
 */
export async function startRun(deps: ApiDependencies, body: JsonObject, carried?: StepState[]): Promise<RunStarted> {
  const { definition: asked, secrets } = await validateRun(deps, body);
  const definition = carried ? { ...asked, carried } : asked;
  const id = definition.workflow_id;
  await reachTemporal(deps);
  await checkIsFree(deps, id);
  starting.add(id);
  try {
    for (const { ref, value } of secrets) await deps.secrets.put(ref, value);
    const row = await deps.store.runs.begin(definition, new Date().toISOString());
    let run: RunStarted;
    try {
      run = await admit(deps, definition);
    } catch (error) {
      const fate: Fate = isTemporalAway(error) ? await fateOfStart(deps, row, definition) : { kind: 'not_started' };
      // The row finds its run when Temporal answers again, or is closed.
      if (fate.kind === 'unknown') throw startUnknown(id, error);
      if (fate.kind === 'not_started') {
        await deps.store.runs.forget(row);
        for (const { ref } of secrets) await deps.secrets.remove(ref);
        throw isTemporalAway(error) ? temporalAway(error, NOT_STARTED) : error;
      }
      run = fate.run;
    }
    return await noted(deps, row, run);
  } finally {
    starting.delete(id);
  }
}

/** Ids whose start this process is at work on. */
const starting = new Set<string>();

/** Throws run_active, or start_unknown for an earlier start under this id that nobody knows the fate of. */
async function checkIsFree(deps: ApiDependencies, id: string): Promise<void> {
  const known = await deps.store.runs.byWorkflowId(id);
  if (!known || known.ended_at) return;
  if (known.execution_id !== null || starting.has(id)) throw runActive(id);
  // Begun by a process that died, or that had no answer.
  const fate = await fateOfStart(deps, known.id, known.definition);
  if (fate.kind === 'unknown') throw startUnknown(id);
  if (fate.kind === 'not_started') return deps.store.runs.forget(known.id);
  await noted(deps, known.id, fate.run);
  throw runActive(id);
}

/** Asked before anything is sent: where Temporal is away, nothing can have happened. */
async function reachTemporal({ client }: ApiDependencies): Promise<void> {
  try {
    await client.withDeadline(Date.now() + REACH_MS, () => client.workflowService.getSystemInfo({}));
  } catch (error) {
    throw isTemporalAway(error) ? temporalAway(error, NOT_STARTED) : error;
  }
}

async function noted({ store, states }: ApiDependencies, row: number, started: RunStarted): Promise<RunStarted> {
  await store.runs.started(row, started.execution_id);
  await states.started(started.workflow_id);
  return started;
}

const startUnknown = (id: string, cause?: unknown) =>
  bringupError(
    'start_unknown',
    `Whether ${id} was started is not known: the start was sent to Temporal, which gave no answer.`,
    { workflow_id: id },
    { cause },
  );

const NOT_STARTED = 'The run could not be started';

async function admit({ client, taskQueue }: ApiDependencies, definition: RunDefinition): Promise<RunStarted> {
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
        updateId: startUpdateId(definition),
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

const runActive = (id: string) => bringupError('run_active', 'Workflow is already running', { workflow_id: id });
