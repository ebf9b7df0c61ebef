// A run that was: continued (the same run, from where it stopped), run again (a new run), or undone.
import { bringupError } from '../adapters/errors.ts';
import type { RunRow } from '../adapters/store/store.ts';
import { NAMED_SECRETS } from '../contract/ids.ts';
import type { JsonObject } from '../contract/json.ts';
import type { RunStarted } from '../contract/messages.ts';
import type { SecretReference, StepDefinition } from '../contract/run-definition.ts';
import type { RunState, StepState } from '../contract/run-state.ts';
import type { Selection } from '../contract/step-options.ts';
import { isAction, stepSpec } from '../steps/index.ts';
import { changeSteps, type Difference, type Fate, planContinue, type StepChange } from './continue-plan.ts';
import type { ApiDependencies } from './dependencies.ts';
import { runNotFound } from './run-not-found.ts';
import { keepInTemplate } from './keep-in-template.ts';
import { type Continued, startRun } from './start-run.ts';
import { validateRun, type ValidRun } from './validate-run.ts';

/** What a caller may say anew. */
export interface GivenAnew {
  /** Secrets are gone with the run that had them. */
  api_key?: string | undefined;
  selection?: Selection | undefined;
  changes?: StepChange[] | undefined;
  /** Make the changes the next version of the run's template, in the name of this caller. */
  keepBy?: string | undefined;
}

/** What continuing would do. */
export interface ContinuePlan {
  steps: { step: number; label: string; action: string; fate: Fate; has_probe: boolean }[];
  difference: Difference[];
}

interface Planned {
  definition: RunRow['definition'];
  plan: ContinuePlan;
  body: JsonObject;
  continued: Continued;
}

/**
 * Starts a failed or cancelled run again under its own id. Throws run_not_found, run_active, run_not_continuable, secret_missing,
 * input_invalid and what a start throws.
 */
export async function continueRun(deps: ApiDependencies, id: string, anew: GivenAnew): Promise<RunStarted> {
  const { definition, body, continued } = await planOf(deps, id, anew);
  const template = await keptTemplate(deps, definition, anew, () => validateRun(deps, body, continued.kept));
  return startRun(deps, { ...body, template }, continued);
}

/** What `continueRun` would start, checked and frozen, with the secrets that came with it. Throws what it throws but for what a start throws. */
export async function frozenContinue(deps: ApiDependencies, id: string, anew: GivenAnew): Promise<ValidRun> {
  const { body, continued } = await planOf(deps, id, anew);
  const { kept, ...others } = continued;
  const { definition, secrets } = await validateRun(deps, body, kept);
  return { definition: { ...definition, ...others }, secrets };
}

/** The same for a run that was frozen and never begun: its steps as they are, but for secrets that are gone. Throws secret_missing. */
export async function frozenAgain(
  deps: ApiDependencies,
  definition: RunRow['definition'],
  anew: Pick<GivenAnew, 'api_key'>,
): Promise<ValidRun> {
  const isLeft = (index: number) => definition.steps[index]?.left_out !== undefined;
  const body = asAsked(deps, definition, anew, (index) => !isLeft(index));
  const kept = definition.steps.map((step, index) =>
    isLeft(index) || !lostSecret(deps, step.secrets, undefined) ? step : null,
  );
  return validateRun(deps, { ...body, workflow_id: definition.workflow_id }, kept);
}

/** What `continueRun` would do, with nothing started. Throws what it throws but for what a start throws. */
export async function previewContinue(deps: ApiDependencies, id: string, anew: GivenAnew): Promise<ContinuePlan> {
  return (await planOf(deps, id, anew)).plan;
}

