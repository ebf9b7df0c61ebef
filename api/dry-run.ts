// What a start would do, in full, with nothing started, stored or sent: the text of every step with secrets blanked.
import { z } from 'zod';
import { knownSecrets } from '../adapters/secrets/known-secrets.ts';
import { createMask, type Mask } from '../adapters/secrets/mask.ts';
import { jobText } from '../adapters/ssh/shell.ts';
import { readStepFile } from '../adapters/step-files.ts';
import type { JsonObject } from '../contract/json.ts';
import type { StepDefinition } from '../contract/run-definition.ts';
import { jsonSchema, runTemplateSchema } from '../contract/run-state-schema.ts';
import { RESOURCES, undoOnSchema } from '../contract/step-options.ts';
import { conditionText } from '../steps/condition.ts';
import { stepSpec } from '../steps/index.ts';
import { scriptBody } from '../steps/script-text.ts';
import type { ApiDependencies } from './dependencies.ts';
import { validateRun } from './validate-run.ts';

const plannedStepSchema = z.object({
  step: z.int().meta({ description: 'Index, from 0' }),
  action: z.string(),
  label: z.string(),
  runner: z.enum(['script', 'sync', 'reboot', 'human']),
  /** Why it would not be run; null where it would. */
  left_out: z.string().nullable(),
  when: z.string().nullable().meta({ description: 'Its condition in words' }),
  allow_failure: z.boolean(),
  beside: z.boolean(),
  resources: z
    .array(z.enum(RESOURCES))
    .nullable()
    .meta({ description: 'What nothing beside it may use meanwhile; null: everything' }),
  timeout_s: z.number(),
  no_output_s: z.number().nullable(),
  unreachable_limit_s: z.number(),
  retry: z.object({ attempts: z.int().min(1).max(1000), delay_s: z.number() }),
  parameters: z.record(z.string(), jsonSchema).meta({ description: 'With the defaults of the action' }),
  secrets: z.array(z.string()).meta({ description: 'Environment variables that hold a secret' }),
  text: z
    .string()
    .nullable()
    .meta({ description: 'All that `sh` on the box would be given, secrets blanked; null where the step sends none' }),
  has_probe: z.boolean().meta({ description: 'Whether the box can be asked if what it did still holds' }),
  undo: z.string().nullable().meta({ description: 'What undoing it puts back; null where it cannot be undone' }),
});

export const dryRunSchema = z
  .object({
    instance: z.string().meta({ description: 'Key of the box' }),
    template: runTemplateSchema.nullable(),
    step_delay: z.number(),
    undo_on: undoOnSchema,
    steps: z.array(plannedStepSchema),
    cannot_be_undone: z
      .array(z.object({ step: z.int(), action: z.string(), label: z.string() }))
      .meta({ description: 'Steps that would run and change something for which there is no way back' }),
  })
  .meta({ id: 'DryRun', description: 'What a start would do; nothing was started, stored or sent to the box' });
type DryRun = z.infer<typeof dryRunSchema>;
type PlannedStep = DryRun['steps'][number];

/** Checks the body of a start and says what would be done. Throws what validateRun throws. */
export async function dryRun(deps: ApiDependencies, body: JsonObject): Promise<DryRun> {
  const { definition, secrets } = await validateRun(deps, body);
  // Also every secret that is kept: a person may have written one where it does not belong.
  const mask = createMask([...secrets.map(({ value }) => value), ...(await knownSecrets(deps))]);
  const steps = definition.steps.map((step, index) => plannedStep(step, index, mask));
  return {
    instance: definition.instance.key,
    template: definition.template,
    step_delay: definition.step_delay,
    undo_on: definition.undo_on ?? [],
    steps,
    cannot_be_undone: steps
      .filter(({ undo, left_out, action }) => undo === null && left_out === null && !stepSpec(action).changesNothing)
      .map(({ step, action, label }) => ({ step, action, label })),
  };
}

function plannedStep(step: StepDefinition, index: number, mask: Mask): PlannedStep {
  const spec = stepSpec(step.action);
  const { policy } = step;
  return {
    step: index,
    action: step.action,
    label: step.label,
    runner: policy.runner,
    left_out: step.left_out ?? null,
    when: step.when ? conditionText(step.when) : null,
    allow_failure: step.allow_failure ?? false,
    beside: step.beside ?? false,
    resources: policy.resources ?? null,
    timeout_s: policy.timeout_s,
    no_output_s: policy.no_output_s,
    unreachable_limit_s: policy.unreachable_limit_s,
    retry: policy.retry,
    parameters: JSON.parse(mask.text(JSON.stringify(step.parameters))) as JsonObject,
    secrets: step.secrets.map(({ name }) => name),
    text: sentText(step, index, mask),
    has_probe: spec.probe !== undefined,
    undo: spec.undo?.description ?? null,
  };
}

/** As the job gets it; secrets go before it, by stdin. The execution that an undo's file is named by is not known yet. */
function sentText({ action, parameters, secrets, policy }: StepDefinition, index: number, mask: Mask): string | null {
  const script = stepSpec(action).script?.(parameters);
  if (!script) return null;
  const blanked = secrets.map(({ name }) => `export ${name}='***'`);
  const undoId = policy.undo ? `<execution>-${index + 1}` : undefined;
  return [...blanked, mask.text(jobText(script.env, undoId, scriptBody(script, readStepFile)))].join('\n');
}
