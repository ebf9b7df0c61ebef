// Templates as clients of the seed's line know them: steps with a name and a type, and buttons (shared/API.md, 1.5).
import { bringupError } from '../adapters/errors.ts';
import type { TemplateLibrary } from '../adapters/templates/library.ts';
import type { JsonObject } from '../contract/json.ts';
import type { Template } from '../contract/template.ts';
import { isAction, stepSpec } from '../steps/index.ts';
import { withDefaults } from '../steps/templates/fill.ts';
import { namesOf, typeOf } from '../steps/templates/older-names.ts';

const describe = (action: string): string => (isAction(action) ? stepSpec(action).description : '');

/** `setup_steps` and `ui_config` of a template. */
export const inSeedForm = ({ steps }: Template) => ({
  setup_steps: steps.map(({ action, label }) => ({
    name: label,
    type: typeOf(action),
    description: describe(action),
  })),
  ui_config: {
    setup_buttons: steps.map(({ action, label }) => ({
      label,
      action,
      tooltip: describe(action),
      style: 'primary',
    })),
  },
});

/** A template for clients that know no parameters: with their defaults. Throws template_not_found, input_invalid. */
export const plainTemplate = async (templates: TemplateLibrary, id: string): Promise<Template> =>
  withDefaults((await templates.current(id)).template);

/** A step of a template with its parameters, by label, action, type or an older name of it. Throws template_not_found, step_not_found. */
export async function stepFromTemplate(
  templates: TemplateLibrary,
  id: string,
  name: string,
): Promise<JsonObject & { action: string }> {
  const { steps } = await plainTemplate(templates, id);
  const found = steps.find(({ label, action }) => label === name || namesOf(action).includes(name));
  if (!found) throw bringupError('step_not_found', `Step "${name.slice(0, 100)}" not found in template`, { id });
  const { enabled: _enabled, ...step } = found;
  return step as JsonObject & { action: string };
}
