// What a schema does not take, in words that say what to do. Schemas have sentences of their own where they know better; these stand
// wherever one has none, at every door alike: the API, templates, lists of nodes, config.yaml.
import type { z } from 'zod';

type Raw = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

/** For `safeParse`, as its second argument. */
export const inWords = { error: wordsOf };

/** An issue as it is told. A key that is not known is a place of its own, so that a form and a text can point at it. */
export function toldIssue(issue: Issue): { path: readonly PropertyKey[]; message: string } {
  if (issue.code !== 'unrecognized_keys') return issue;
  return { path: [...issue.path, issue.keys[0] ?? ''], message: 'is not a known field' };
}

/** The first thing that is wrong, with its place as `steps.0.label`; the place is empty where all of it is. */
export function firstProblem(error: z.ZodError): { place: string; message: string } {
  const [issue] = error.issues;
  if (!issue) return { place: '', message: 'is not valid' };
  const { path, message } = toldIssue(issue);
  return { place: path.map(String).join('.'), message };
}

/** Undefined: zod's own words are as good. */
function wordsOf(issue: Raw): string | undefined {
  if (issue.input === undefined && MISSING.has(issue.code)) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue.expected, issue.input);
    case 'invalid_value':
      return choiceWords(issue.values);
    case 'too_small':
      return smallWords(issue);
    case 'too_big':
      return `must ${amount(issue.origin, issue.exact ? 'exactly' : issue.inclusive ? 'at most' : 'less than', issue.maximum)}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.format === 'regex' ? `must match ${issue.pattern}` : formats[issue.format];
    case 'unrecognized_keys':
      return `has what is not a known field: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return unionWords(issue);
    case 'custom':
    case 'invalid_key':
    case 'invalid_element':
      return undefined;
  }
}

const MISSING: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

const types: Partial<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const formats: Partial<Record<string, string>> = {
  url: 'must be an address like https://host/path',
  email: 'must be an e-mail address',
  datetime: 'must be a time like 2026-11-23T10:00:00Z',
  date: 'must be a date like 2026-11-23',
  uuid: 'must be a UUID',
};

function typeWords(expected: string, input: unknown): string | undefined {
  const wanted = types[expected];
  if (wanted === undefined) return undefined;
  const given = input === null ? 'null' : Array.isArray(input) ? 'array' : typeof input;
  if (given === 'number') return `must be ${wanted}, not ${expected === 'int' ? String(input) : 'a number'}`;
  return `must be ${wanted}, not ${given === 'boolean' ? String(input) : (types[given] ?? given)}`;
}

function choiceWords(values: readonly z.core.util.Primitive[]): string {
  const words = values.map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value)));
  return words.length === 1 ? `must be ${words.join('')}` : `must be one of ${words.join(', ')}`;
}

function smallWords({ origin, minimum, inclusive, exact }: Extract<Raw, { code: 'too_small' }>): string {
  if (units[origin] && Number(minimum) === 1 && !exact) return 'must not be empty';
  return `must ${amount(origin, exact ? 'exactly' : inclusive ? 'at least' : 'more than', minimum)}`;
}

const units: Partial<Record<string, [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
  set: ['item', 'items'],
  map: ['entry', 'entries'],
};

function amount(origin: string, how: string, limit: number | bigint): string {
  const unit = units[origin];
  return unit ? `have ${how} ${limit} ${unit[Number(limit) === 1 ? 0 : 1]}` : `be ${how} ${limit}`;
}

/** Where a value has the form of one alternative, that one says what is wrong within; else all of them say what they take. */
function unionWords(issue: Extract<Raw, { code: 'invalid_union' }>): string | undefined {
  if ('options' in issue && Array.isArray(issue.options)) return choiceWords(issue.options as z.core.util.Primitive[]);
  const firsts = issue.errors.flatMap(([first]) => (first ? [toldIssue(first)] : []));
  const within = firsts.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (!within) return undefined;
  if (within.path.length > 0) return `${within.path.map(String).join('.')}: ${within.message}`;
  return [...new Set(firsts.map(({ message }) => message))].join(', or ');
}
