// Templates as clients of the seed's line know them: steps with a name and a type, and buttons (shared/API.md, 1.5).
import { bringupError } from '../adapters/errors.ts';
import { packageFile } from '../adapters/package-root.ts';
import type { LoadedSettings } from '../adapters/settings/settings.ts';
import { readTemplate } from '../adapters/templates/templates.ts';
import type { JsonObject } from '../contract/json.ts';
import type { Template } from '../contract/template.ts';
import { isAction, stepSpec } from '../steps/index.ts';
import { readList } from './read-node-list.ts';

/** Own templates win over shipped ones of the same id. */
export const templateFolders = (settings: Pick<LoadedSettings, 'path'>): string[] => [
  packageFile('templates'),
  settings.path('templates'),
];

/** The seed's types are its actions, but for these. */
const types: Readonly<Record<string, string>> = {
  setup_civitdl: 'civitdl_install',
  install_browser_agent: 'browser_agent_install',
  reboot_instance: 'reboot',
};
const typeOf = (action: string): string => types[action] ?? action;

/** Names that the seed's line had for steps, in its YAML and on its buttons. */
const olderNames: Readonly<Record<string, string>> = {
  civitdl_test: 'test_civitdl',
  setup_python_venv: 'python_venv',
  clone_auto_installer: 'install_custom_nodes',
};
const namesOf = (action: string): string[] => [
  action,
  typeOf(action),
  ...Object.keys(olderNames).filter((name) => olderNames[name] === action),
];

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

/** A step of a template with its parameters, by label, action, type or an older name of it. Throws template_not_found, step_not_found. */
export async function stepFromTemplate(
  folders: string[],
  id: string,
  name: string,
): Promise<JsonObject & { action: string }> {
  const { steps } = await readTemplate(folders, id, readList);
  const found = steps.find(({ label, action }) => label === name || namesOf(action).includes(name));
  if (!found) throw bringupError('step_not_found', `Step "${name.slice(0, 100)}" not found in template`, { id });
  const { enabled: _enabled, ...step } = found;
  return step as JsonObject & { action: string };
}
