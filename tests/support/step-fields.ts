// Every field of every action that takes a value, read from the actions' own schemas: a new one cannot be forgotten.
import { z } from 'zod';
import type { Json, JsonObject } from '../../contract/json.ts';
import { actionNames, stepSpec } from '../../steps/index.ts';

/** Fields that are shell text by purpose: whoever may start a run may run commands. */
const SCRIPTS_BY_PURPOSE = new Set(['run_command.command', 'reboot_instance.command']);

/** Refused whatever they hold: for templates' files only, or the name of a variable that has to stand beside it. */
const REFUSED_ALONE = new Set(['install_custom_nodes.nodes_file', 'download.bearer', 'write_file.content_from']);

export interface StepField {
  action: string;
  /** Its last name, e.g. `url`. */
  name: string;
  /** As a refusal names it, e.g. `nodes.0.url`. */
  at: string;
  path: string[];
  /** Whether any text can be meant: no number, no choice of words. */
  isText: boolean;
  /** Its name and schema: what is the same in several actions is refused alike. */
  kind: string;
  /** A step with this value in the field, and all else as it should be. */
  step(value: Json): JsonObject;
}

/** A harmless value for each name. A new field needs one here, or no test can fill the others around it. */
const examples: Record<string, Json> = {
  message: 'Go on?',
  deadline_s: 60,
  who: 'ada',
  ui_home: '/srv/app',
  env_files: '/srv/env',
  expected: '/srv/app',
  version: '2.2.0',
  python: '/srv/python',
  civitai_url: 'http://127.0.0.1:1',
  sources: 'output',
  destination: '/srv/here',
  from: 'models',
  to: '/srv/models',
  layout: 'mirror',
  include: '*.png',
  exclude: '*.tmp',
  links: 'skip',
  verify: 'size_time',
  bandwidth_kb_s: 1000,
  overwrite: false,
  older_than_days: 2,
  remove_empty_folders: false,
  dry_run: true,
  name: 'node',
  ref: 'main',
  requirements: 'requirements.txt',
  subfolder: 'inside',
  url: 'https://127.0.0.1:1/node',
  nodes: 'node',
  instance_id: '7',
  command: 'true',
  wait_s: 60,
  reason: 'is not named',
  link: 'link',
  folder: 'folder',
  api_key: 'key',
  secrets: {},
  interpreter: 'sh',
  working_directory: '/srv',
  success_codes: 0,
  environment: {},
  content: 'text',
  content_from: 'TOKEN',
  mode: '0644',
  make_folders: false,
  expected_before: '0'.repeat(64),
  port: 1,
  host: '127.0.0.1',
  expect_status: 200,
  expect_text: 'ready',
  limit_s: 1,
  every_s: 1,
  files: { url: 'https://127.0.0.1:1/node', path: '/srv/file' },
  path: '/srv/file',
  sha256: '0'.repeat(64),
  size: 1,
  bearer: 'TOKEN',
  parallel: 2,
  max_rate_per_s: 1_000_000,
  tries: 1,
  pause_s: 0,
  stall_s: 1,
  api_limit_s: 1,
  submodules: true,
  clone_limit_s: 1,
  base_python: '/srv/python3',
  packages: 'rich',
  upgrade_pip: false,
  recreate: false,
  module: 'module',
  browser: false,
  part_limit_s: 1,
  optional: true,
  nodes_csv: 'node,https://127.0.0.1:1/node',
  nodes_snapshot:
    '{"git_custom_nodes": {"https://127.0.0.1:1/node": {"hash": "0123456789abcdef0123456789abcdef01234567", "disabled": false}}}',
  nodes_workflow: '{"nodes": [{"id": 1, "type": "Lab", "properties": {"aux_id": "owner/node"}}]}',
  skip_unnamed: true,
  accept: 'foreign',
  guard: 'numpy',
  exclude_newer: '2026-11-22',
  installer: 'pip',
  install_py_limit_s: 1,
  import_limit_s: 1,
  service: 'comfyui',
  restart: 'never',
  ready_url: 'http://127.0.0.1:1',
  ready_limit_s: 1,
  'python_venv.requirements': '/srv/requirements.txt',
  'python_packages.requirements': '/srv/requirements.txt',
};

