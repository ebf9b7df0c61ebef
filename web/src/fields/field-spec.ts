// A field of a form that nobody wrote by hand: of a template's parameter, or of an action's JSON Schema.
import type { Json } from '../../../contract/json.ts';
import type { Schemas } from '../api.ts';
import { messages } from '../messages.ts';

type Parameter = Schemas['TemplateParameter'];
type Action = Schemas['Action'];

/** How a value is put in. `json`: as text, where a form says no more than the text would. */
type FieldKind = 'text' | 'long' | 'number' | 'switch' | 'choice' | 'lines' | 'secret' | 'nodes' | 'json';

export interface FieldSpec {
  /** As the API names it. */
  name: string;
  label: string;
  help: string | null;
  unit: string | null;
  required: boolean;
  kind: FieldKind;
  /** Of a `choice`. */
  values: readonly string[];
  /** What holds where nothing is given; undefined where that is not known here. */
  fallback: Json | undefined;
  /** Shown as code: a path, a command. */
  mono: boolean;
  /** The fallback stands in the field, to be changed there. */
  prefilled?: boolean;
}

const PLACE = /^\$\{[a-z][a-z0-9_]{0,63}\}$/;
/** Whether a value stands for a parameter of the template: `${name}`. */
export const isPlace = (value: unknown): value is string => typeof value === 'string' && PLACE.test(value);

const PARAMETER_KINDS: Record<Parameter['type'], FieldKind> = {
  string: 'text',
  number: 'number',
  enum: 'choice',
  path: 'text',
  secret: 'secret',
  nodes: 'nodes',
  boolean: 'switch',
};

/** What a start asks for a parameter. */
export function fieldOfParameter(parameter: Parameter): FieldSpec {
  const { name, label, help, required, type } = parameter;
  return {
    name,
    label: label ?? words(name),
    help: [help, rangeOf(parameter)].filter(Boolean).join(' ') || null,
    unit: null,
    required,
    kind: PARAMETER_KINDS[type],
    values: parameter.type === 'enum' ? parameter.values : [],
    fallback: parameter.default as Json | undefined,
    mono: type === 'path',
    prefilled: true,
  };
}

function rangeOf(parameter: Parameter): string {
  if (parameter.type !== 'number') return '';
  return messages.fields.range(parameter.min ?? null, parameter.max ?? null);
}

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  default?: Json;
  items?: Schema;
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
}

/** The fields of an action, its secrets last. */
export function fieldsOfAction({ parameters, secrets }: Action): FieldSpec[] {
  const properties = (parameters['properties'] ?? {}) as Record<string, Schema>;
  const required = (parameters['required'] ?? []) as string[];
  const fields = Object.entries(properties).map(([name, schema]) => fieldOfSchema(name, schema, required));
  return [...fields, ...secrets.map(({ field, named, required: must }) => secretField(field, named, must))];
}

const LONG = new Set(['command', 'content', 'nodes_csv', 'nodes_snapshot']);

function fieldOfSchema(name: string, schema: Schema, required: readonly string[]): FieldSpec {
  const isSeconds = name.endsWith('_s');
  const { minimum = null, maximum = null } = schema;
  const whole = (limit: number | null): number | null =>
    limit === null || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? null : limit;
  return {
    name,
    label: words(isSeconds ? name.slice(0, -2) : name),
    help: messages.fields.range(whole(minimum), whole(maximum)) || null,
    unit: isSeconds ? messages.fields.seconds : null,
    required: required.includes(name),
    kind: LONG.has(name) ? 'long' : kindOf(name, schema),
    values: (schema.enum ?? []).filter((value) => typeof value === 'string'),
    fallback: schema.default,
    mono: true,
  };
}

function kindOf(name: string, schema: Schema): FieldKind {
  const types = typesOf(schema);
  if (schema.enum) return 'choice';
  if (types.every((type) => type === 'integer' || type === 'number')) return 'number';
  if (types.every((type) => type === 'string' || type === 'number')) return 'text';
  if (types.every((type) => type === 'boolean')) return 'switch';
  if (types.join() !== 'array') return 'json';
  if (name === 'nodes' && typesOf(schema.items ?? {}).join() === 'object') return 'nodes';
  return typesOf(schema.items ?? {}).join() === 'string' ? 'lines' : 'json';
}

function typesOf({ type, anyOf }: Schema): string[] {
  const own = anyOf ? anyOf.flatMap(typesOf) : type === undefined ? ['any'] : [type].flat();
  return [...new Set(own.filter((one) => one !== 'null'))];
}

const secretField = (name: string, named: string, required: boolean): FieldSpec => ({
  name,
  label: words(name),
  help: messages.fields.secretNamed(named),
  unit: null,
  required,
  kind: 'secret',
  values: [],
  fallback: undefined,
  mono: false,
});

/** Limits and manners that every step has, whatever its action is. */
export const OPTION_FIELDS: readonly FieldSpec[] = [
  ...(['timeout_s', 'no_output_s', 'unreachable_s'] as const).map((name) => option(name, 'number')),
  option('allow_failure', 'switch', false),
  option('beside', 'switch', false),
  option('resources', 'lines'),
  option('accept_warnings', 'json'),
  option('when', 'json'),
];

function option(name: keyof typeof messages.fields.options, kind: FieldKind, fallback?: Json): FieldSpec {
  const { label, help } = messages.fields.options[name];
  const unit = name.endsWith('_s') ? messages.fields.seconds : null;
  return { name, label, help, unit, required: false, kind, values: [], fallback, mono: kind !== 'switch' };
}

/** A field for a key that no schema names. */
export const unknownField = (name: string): FieldSpec => ({
  name,
  label: words(name),
  help: null,
  unit: null,
  required: false,
  kind: 'json',
  values: [],
  fallback: undefined,
  mono: true,
});

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ui: 'UI',
  api: 'API',
  url: 'URL',
  id: 'id',
  csv: 'CSV',
  kb: 'kB',
};
function words(name: string): string {
  const said = name.split('_').map((word) => ABBREVIATIONS[word] ?? word);
  const text = said.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
