// Changes that were made to a run's steps, kept as the next version of its template.
import { bringupError } from '../adapters/errors.ts';
import { editYaml } from '../adapters/templates/edit-yaml.ts';
import type { JsonObject } from '../contract/json.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { Template } from '../contract/template.ts';
import type { StepChange } from './continue-plan.ts';
import type { ApiDependencies } from './dependencies.ts';

/**
 * Gives the number of the new version. A changed field that took a parameter has the value itself from then on. Throws input_invalid
 * where the run has no template or a step cannot be found in it by action and label, and what saving a template throws.
 */
export async function keepInTemplate(
  { templates }: Pick<ApiDependencies, 'templates'>,
  definition: RunDefinition,
  changes: readonly StepChange[],
  by: string,
): Promise<number> {
  const { template: used, workflow_id } = definition;
  if (!used) throw refuse('the run was started without a template');
  const { template, yaml, head } = await templates.current(used.id);
  const steps = changes.reduce((before, change) => changed(before, definition, change), template.steps);
  const text = editYaml(yaml, { ...template, steps } as unknown as JsonObject);
  const saved = await templates.save(used.id, text, { by, note: `From the run ${workflow_id}`, edited: head.version });
  return saved.head.version;
}

function changed(steps: Template['steps'], definition: RunDefinition, { step, set }: StepChange): Template['steps'] {
  const { action, label } = definition.steps[step] ?? {};
  const found = steps.filter((one) => one.action === action && one.label === label);
  const [one] = found;
  if (!one || found.length > 1) {
    throw refuse(`${found.length === 0 ? 'no step' : 'more than one step'} of the template is ${action} “${label}”`);
  }
  const fields = Object.entries({ ...one, ...set }).filter(([, value]) => value !== null);
  return steps.map((each) => (each === one ? (Object.fromEntries(fields) as typeof one) : each));
}

const refuse = (what: string) =>
  bringupError('input_invalid', `keep_in_template: ${what}.`, { field: 'keep_in_template' });
