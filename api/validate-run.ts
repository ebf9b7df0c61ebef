// Everything about a start is checked here, before anything runs: the step and the field are named.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { bringupError } from '../adapters/errors.ts';
import { parseConnection } from '../adapters/ssh/parse-connection.ts';
import { applySshConfig } from '../adapters/ssh/ssh-config.ts';
import { ADMISSION_MS } from '../adapters/temporal/admit-run.ts';
import { practiceBox } from '../adapters/settings/practice-box.ts';
import { fileNameOf, runSecretPrefix } from '../contract/ids.ts';
import type { InstanceAddress } from '../contract/instance.ts';
import type { JsonObject } from '../contract/json.ts';
import type { RunDefinition, StepDefinition } from '../contract/run-definition.ts';
import { selectionSchema, undoOnSchema } from '../contract/step-options.ts';
import { findStep, namesIn } from '../steps/condition.ts';
import { instanceNumber, oneLine } from '../steps/parameters.ts';
import type { ApiDependencies } from './dependencies.ts';
import { chosen } from './selection.ts';
import { check, stepSchema, validateStep, type ValidStep } from './validate-step.ts';

type Deps = Pick<ApiDependencies, 'settings' | 'vast' | 'secrets'>;

/** A run that may start, and the secret values that came with it; they go to the secret store and nowhere else. */
export interface ValidRun {
  definition: RunDefinition;
  secrets: { ref: string; value: string }[];
}

const MAX_STEPS = 200;
const printable = oneLine(z.string().max(200));
const bodySchema = z.looseObject({
  workflow_id: printable.min(1).nullish(),
  step_delay: z.number().min(0).max(86_400).nullish(),
  instance_id: z.union([z.literal(''), instanceNumber]).nullish(),
  template: z
    .object({
      id: printable,
      name: printable.optional(),
      version: z.int().min(1).max(1_000_000).optional(),
      changed: z.boolean().optional(),
    })
    .nullish(),
  /** When what was done is undone by itself. */
  undo_on: undoOnSchema.nullish(),
  /** The steps to run, counted from 0; the others are left out. */
  selection: selectionSchema.nullish(),
});
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

/**
 * Throws input_invalid, unknown_action or reboot_impossible; the texts are those of the seed's line where it had one. `kept` are
 * steps of an earlier execution that stay as they were, by index.
 */
export async function validateRun(
  deps: Deps,
  body: JsonObject,
  kept: readonly (StepDefinition | null)[] = [],
): Promise<ValidRun> {
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
    const earlier = kept[index];
    const { definition, secrets }: ValidStep = earlier
      ? { definition: earlier, secrets: [] }
      : await validateStep(deps, index, raw, uiHome, `${secretPrefix}${index}-`);
    if (definition.action === 'set_ui_home') uiHome = String(definition.parameters['ui_home']);
    definitions.push(definition);
    found.push(...secrets);
  }
  checkConditions(definitions);
  const leftOut = chosen(definitions.length, fields.selection ?? null);
  const definition: RunDefinition = {
    workflow_id: workflowId,
    ssh_connection: connection,
    instance: { ...address, ...(runsInstance || vastId ? { vast_id: runsInstance ?? vastId ?? '' } : {}) },
    instance_id: runsInstance ?? vastId,
    template: fields.template ? templateOf(fields.template) : null,
    step_delay: fields.step_delay ?? deps.settings.workflow_step_delay,
    start_by: new Date(Date.now() + ADMISSION_MS).toISOString(),
    kill_grace_s: deps.settings.limits.kill_grace_s,
    notices: { reminders_s: deps.settings.notify.reminders_min.map((minutes) => minutes * 60) },
    ...(deps.settings.temporal.encrypt_payloads ? { encrypted: true } : {}),
    ...(fields.undo_on && { undo_on: fields.undo_on }),
    steps: definitions.map((step, index) => (leftOut(index) ? { ...step, left_out: LEFT_OUT } : step)),
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

type GivenTemplate = NonNullable<z.infer<typeof bodySchema>['template']>;
const templateOf = ({ id, name = id, version, changed }: GivenTemplate) => ({
  id,
  name,
  ...(version !== undefined && { version }),
  ...(changed && { changed }),
});

const LEFT_OUT = 'Not among the steps that were chosen';

/** A condition can only ask for what is known when its step's turn comes. */
function checkConditions(steps: StepDefinition[]): void {
  for (const [index, { when, action }] of steps.entries()) {
    for (const name of when ? namesIn(when) : []) {
      if (findStep(steps.slice(0, index), name) !== null) continue;
      const message = `Step ${index + 1} (${action}): when: there is no earlier step “${name}”, or more than one`;
      throw invalid(message, 'when', index);
    }
  }
}

function checkReboots({ vast }: Deps, definition: RunDefinition): void {
  for (const [index, step] of definition.steps.entries()) {
    if (step.action !== 'reboot_instance' || step.left_out !== undefined) continue;
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

const invalid = (message: string, field: string, step?: number) =>
  bringupError('input_invalid', message, { field, ...(step === undefined ? {} : { step: step + 1 }) });
