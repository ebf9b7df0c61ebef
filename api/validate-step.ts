// One step of a start, checked with its action's own schema before anything runs.
import { z } from 'zod';
import { bringupError } from '../adapters/errors.ts';
import { firstProblem, inWords } from '../contract/issue-words.ts';
import type { JsonObject } from '../contract/json.ts';
import type { StepDefinition, StepPolicy } from '../contract/run-definition.ts';
import { stepOptionsShape } from '../contract/step-options.ts';
import { actionNames, isAction, stepSpec } from '../steps/index.ts';
import { DEFAULT_UI_HOME, oneLine, secretReference } from '../steps/parameters.ts';
import type { StepSpec } from '../steps/step.ts';
import type { ApiDependencies } from './dependencies.ts';
import { stepSecrets } from './step-secrets.ts';

type Deps = Pick<ApiDependencies, 'settings' | 'secrets'>;

const printable = oneLine(z.string().max(200));
const seconds = z.number().int().min(1).max(86_400).nullish();
/** What a step may say, whatever its action is. */
export const stepSchema = z.looseObject({
  // The document names the actions; a wrong one has a failure of its own, unknown_action.
  action: printable.min(1).meta({
    override: ({ jsonSchema }: { jsonSchema: object }) => void Object.assign(jsonSchema, { enum: actionNames }),
  }),
  label: printable.nullish(),
  /** Limits of this step instead of its action's, in seconds. */
  timeout_s: seconds,
  no_output_s: seconds,
  unreachable_s: seconds,
  ...stepOptionsShape,
});
type GivenStep = z.infer<typeof stepSchema>;

/** A step that may run, and the secret values that came with it. */
export interface ValidStep {
  definition: StepDefinition;
  secrets: { ref: string; value: string }[];
}

/**
 * Checks a step with its action's own schema. `uiHome` is what an earlier step sets it to; the values of secrets that came with it
 * are given back apart. Throws input_invalid or unknown_action.
 */
export async function validateStep(
  deps: Deps,
  index: number,
  raw: unknown,
  uiHome: string | null,
  secretPrefix: string,
): Promise<ValidStep> {
  const at = `Step ${index + 1}`;
  const parsed = check(stepSchema, raw, at);
  const { action, label, ...rest } = parsed;
  if (!isAction(action)) {
    throw bringupError('unknown_action', `${at}: Unknown action: ${action}. Known are: ${actionNames.join(', ')}.`, {
      step: index + 1,
      field: 'action',
    });
  }
  const spec = stepSpec(action);
  const given = withoutOurs(rest as JsonObject);
  const withHome: JsonObject = { ...given };
  if (!('ui_home' in given) && takesUiHome(spec)) withHome['ui_home'] = uiHome ?? DEFAULT_UI_HOME;
  // What an earlier step has set is what a later one has to read.
  if (action === 'get_ui_home' && uiHome !== null && !('expected' in given)) withHome['expected'] = uiHome;
  const parameters = check(spec.parameters, withHome, `${at} (${action})`);
  const asked = { spec, raw: rest as JsonObject, parameters, step: index, at, prefix: secretPrefix };
  const { references, values } = await stepSecrets(deps, asked);
  // The name of a secret is none.
  for (const { field } of spec.secrets ?? []) {
    if (secretReference.safeParse(rest[field]).success) given[field] = rest[field] as JsonObject;
    else delete given[field];
  }
  const definition: StepDefinition = {
    action,
    label: label || spec.title,
    parameters,
    given: spec.kept?.(given, parameters) ?? given,
    secrets: references,
    policy: stepPolicy(spec, parsed, deps.settings.limits.unreachable_s),
    ...optionsOf(parsed),
  };
  return { definition, secrets: values };
}

/** Words of a step's state that mean something there, and nothing where a caller sends them. */
const STATE_WORDS = ['status', 'api_key', 'error', 'carried_from', 'accepted_warnings', 'probed', 'waited', 'undo'];

const withoutOurs = (sent: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(sent).filter(
      ([key, value]) => !STATE_WORDS.includes(key) && !(Object.hasOwn(stepOptionsShape, key) && value === null),
    ),
  );

const optionsOf = ({ when, allow_failure, beside, accept_warnings }: GivenStep) => ({
  ...(when && { when }),
  ...(allow_failure && { allow_failure }),
  ...(beside && { beside }),
  ...(accept_warnings && { accept_warnings }),
});

const stepPolicy = (spec: StepSpec, given: GivenStep, unreachableS: number): StepPolicy => ({
  title: spec.title,
  runner: spec.runner,
  timeout_s: given.timeout_s ?? spec.timeout_s,
  no_output_s: given.no_output_s ?? spec.no_output_s ?? null,
  wait_s: spec.wait_s ?? null,
  retry: spec.retry,
  unreachable_limit_s: given.unreachable_s ?? spec.unreachable_limit_s ?? unreachableS,
  usual_s: spec.usual_s,
  ...resourcesOf(spec, given),
  ...(spec.probe && { probe: true }),
  ...(spec.undo && { undo: true }),
});

function resourcesOf(spec: StepSpec, given: GivenStep): Pick<StepPolicy, 'resources'> {
  const resources = given.resources ?? spec.resources;
  return resources ? { resources: [...resources] } : {};
}

// What an action takes, its own schema says best.
const takesUiHome = (spec: StepSpec): boolean => {
  const probe = spec.parameters.safeParse({ ui_home: 0 });
  return probe.error?.issues.some(({ path }) => path[0] === 'ui_home') ?? false;
};

/** Reads a value with a schema. Throws input_invalid that names the place (`at`) and the field. */
export function check<Output>(schema: z.ZodType<Output>, value: unknown, at: string): Output {
  const parsed = schema.safeParse(value, inWords);
  if (parsed.success) return parsed.data;
  const { place: field, message } = firstProblem(parsed.error);
  const step = /^Step (\d+)/.exec(at)?.[1];
  throw bringupError('input_invalid', `${at}: ${field || 'the value'}: ${message}`, {
    field,
    ...(step ? { step: Number(step) } : {}),
  });
}