async function planOf(deps: ApiDependencies, id: string, anew: GivenAnew): Promise<Planned> {
  const { definition, state } = await endedRun(deps, id);
  if (state.outcome === 'done' || state.outcome === 'done_with_warnings') {
    throw bringupError('run_not_continuable', `The run ${id} ended ${state.outcome}.`, { workflow_id: id });
  }
  const { selection = null, changes = [] } = anew;
  const fates = planContinue(state.steps, definition.steps, selection, changes);
  const asked = asAsked(deps, definition, anew, (index) => fates[index] === 'run');
  const { steps, difference } = changeSteps(asked.steps, changes);
  const kept = definition.steps.map((step, index) => keptStep(deps, step, fates[index], anew));
  // One that failed and was allowed to has left nothing that could be asked for.
  const isDone = (step: number) => state.steps[step]?.status === 'completed';
  const carried = state.steps.map((step, index) => (fates[index] === 'carry' ? carry(step, state) : null));
  return {
    definition,
    plan: {
      steps: definition.steps.map(({ label, action, policy }, step) => {
        const fate = fates[step] ?? 'run';
        return { step, label, action, fate, has_probe: fate === 'carry' && isDone(step) && policy.probe === true };
      }),
      difference,
    },
    body: { ...asked, steps, workflow_id: id },
    continued: { kept, carried, ...originOf(definition.origin, state) },
  };
}

/** The template as the run names it from now on. What could not be started is not kept: that is tried first. */
async function keptTemplate(
  deps: ApiDependencies,
  definition: RunRow['definition'],
  { changes = [], keepBy }: GivenAnew,
  tryIt: () => Promise<unknown>,
): Promise<RunRow['definition']['template']> {
  const { template } = definition;
  if (changes.length === 0) return template;
  if (keepBy === undefined) return template && { ...template, changed: true };
  await tryIt();
  const version = await keepInTemplate(deps, definition, changes, keepBy);
  return template && { id: template.id, name: template.name, version };
}

/** A step that is not run keeps what it was: its secrets may be gone, and nobody asks for them. */
function keptStep(
  deps: ApiDependencies,
  step: StepDefinition,
  fate: Fate | undefined,
  { api_key }: GivenAnew,
): StepDefinition | null {
  const { left_out: _left, ...others } = step;
  if (fate === 'leave') return { ...others, left_out: step.left_out ?? 'Not among the steps that were chosen' };
  if (fate !== 'carry') return null;
  // A carried step may have to be done again after all: with a key that was sent anew it can be.
  return api_key && lostSecret(deps, step.secrets, undefined) ? null : others;
}

const carry = (step: StepState, { execution_id }: RunState): StepState => ({
  ...step,
  carried_from: step.carried_from ?? execution_id,
});

/** After an undo everything is as it was before: what is done from now on is written down anew. */
const originOf = (origin: string | undefined, { execution_id, undo_reason }: RunState) =>
  undo_reason === undefined ? { origin: origin ?? execution_id } : {};

/** The same steps on the same box as a new run. Throws run_not_found, secret_missing, input_invalid and what a start throws. */
export async function runAgain(
  deps: ApiDependencies,
  id: string,
  { workflow_id, ...anew }: GivenAnew & { workflow_id: string },
): Promise<RunStarted> {
  const { definition } = await found(deps, id);
  const asked = asAsked(deps, definition, anew, () => true);
  const { steps } = changeSteps(asked.steps, anew.changes ?? []);
  const body = { ...asked, steps, workflow_id, ...selectionOf(anew) };
  const template = await keptTemplate(deps, definition, anew, () => validateRun(deps, body));
  return startRun(deps, { ...body, template });
}

/** The body of a start like that of this run, secrets left out, for whoever wants to change it first. Throws run_not_found. */
export async function startBodyOf(deps: ApiDependencies, id: string): Promise<JsonObject> {
  const { definition } = await found(deps, id);
  return asAsked(deps, definition, {}, () => false);
}

/**
 * Undoes what an ended run has done, as an execution of its own. Throws run_not_found, run_active, run_not_undoable and what a start
 * throws.
 */
