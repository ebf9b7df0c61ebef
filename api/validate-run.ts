// Everything about a start is checked here, before anything runs: the step and the field are named.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { bringupError } from '../adapters/errors.ts';
import { parseConnection } from '../adapters/ssh/parse-connection.ts';
import { applySshConfig } from '../adapters/ssh/ssh-config.ts';
import { practiceBox } from '../adapters/settings/practice-box.ts';
import { fileNameOf, runSecretPrefix } from '../contract/ids.ts';
import type { InstanceAddress } from '../contract/instance.ts';
import type { JsonObject } from '../contract/json.ts';
import type { RunDefinition, StepDefinition, StepPolicy } from '../contract/run-definition.ts';
import { actionNames, isAction, stepSpec } from '../steps/index.ts';
import { DEFAULT_UI_HOME, instanceNumber, oneLine, secretReference } from '../steps/parameters.ts';
import type { StepSpec } from '../steps/step.ts';
import type { ApiDependencies } from './dependencies.ts';
import { stepSecrets } from './step-secrets.ts';

type Deps = Pick<ApiDependencies, 'settings' | 'vast' | 'secrets'>;

/** A run that may start, and the secret values that came with it; they go to the secret store and nowhere else. */
export interface ValidRun {
  definition: RunDefinition;
  secrets: { ref: string; value: string }[];
}

const MAX_STEPS = 200;
/** Shorter than the API waits for the answer (start-run.ts). */
const ADMISSION_MS = 5_000;
const printable = oneLine(z.string().max(200));
const bodySchema = z.looseObject({
  workflow_id: printable.min(1).nullish(),
  step_delay: z.number().min(0).max(86_400).nullish(),
  instance_id: z.union([z.literal(''), instanceNumber]).nullish(),
  template: z.object({ id: printable, name: printable.optional() }).nullish(),
});
const seconds = z.number().int().min(1).max(86_400).nullish();
const stepSchema = z.looseObject({
  // The document names the actions; a wrong one has a failure of its own, unknown_action.
  action: printable.min(1).meta({
    override: ({ jsonSchema }: { jsonSchema: object }) => void Object.assign(jsonSchema, { enum: actionNames }),
  }),
  label: printable.nullish(),
  /** Limits of this step instead of its action's, in seconds. */
  timeout_s: seconds,
  no_output_s: seconds,
  unreachable_s: seconds,
});
type GivenLimits = Pick<z.infer<typeof stepSchema>, 'timeout_s' | 'no_output_s' | 'unreachable_s'>;

/** The body of a start of /api/v1, as far as it is the same for every action; the rest is checked with the action's own schema. */
export const startBodySchema = z
  .strictObject({
    ssh_connection: oneLine(z.string().min(1).max(2000)),
    steps: z.array(stepSchema).min(1).max(MAX_STEPS),
    ...bodySchema.shape,
  })
  .meta({
    id: 'RunStart',
    description: 'Steps in order on one box. A step is {action, label?, ...parameters of the action}',
  });

/** Throws input_invalid, unknown_action or reboot_impossible; the texts are those of the seed's line where it had one. */
export async function validateRun(deps: Deps, body: JsonObject): Promise<ValidRun> {
  const connection = body['ssh_connection'];
  if (typeof connection !== 'string' || connection.trim() === '') {
    throw invalid('SSH connection string is required', 'ssh_connection');
  }
  const steps = body['steps'];
  if (!Array.isArray(steps) || steps.length === 0) throw invalid('Workflow steps are required', 'steps');
  if (steps.length > MAX_STEPS) throw invalid(`At most ${MAX_STEPS} steps are possible, got ${steps.length}`, 'steps');
  const fields = check(bodySchema, body, 'The request');
  const workflowId = fields.workflow_id ?? randomUUID();
  if (fileNameOf(workflowId).length > 200) throw invalid('workflow_id is too long', 'workflow_id');

  const runsInstance = fields.instance_id ? String(fields.instance_id) : null;
  const { address, vastId } = await resolveInstance(deps, connection);
  // A second start under the same name, which will be refused, must not touch the first one's secrets.
  const secretPrefix = `${runSecretPrefix(workflowId)}${randomUUID()}-`;
  const found: ValidRun['secrets'] = [];
  const definitions: StepDefinition[] = [];
  let uiHome: string | null = null;
  for (const [index, raw] of steps.entries()) {
    const { definition, secrets } = await validateStep(deps, index, raw, uiHome, `${secretPrefix}${index}-`);
    if (definition.action === 'set_ui_home') uiHome = String(definition.parameters['ui_home']);
    definitions.push(definition);
    found.push(...secrets);
  }
  const definition: RunDefinition = {
    workflow_id: workflowId,
    ssh_connection: connection,
    instance: { ...address, ...(runsInstance || vastId ? { vast_id: runsInstance ?? vastId ?? '' } : {}) },
    instance_id: runsInstance ?? vastId,
    template: fields.template ? { id: fields.template.id, name: fields.template.name ?? fields.template.id } : null,
    step_delay: fields.step_delay ?? deps.settings.workflow_step_delay,
    start_by: new Date(Date.now() + ADMISSION_MS).toISOString(),
    kill_grace_s: deps.settings.limits.kill_grace_s,
    notices: { reminders_s: deps.settings.notify.reminders_min.map((minutes) => minutes * 60) },
    ...(deps.settings.temporal.encrypt_payloads ? { encrypted: true } : {}),
    steps: definitions,
  };
  checkReboots(deps, definition);
  return { definition, secrets: found };
}

