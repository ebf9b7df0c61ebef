// A run that was: continued (the same run, from the step that failed on) or run again (a new run, from its first step).
import { bringupError } from '../adapters/errors.ts';
import type { RunRow } from '../adapters/store/store.ts';
import { NAMED_SECRETS } from '../contract/ids.ts';
import type { JsonObject } from '../contract/json.ts';
import type { RunStarted } from '../contract/messages.ts';
import type { StepState } from '../contract/run-state.ts';
import { isAction, stepSpec } from '../steps/index.ts';
import type { ApiDependencies } from './dependencies.ts';
import { runNotFound } from './run-not-found.ts';
import { startRun } from './start-run.ts';

/** What a caller may give anew: secrets are gone with the run that had them. */
export interface GivenAnew {
  api_key?: string | undefined;
}

/**
 * Starts a failed or cancelled run again under its own id: the steps that were done are carried over, the first that was not is
 * run. Throws run_not_found, run_active, run_not_continuable, secret_missing and what a start throws.
 */
export async function continueRun(deps: ApiDependencies, id: string, anew: GivenAnew): Promise<RunStarted> {
  const row = await found(deps, id);
  if (!row.ended_at) throw bringupError('run_active', 'Workflow is already running', { workflow_id: id });
  const { state } = row;
  if (!state || (state.outcome !== 'failed' && state.outcome !== 'cancelled')) {
    throw bringupError('run_not_continuable', `The run ${id} ended ${state?.outcome ?? 'unknown'}.`, {
      workflow_id: id,
    });
  }
  const open = state.steps.findIndex(({ status }) => status !== 'completed');
  const carried = state.steps
    .slice(0, open < 0 ? state.steps.length : open)
    .map((step): StepState => ({ ...step, carried_from: step.carried_from ?? state.execution_id }));
  return startRun(deps, { ...asAsked(deps, row, anew, carried.length), workflow_id: id }, carried);
}

/** The same steps on the same box as a new run. Throws run_not_found, secret_missing and what a start throws. */
export async function runAgain(
  deps: ApiDependencies,
  id: string,
  { workflow_id, ...anew }: GivenAnew & { workflow_id: string },
): Promise<RunStarted> {
  return startRun(deps, { ...asAsked(deps, await found(deps, id), anew, 0), workflow_id });
}

async function found({ store }: ApiDependencies, id: string): Promise<RunRow> {
  const row = await store.runs.byWorkflowId(id);
  if (!row) throw runNotFound(id);
  return row;
}

/** The body of the start, as it was sent; secrets apart. */
function asAsked(
  { settings }: ApiDependencies,
  { definition }: RunRow,
  { api_key }: GivenAnew,
  first: number,
): JsonObject {
  const { ssh_connection, instance_id, template, step_delay } = definition;
  const steps = definition.steps.map(({ action, label, given, secrets }, index): JsonObject => {
    const lost = secrets.find(({ name, ref }) => !api_key && !settings.secret(name) && !ref.startsWith(NAMED_SECRETS));
    if (lost && index >= first) {
      const message = `Step ${index + 1} (${action}) had a secret of its own, ${lost.name}, which is gone with its run: send it as api_key.`;
      throw bringupError('secret_missing', message, { step: index + 1, name: lost.name });
    }
    return {
      ...given,
      action,
      label,
      ...(isAction(action) && stepSpec(action).secrets && secrets.length > 0 && api_key ? { api_key } : {}),
    };
  });
  return { ssh_connection, instance_id, template, step_delay, steps };
}