export async function undoRun(deps: ApiDependencies, id: string): Promise<RunStarted> {
  const { definition, state } = await endedRun(deps, id);
  if (!state.steps.some((step, index) => undoFate(step, definition.steps[index]) === 'undo')) {
    const message = `Nothing of the run ${id} can be undone: no step that has run declares how.`;
    throw bringupError('run_not_undoable', message, { workflow_id: id });
  }
  const carried = state.steps.map((step) => (step.attempt > 0 ? carry(step, state) : null));
  const origin = definition.origin ?? state.execution_id;
  const asked = asAsked(deps, definition, {}, () => false);
  return startRun(deps, { ...asked, workflow_id: id }, { kept: definition.steps, carried, origin, mode: 'undo' });
}

type UndoFate = 'undo' | 'stays' | 'nothing';

/** What undoing a run would do, with nothing started. Throws run_not_found. */
export async function previewUndo(deps: ApiDependencies, id: string, state: RunState) {
  const { definition } = await found(deps, id);
  const steps = definition.steps.map((step, index) => {
    const { label, action } = step;
    const now = state.steps[index];
    const fate = now ? undoFate(now, step) : 'nothing';
    const what = fate === 'undo' && isAction(action) ? (stepSpec(action).undo?.description ?? null) : null;
    return { step: index, label, action, fate, what };
  });
  return { steps };
}

function undoFate({ attempt, phase, action }: StepState, definition: StepDefinition | undefined): UndoFate {
  if (attempt === 0 || phase === 'undone') return 'nothing';
  if (definition?.policy.undo === true) return 'undo';
  return isAction(action) && stepSpec(action).changesNothing === true ? 'nothing' : 'stays';
}

// Read by its schema, so it is JSON: only zod's optional fields look as if they could be undefined.
const selectionOf = ({ selection }: GivenAnew) => (selection ? { selection: selection as JsonObject } : {});

async function found({ store }: ApiDependencies, id: string): Promise<RunRow> {
  const row = await store.runs.byWorkflowId(id);
  if (!row) throw runNotFound(id);
  return row;
}

async function endedRun(deps: ApiDependencies, id: string): Promise<RunRow & { state: RunState }> {
  const row = await found(deps, id);
  if (!row.ended_at) throw bringupError('run_active', 'Workflow is already running', { workflow_id: id });
  const { state } = row;
  if (!state) throw bringupError('run_not_continuable', `How the run ${id} ended is not known.`, { workflow_id: id });
  return { ...row, state };
}

/** A secret of the run's own, which went with the run. */
const lostSecret = ({ settings }: ApiDependencies, secrets: SecretReference[], api_key: string | undefined) =>
  secrets.find(({ name, ref }) => !api_key && !settings.secret(name) && !ref.startsWith(NAMED_SECRETS));

/** The body of the start, as it was sent; secrets apart. Throws secret_missing for a step that is to be run. */
function asAsked(
  deps: ApiDependencies,
  { ssh_connection, instance_id, template, step_delay, undo_on, steps }: RunRow['definition'],
  { api_key }: GivenAnew,
  isRun: (index: number) => boolean,
): JsonObject & { steps: JsonObject[] } {
  const bodies = steps.map(({ action, label, given, secrets }, index): JsonObject => {
    const lost = isRun(index) ? lostSecret(deps, secrets, api_key) : undefined;
    if (lost) {
      const message = `Step ${index + 1} (${action}) had a secret of its own, ${lost.name}, which is gone with its run: send it as api_key.`;
      throw bringupError('secret_missing', message, { step: index + 1, name: lost.name });
    }
    const takesKey = isAction(action) && stepSpec(action).secrets && secrets.length > 0 && api_key;
    return { ...given, action, label, ...(takesKey ? { api_key } : {}) };
  });
  return { ssh_connection, instance_id, template, step_delay, ...(undo_on && { undo_on }), steps: bodies };
}
