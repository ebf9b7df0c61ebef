import { bringupError } from '../adapters/errors.ts';
import { admitRun, refusalOf } from '../adapters/temporal/admit-run.ts';
import type { RunStarted } from '../contract/messages.ts';
import type { JsonObject } from '../contract/json.ts';
import type { RunDefinition, StepDefinition } from '../contract/run-definition.ts';
import type { ApiDependencies } from './dependencies.ts';
import { type Fate, fateOfStart } from './fate-of-start.ts';
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

const REACH_MS = 3_000;

/** What an execution takes over from an earlier one of the same run. */
export interface Continued extends Pick<RunDefinition, 'carried' | 'origin' | 'mode'> {
  /** Steps that stay as they were, by index. */
  kept: (StepDefinition | null)[];
}

/**
 * Validates and starts a run through its box's workflow. Throws input_invalid, run_active, temporal_unavailable (nothing was
 * started) and start_unknown.
 */
export async function startRun(
  deps: ApiDependencies,
  body: JsonObject,
  { kept, ...continued }: Continued = { kept: [] },
): Promise<RunStarted> {
  const { definition: asked, secrets } = await validateRun(deps, body, kept);
  const definition: RunDefinition = { ...asked, ...continued };
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
export async function reachTemporal({ client }: Pick<ApiDependencies, 'client'>): Promise<void> {
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
  try {
    return await admitRun(client, taskQueue, definition);
  } catch (error) {
    throw asRefusal(error, definition.workflow_id);
  }
}

/** A no of the box's workflow in our words; any other error as it is. */
export function asRefusal(error: unknown, workflowId: string): unknown {
  const refusal = refusalOf(error);
  if (!refusal) return error;
  if (refusal.kind === 'run_active') return runActive(refusal.by ?? workflowId);
  // The worker came to it when we had all but stopped waiting.
  return temporalAway(error, NOT_STARTED);
}

const runActive = (id: string) => bringupError('run_active', 'Workflow is already running', { workflow_id: id });
