// A single-step call of the façade is a run of one step like any other: the same admission, lock, log and history. The call waits
// for its end and answers; when the caller goes away, the run goes on.
import { setTimeout as pause } from 'node:timers/promises';
import { bringupError, isBringupError } from '../adapters/errors.ts';
import type { JsonObject } from '../contract/json.ts';
import { isEnded, type RunState, type StepState } from '../contract/run-state.ts';
import type { ApiDependencies } from './dependencies.ts';
import { startRun } from './start-run.ts';
import { stopRun } from './stop-run.ts';

/** The states are in memory: looking costs nothing, and keeps the run watched. */
const LOOK_EVERY_MS = 50;

export interface SingleStep {
  ssh_connection: unknown;
  /** As in POST /workflow/start, without label. */
  step: JsonObject & { action: string };
  instance_id?: unknown;
  /** Ends the waiting, never the run. */
  signal: AbortSignal;
}

export interface StepEnd {
  run: RunState;
  step: StepState;
}

/**
 * Runs one step and gives its end, whatever that is. Throws what a start throws (input_invalid, run_active, …), and
 * host_key_unknown when a person has to decide first: the caller asks again after that, so the run is stopped.
 */
export async function runSingleStep(deps: ApiDependencies, { step, signal, ...box }: SingleStep): Promise<StepEnd> {
  const body = { ...box, step_delay: 0, steps: [step] } as JsonObject;
  const { workflow_id } = await startRun(deps, body);
  const state = await untilState(deps, workflow_id, signal, (one) => isEnded(one) || one.status === 'blocked');
  if (isEnded(state)) return endOf(state);
  await stopRun(deps, workflow_id).catch(orEnded);
  await untilState(deps, workflow_id, signal, isEnded);
  throw bringupError('host_key_unknown', 'Host key verification required', {
    host_verification_needed: true,
    host: state.block_info?.host ?? '',
    port: state.block_info?.port ?? '',
    fingerprint: state.block_info?.fingerprints[0] ?? '',
    error: state.steps[0]?.error ?? '',
    workflow_id,
  });
}

async function untilState(
  { states }: ApiDependencies,
  id: string,
  signal: AbortSignal,
  isWanted: (state: RunState) => boolean,
): Promise<RunState> {
  for (;;) {
    const state = (await states.get(id))?.state;
    if (state && isWanted(state)) return state;
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

function endOf(run: RunState): StepEnd {
  const step = run.steps[0];
  if (!step) throw new Error(`the run ${run.workflow_id} has no step`);
  return { run, step };
}

/** Where the run has ended by itself in the same moment, that is as good. */
function orEnded(error: unknown): void {
  if (!isBringupError(error) || error.failure.code !== 'run_ended') throw error;
}
