// A template with values for its parameters: the steps of a run.
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Template, TemplateStep } from '../../contract/template.ts';
import { stepSpec } from '../index.ts';
import { isSecretName, secretNameOf } from './check.ts';
import { fillIn, type ParameterProblem, readParameters } from './parameters.ts';

interface FilledTemplate {
  /** As a start takes them; those that are not enabled are left out. */
  steps: JsonObject[];
  problems: ParameterProblem[];
}

/** The steps of a template with these values. Where there are problems, the steps are not complete. */
export function fillTemplate(template: Template, given: JsonObject): FilledTemplate {
  const { values, problems } = readParameters(template, given);
  const steps = template.steps
    .filter(({ enabled }) => enabled)
    .map((step) => withAccepted(template, filledStep(step, values, problems)));
  return { steps, problems };
}

/** A template as clients know it that have no parameters: with their defaults, steps that are not enabled among them. */
export function withDefaults(template: Template): Template {
  const { values } = readParameters(template, {});
  const steps = template.steps.map((step) => filledStep(step, values, []) as unknown as TemplateStep);
  return { ...template, steps };
}

function filledStep({ enabled, ...step }: TemplateStep, values: Map<string, Json>, problems: ParameterProblem[]) {
  const spec = stepSpec(step.action);
  return {
    ...fillIn(step, (name, at) => {
      const value = values.get(name);
      if (value === undefined || !isSecretName(spec, at)) return value;
      const secret = secretNameOf(value);
      if (secret === undefined)
        problems.push({ name, message: 'must be {"secret": "<name>"}: its step takes a kept secret by name' });
      return secret;
    }),
    enabled,
  } as JsonObject;
}

function withAccepted({ accept_warnings }: Template, { enabled: _enabled, ...step }: JsonObject): JsonObject {
  return accept_warnings === undefined || 'accept_warnings' in step ? step : { ...step, accept_warnings };
}