export function example(name: string, action = ''): Json {
  const value = examples[`${action}.${name}`] ?? examples[name];
  if (value === undefined)
    throw new Error(`a new field of a step: give tests/support/step-fields.ts an example of ${name}`);
  return value;
}

interface Schema {
  type?: string | string[];
  enum?: Json[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
}

/** Puts a value where it belongs, and examples where something has to be beside it. */
type Place = (value: Json) => Json;

function leaves(schema: Schema, name: string, path: string[], place: Place): Omit<StepField, 'action'>[] {
  if (schema.anyOf) return schema.anyOf.flatMap((one) => leaves(one, name, path, place));
  if (schema.type === 'null') return [];
  if (schema.items) return leaves(schema.items, name, [...path, '0'], (value) => place([value]));
  const { properties, required = [] } = schema;
  if (!properties) {
    const isText = !schema.enum && !['number', 'integer', 'boolean'].includes(String(schema.type));
    return [
      {
        name,
        at: path.join('.'),
        path,
        isText,
        kind: `${name} ${JSON.stringify(schema)}`,
        step: (value) => place(value) as JsonObject,
      },
    ];
  }
  return Object.entries(properties).flatMap(([key, inner]) => {
    // A node that is there is known by its name, whatever its schema calls required.
    const beside = path.length > 0 && 'name' in properties && key !== 'url' ? [...required, 'name'] : required;
    const others = Object.fromEntries(beside.filter((one) => one !== key).map((one) => [one, example(one)]));
    return leaves(inner, key, [...path, key], (value) => place({ ...others, [key]: value }));
  });
}

/** What an action needs of several fields that its schema has as optional, and the fields that stand instead of it. */
const needed: Readonly<Record<string, { fields: JsonObject; instead?: string[] }>> = {
  reboot_instance: { fields: { command: 'true' } },
  python_packages: { fields: { packages: ['rich'] } },
  wait_for: { fields: { port: 80 }, instead: ['url'] },
  write_file: { fields: { content: 'text' }, instead: ['content_from'] },
};

function besideOf(action: string, field: string): JsonObject {
  const { fields = {}, instead = [] } = needed[action] ?? {};
  return instead.includes(field) ? {} : fields;
}

function fieldsOf(action: string): StepField[] {
  const spec = stepSpec(action);
  const schema = z.toJSONSchema(spec.parameters, { io: 'input', unrepresentable: 'any' }) as Schema;
  const parameters = leaves(schema, action, [], (value) => {
    const [field = ''] = Object.keys(value as JsonObject);
    return { action, ...besideOf(action, field), ...(value as JsonObject) };
  });
  const secrets = (spec.secrets ?? []).map(({ field }) => ({
    name: field,
    at: field,
    path: [field],
    isText: true,
    kind: field,
    step: (value: Json): JsonObject => ({ action, ...besideOf(action, field), [field]: value }),
  }));
  return [...parameters, ...secrets].map((field) => ({ action, ...field }));
}

/** All of them; of a field that takes several kinds of values, each kind by itself. */
export const stepFields: StepField[] = actionNames
  .flatMap(fieldsOf)
  .filter(
    ({ action, name }) =>
      name !== action && !SCRIPTS_BY_PURPOSE.has(`${action}.${name}`) && !REFUSED_ALONE.has(`${action}.${name}`),
  );

/** The step with one more field set; lists hold one entry. */
export function withField(step: JsonObject, { path }: StepField, value: Json): JsonObject {
  const set = (old: Json | undefined, [key, ...rest]: string[]): Json => {
    if (key === undefined) return value;
    if (key === '0') return [set(Array.isArray(old) ? old[0] : undefined, rest)];
    const object = typeof old === 'object' && old !== null && !Array.isArray(old) ? old : {};
    return { ...object, [key]: set(object[key], rest) };
  };
  return set(step, path) as JsonObject;
}