/** The address behind an `ssh_connection`: parsed, completed from ~/.ssh/config, or asked of Vast for an instance id. */
export async function resolveInstance(
  { settings, vast }: Omit<Deps, 'secrets'>,
  text: string,
): Promise<{ address: InstanceAddress; vastId: string | null }> {
  const parsed = parseConnection(text);
  if (parsed.kind === 'vast') {
    if (!vast) {
      throw invalid('A Vast instance id needs VAST_API_KEY; without it give host and port', 'ssh_connection');
    }
    const instance = await vast.instance(parsed.vast_id);
    if (!instance?.address) {
      throw invalid(`The Vast instance ${parsed.vast_id} does not exist or has no SSH address yet`, 'ssh_connection');
    }
    const { host, port } = instance.address;
    const key = `vast:${parsed.vast_id}`;
    return {
      address: { key, user: 'root', host, port, jump: [], identity_file: null, practice: false },
      vastId: parsed.vast_id,
    };
  }
  const box = await practiceBox(settings.home);
  const { host, port } = parsed.address;
  // The built-in box is what it is, whatever ~/.ssh/config says of loopback.
  if (box !== null && box.host === host && box.port === port) {
    return { address: { ...parsed.address, practice: true }, vastId: null };
  }
  const { address } = await applySshConfig(parsed, path.join(settings.userHome, '.ssh', 'config'));
  return { address: { ...address, practice: false }, vastId: null };
}

async function validateStep(deps: Deps, index: number, raw: unknown, uiHome: string | null, secretPrefix: string) {
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
  const { status: _status, api_key: _key, ...given } = rest as JsonObject;
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
  };
  return { definition, secrets: values };
}

const stepPolicy = (spec: StepSpec, given: GivenLimits, unreachableS: number): StepPolicy => ({
  title: spec.title,
  runner: spec.runner,
  timeout_s: given.timeout_s ?? spec.timeout_s,
  no_output_s: given.no_output_s ?? spec.no_output_s ?? null,
  wait_s: spec.wait_s ?? null,
  retry: spec.retry,
  unreachable_limit_s: given.unreachable_s ?? spec.unreachable_limit_s ?? unreachableS,
  usual_s: spec.usual_s,
});

// What an action takes, its own schema says best.
const takesUiHome = (spec: StepSpec): boolean => {
  const probe = spec.parameters.safeParse({ ui_home: 0 });
  return probe.error?.issues.some(({ path }) => path[0] === 'ui_home') ?? false;
};

function checkReboots({ vast }: Deps, definition: RunDefinition): void {
  for (const [index, step] of definition.steps.entries()) {
    if (step.action !== 'reboot_instance') continue;
    const { instance_id: own, command } = step.parameters;
    if (command) continue;
    const id = own ?? definition.instance_id;
    if (id && vast) continue;
    throw bringupError(
      'reboot_impossible',
      id
        ? `Step ${index + 1} (reboot_instance): VastAI API key not found, and the step has no reboot command.`
        : `Step ${index + 1} (reboot_instance): Instance ID is required, or a reboot command.`,
      { step: index + 1, field: id ? 'VAST_API_KEY' : 'instance_id' },
    );
  }
}

function check<Output>(schema: z.ZodType<Output>, value: unknown, at: string): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  const step = /^Step (\d+)/.exec(at)?.[1];
  throw bringupError('input_invalid', `${at}: ${field || 'the value'}: ${issue?.message ?? 'is not valid'}`, {
    field,
    ...(step ? { step: Number(step) } : {}),
  });
}

const invalid = (message: string, field: string, step?: number) =>
  bringupError('input_invalid', message, { field, ...(step === undefined ? {} : { step: step + 1 }) });
