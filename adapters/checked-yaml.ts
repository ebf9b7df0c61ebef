// YAML that people write: parsed, checked by a schema, and refused with the place where the mistake stands.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { inWords, toldIssue } from '../contract/issue-words.ts';
import { bringupError } from './errors.ts';

/** A large template has some 60 kB. The parser takes seconds for a megabyte, and meanwhile nobody is answered. */
const MAX_BYTES = 256_000;

/** Reads a file for `parseCheckedYaml`. Throws `input_invalid` for one that is too large or no file at all. */
export async function readYamlFile(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw new Error('it is a folder');
    if (!found.isFile()) throw new Error('it is no file');
    if (found.size > MAX_BYTES) throw tooLarge(file);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

const TOO_LARGE = `must not be larger than ${MAX_BYTES} bytes`;
const tooLarge = (file: string) => refused(file, { line: 1, column: 1, field: '', message: TOO_LARGE });

/** What is wrong in a text, and where: counted from 1; `field` is empty where no field is meant. */
export interface YamlProblem {
  line: number;
  column: number;
  field: string;
  message: string;
}

type CheckedYaml<Value> = { value: Value; problems: [] } | { value: null; problems: YamlProblem[] };

/**
 * Parses a YAML text and checks it. An empty text counts as an empty mapping. Throws `input_invalid` with one sentence that names
 * file, line, column and field; values are not repeated.
 */
export function parseCheckedYaml<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  file: string,
): z.output<Schema> {
  const { value, problems } = checkYaml(schema, text);
  const [first, ...more] = problems;
  if (!first) return value as z.output<Schema>;
  throw refused(file, more.length === 0 ? first : { ...first, message: `${first.message} (and ${more.length} more)` });
}

/** The same with all problems, in the order of the text. `prepare` makes what is checked of what was written. */
export function checkYaml<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  prepare: (value: unknown) => unknown = (value) => value,
): CheckedYaml<z.output<Schema>> {
  if (text.length > MAX_BYTES) return wrong({ line: 1, col: 1 }, TOO_LARGE);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken) return wrong(lines.linePos(broken.pos[0]), lowerFirst(broken.message));

  let plain: unknown;
  try {
    plain = document.toJS();
  } catch (error) {
    // Aliases without an anchor, or too many of them, show only here and without a place.
    return wrong({ line: 1, col: 1 }, lowerFirst(error instanceof Error ? error.message : String(error)));
  }
  const checked = schema.safeParse(prepare(plain) ?? {}, inWords);
  if (checked.success) return { value: checked.data, problems: [] };
  const problems = checked.error.issues
    .map((issue) => ({ ...toldIssue(issue), offset: offsetOf(document, issue) }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ path, message, offset }) => {
      const { line, col } = lines.linePos(offset);
      return { line, column: col, field: fieldName(path), message: lowerFirst(message) };
    });
  return { value: null, problems };
}

const wrong = ({ line, col }: { line: number; col: number }, message: string) => ({
  value: null,
  problems: [{ line, column: col, field: '', message }],
});

type Path = readonly PropertyKey[];

/** Where the wrong value starts, or the unknown key, or the nearest thing around it that is there. */
function offsetOf(document: Document, issue: z.core.$ZodIssue): number {
  if (issue.code === 'unrecognized_keys') {
    const parent = issue.path.length === 0 ? document.contents : document.getIn(issue.path, true);
    const pair = isMap(parent) && parent.items.find((item) => String(item.key) === issue.keys[0]);
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
  }
  for (let length = issue.path.length; length > 0; length -= 1) {
    const node = document.getIn(issue.path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

const fieldName = (path: Path): string =>
  path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`;
    return name === '' ? String(part) : `${name}.${String(part)}`;
  }, '');

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The error for a problem of a file. */
export function refused(file: string, { line, column, field, message }: YamlProblem): Error {
  const subject = field === '' ? message : `${field}: ${message}`;
  return bringupError('input_invalid', `${file}, line ${line}, column ${column}: ${subject}.`, {
    file,
    line,
    column,
    field,
  });
}
