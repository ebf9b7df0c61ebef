// The template format of the seed's line, `templates_<id>.yml` (shared/API.md 1.5, shared/BOXES.md 6.1): its buttons are the
// run, its setup_steps hold the parameters. Read as it is; what has no meaning here is told in words.
import type { JsonObject } from '../../contract/json.ts';
import { isAction, stepSpec } from '../index.ts';
import { actionOf } from './older-names.ts';

/** A template in today's shape, to be checked with its schema, and what could not be mapped. */
interface FromOlder {
  template: JsonObject;
  notes: string[];
}

export const isOlderFormat = (value: unknown): value is JsonObject => {
  const given = asObject(value);
  return given !== null && !('steps' in given) && ('setup_steps' in given || 'ui_config' in given);
};

/** Whatever it holds: what is not as it should be becomes a note, or is left for the schema. */
export function fromOlderFormat(older: JsonObject, id: string): FromOlder {
  const notes: string[] = [];
  const environment = asObject(older['environment']) ?? {};
  const setups = objects(older['setup_steps']).map((setup) => ({ setup, action: actionOf(text(setup['type'])) }));
  const buttons = objects(asObject(older['ui_config'])?.['setup_buttons']);
  const used = new Set<JsonObject>();

  const planned = buttons.map((button) => {
    const action = actionOf(text(button['action']));
    const found = setups.find(({ setup, action: own }) => own === action && !used.has(setup));
    if (found) used.add(found.setup);
    return { action, label: text(button['label']), setup: found?.setup ?? {}, enabled: true };
  });
  for (const { setup, action } of setups) {
    if (used.has(setup)) continue;
    if (buttons.length > 0) {
      notes.push(
        `${words(setup['name'], action)} has no button, so the seed's line never ran it: it is there, but off.`,
      );
    }
    planned.push({ action, label: text(setup['name']), setup, enabled: buttons.length === 0 });
  }
  const steps = planned.flatMap(({ action, label, setup, enabled }) => {
    if (!isAction(action)) {
      notes.push(`${words(label, action)}: there is no action ${action || '(none)'}; it is left out.`);
      return [];
    }
    noteLost(setup, words(label, action), notes);
    return [{ action, label: label || stepSpec(action).title, enabled, ...fieldsOf(action, setup, environment) }];
  });
  noteTop(older, environment, notes);
  const template: JsonObject = { id, name: text(older['name']) || id, steps };
  if (text(older['description'])) template['description'] = text(older['description']);
  if (older['version'] !== undefined) template['version'] = text(older['version']);
  return { template, notes };
}

function fieldsOf(action: string, setup: JsonObject, environment: JsonObject): JsonObject {
  const home = text(environment['ui_home']);
  const venv = text(environment['python_venv']);
  const application = {
    ...(home && { ui_home: home }),
    ...(venv && { python: `${venv.replace(/\/+$/, '')}/bin/python` }),
  };
  const path = text(setup['path']);
  switch (action) {
    case 'set_ui_home':
      return path || home ? { ui_home: path || home } : {};
    case 'git_clone':
      return {
        url: text(setup['repository']),
        destination: text(setup['destination']),
        ...(setup['branch'] ? { ref: text(setup['branch']) } : {}),
      };
    case 'python_venv':
      return { path: path || venv, ...application };
    case 'install_custom_nodes':
    case 'verify_dependencies':
      return application;
    case 'configure_links':
    case 'install_browser_agent':
    case 'sync_instance':
      return home ? { ui_home: home } : {};
    default:
      return {};
  }
}

const KNOWN_SETUP = ['name', 'type', 'description', 'path', 'repository', 'destination', 'branch', 'commands'];
const KNOWN_TOP = ['name', 'description', 'version', 'environment', 'setup_steps', 'ui_config', 'metadata'];

function noteLost(setup: JsonObject, name: string, notes: string[]): void {
  const commands = objects(setup['commands']);
  if (commands.length > 0) {
    notes.push(
      `${name}: its commands (${commands.map((one) => words(one['name'], '?')).join(', ')}) were never run by the seed's line; they are left out.`,
    );
  }
  const unknown = Object.keys(setup).filter((key) => !KNOWN_SETUP.includes(key));
  if (unknown.length > 0) notes.push(`${name}: ${unknown.join(', ')} is not known here and left out.`);
}

function noteTop(older: JsonObject, environment: JsonObject, notes: string[]): void {
  if (older['metadata'] !== undefined)
    notes.push('metadata is not kept but in the text; API keys are secrets here (PUT /api/v1/secrets).');
  const unknown = [
    ...Object.keys(older).filter((key) => !KNOWN_TOP.includes(key)),
    ...Object.keys(environment)
      .filter((key) => key !== 'ui_home' && key !== 'python_venv')
      .map((key) => `environment.${key}`),
  ];
  if (unknown.length > 0) notes.push(`${unknown.join(', ')} is not known here and left out.`);
  if (objects(asObject(older['ui_config'])?.['setup_buttons']).some((button) => button['style'] ?? button['tooltip']))
    notes.push('Styles and tooltips of buttons are not kept: the page makes its own.');
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const words = (value: unknown, otherwise: string): string => text(value) || otherwise;
const asObject = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
const objects = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.map(asObject).filter((one) => one !== null) : [];
