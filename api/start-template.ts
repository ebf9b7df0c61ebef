// A start from a template: its parameters checked, its steps filled in, and the version noted with the run.
import { z } from 'zod';
import { bringupError } from '../adapters/errors.ts';
import type { TemplateVersion } from '../adapters/templates/library.ts';
import type { JsonObject } from '../contract/json.ts';
import { jsonSchema } from '../contract/run-state-schema.ts';
import type { Template } from '../contract/template.ts';
import { isAction, stepSpec } from '../steps/index.ts';
import { text } from '../steps/parameters.ts';
import { fillTemplate } from '../steps/templates/fill.ts';
import type { ParameterProblem } from '../steps/templates/parameters.ts';
import type { ApiDependencies } from './dependencies.ts';
import { startBodySchema } from './validate-run.ts';

const { ssh_connection, instance_id, workflow_id, step_delay, undo_on, selection } = startBodySchema.shape;

/** What a start from a template takes; each parameter as its type says. `selection` counts the steps that are in the run. */
export const templateStartSchema = z
  .strictObject({
    /** The practice template knows its own. */
    ssh_connection: ssh_connection.optional(),
    instance_id,
    workflow_id,
    step_delay,
    undo_on,
    selection,
    version: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ description: 'A version of the template; without it the current one' }),
    enabled: z.array(z.int().min(0).max(199)).min(1).max(200).optional().meta({
      description:
        'The steps that are in the run, counted from 0 over all of the template’s; without it those that the template has enabled',
    }),
    api_key: text(500).optional().meta({
      description: 'For the steps that take one and name no secret of their own (setup_civitdl)',
    }),
    parameters: z
      .record(z.string().max(64), jsonSchema)
      .default({})
      .meta({ description: 'By name; secrets as {"secret": name} or as the value itself' }),
  })
  .meta({ id: 'TemplateStart', description: 'A run of a template on one box' });
type TemplateStart = z.infer<typeof templateStartSchema>;

/**
 * The body of a start (start-run.ts). Throws template_not_found, template_version_not_found, and input_invalid with every parameter
 * that is wrong among the facts.
 */
export async function templateStartBody(
  { templates }: Pick<ApiDependencies, 'templates'>,
  id: string,
  { version, parameters, enabled, api_key, ...asked }: TemplateStart,
): Promise<JsonObject> {
  const { template, head }: TemplateVersion =
    version === undefined ? await templates.current(id) : await templates.version(id, version);
  const { steps: filled, problems } = fillTemplate(withEnabled(template, enabled), parameters);
  if (problems.length > 0) throw wrongParameters(problems);
  const steps = api_key === undefined ? filled : filled.map((step) => withKey(step, api_key));
  const body = {
    ssh_connection: template.ssh_connection,
    undo_on: template.undo_on,
    ...asked,
    step_delay: asked.step_delay ?? template.step_delay,
    steps,
    template: { id, name: template.name, version: head.version },
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as JsonObject;
}

function withEnabled(template: Template, enabled: readonly number[] | undefined): Template {
  if (!enabled) return template;
  const wrong = enabled.find((index) => index >= template.steps.length);
  if (wrong !== undefined) {
    const message = `enabled: there is no step ${wrong} among ${template.steps.length}, counted from 0.`;
    throw bringupError('input_invalid', message, { field: 'enabled' });
  }
  return { ...template, steps: template.steps.map((step, index) => ({ ...step, enabled: enabled.includes(index) })) };
}

function withKey(step: JsonObject, api_key: string): JsonObject {
  const action = String(step['action']);
  const takesKey = isAction(action) && stepSpec(action).secrets?.some(({ field }) => field === 'api_key');
  return takesKey && !('api_key' in step) ? { ...step, api_key } : step;
}

function wrongParameters(problems: ParameterProblem[]) {
  const sentence = problems.map(({ name, message }) => `${name} ${message}`).join('; ');
  return bringupError('input_invalid', `Parameters: ${sentence}.`.slice(0, 2_000), {
    field: `parameters.${problems[0]?.name ?? ''}`,
    ...Object.fromEntries(problems.map(({ name, message }) => [`parameters.${name}`, message])),
  });
}
