// Parameters of a template: what their values may be, and where they stand in steps. A parameter is always a whole value, so that
// it stays data whatever it holds.
import { z } from 'zod';
import { firstProblem, inWords } from '../../contract/issue-words.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Template, TemplateParameter } from '../../contract/template.ts';
import { customNodes, shortNode } from '../nodes.ts';
import { boxPath, HALF, secretReference } from '../parameters.ts';

const PLACE = /^\$\{([a-z][a-z0-9_]{0,63})\}$/;

/** Name of the parameter that a field's value stands for; null where it is a value of its own. */
export const placeOf = (value: unknown): string | null =>
  typeof value === 'string' ? (PLACE.exec(value)?.[1] ?? null) : null;

const plainText = z
  .string()
  .max(20_000)
  .refine((value) => !value.includes('\0') && !HALF.test(value), { error: 'must not hold NUL or half characters' });
const secretValue = z.string().min(1).max(16_384);

/** What may be given for a parameter; a secret by its name, or by a value. */
export function parameterValue(parameter: TemplateParameter): z.ZodType<Json> {
  switch (parameter.type) {
    case 'string':
      return plainText;
    case 'number':
      return z
        .number()
        .min(parameter.min ?? -Number.MAX_VALUE)
        .max(parameter.max ?? Number.MAX_VALUE);
    case 'enum':
      return z.enum(parameter.values);
    case 'path':
      return boxPath;
    case 'secret':
      return z.union([secretReference, secretValue], { error: 'must be {"secret": "<name>"} or the secret itself' });
    case 'nodes':
      return customNodes.transform((nodes) => nodes.map(shortNode));
    case 'boolean':
      return z.boolean();
  }
}

/** What was wrong with a value, by parameter. */
export interface ParameterProblem {
  name: string;
  message: string;
}

interface ParameterValues {
  /** By name; those that have no value are not there. */
  values: Map<string, Json>;
  problems: ParameterProblem[];
}

/** The values of a template's parameters: as given, else by default. All problems at once. */
export function readParameters({ parameters }: Pick<Template, 'parameters'>, given: JsonObject): ParameterValues {
  const values = new Map<string, Json>();
  const problems: ParameterProblem[] = [];
  for (const name of Object.keys(given)) {
    if (!parameters.some((one) => one.name === name))
      problems.push({ name, message: 'is no parameter of this template' });
  }
  for (const parameter of parameters) {
    const { name, required } = parameter;
    const sent = Object.hasOwn(given, name) ? given[name] : undefined;
    const value = sent ?? parameter.default;
    if (value === undefined) {
      if (required) problems.push({ name, message: 'is required' });
      continue;
    }
    const parsed = parameterValue(parameter).safeParse(value, inWords);
    if (parsed.success) values.set(name, parsed.data);
    else problems.push({ name, message: issueWords(parsed.error) });
  }
  return { values, problems };
}

/** The first thing that is wrong with a value, with its place in it. */
export function issueWords(error: z.ZodError): string {
  const { place, message } = firstProblem(error);
  return place === '' ? message : `${place}: ${message}`;
}

/** Every text in a value with its place, keys of objects in front. */
export function* textsIn(
  value: unknown,
  at: (string | number)[] = [],
): Generator<{ at: (string | number)[]; text: string }> {
  if (typeof value === 'string') yield { at, text: value };
  else if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* textsIn(one, [...at, index]);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) yield* textsIn(one, [...at, key]);
  }
}

/** A step's fields with `value` in the place of every parameter; what it gives undefined for is left out. */
export function fillIn(
  fields: unknown,
  value: (name: string, at: (string | number)[]) => Json | undefined,
): JsonObject {
  const walk = (one: unknown, at: (string | number)[]): Json | undefined => {
    const name = placeOf(one);
    if (name !== null) return value(name, at);
    if (Array.isArray(one)) {
      return one.map((item, index) => walk(item, [...at, index])).filter((item) => item !== undefined);
    }
    if (typeof one !== 'object' || one === null) return one as Json;
    const filled = Object.entries(one).map(([key, item]) => [key, walk(item, [...at, key])] as const);
    return Object.fromEntries(filled.filter((entry): entry is [string, Json] => entry[1] !== undefined));
  };
  return walk(fields, []) as JsonObject;
}
