// Templates as YAML files, `<id>.yaml`, or `templates_<id>.yml` in the format of the seed's line: shipped ones, and the person's
// own. A broken file is told with its mistake and hides no other.
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import type { JsonObject } from '../../contract/json.ts';
import type { Template, TemplateSource, TemplateStep } from '../../contract/template.ts';
import { checkYaml, readYamlFile, refused, type YamlProblem } from '../checked-yaml.ts';
import { type BringupError, bringupError, isBringupError } from '../errors.ts';
import { type ListFile, readListFile } from './list-file.ts';

/** What is read from a text. */
export interface ReadTemplate {
  template: Template;
  /** What of an older format could not be taken over, in words. */
  notes: string[];
}

/** A template's file; `text` is what a version keeps: with the lists of nodes that lie beside the file. */
export interface TemplateFile {
  id: string;
  source: Exclude<TemplateSource, 'saved'>;
  file: string;
  /** When the file was written. */
  changed_at: string;
  read: (ReadTemplate & { text: string; hash: string }) | null;
  error: BringupError | null;
}

/**
 * Puts what a step's `nodes_file` holds into the step itself. `field` is the place in the template. Throws input_invalid.
 */
export type ReadList = (step: TemplateStep, list: ListFile, field: string) => TemplateStep;

/** What whoever knows the steps gives to read templates with. */
export interface TemplateRules {
  schema: z.ZodType<Template>;
  readList: ReadList;
  isOlder: (value: unknown) => value is JsonObject;
  fromOlder: (value: JsonObject, id: string) => { template: JsonObject; notes: string[] };
}

export interface TemplateFolder {
  folder: string;
  source: TemplateFile['source'];
}

const PRACTICE = 'practice';
export const TEMPLATE_ID = /^[a-z0-9][a-z0-9_-]{0,99}$/;

/** The templates of all folders, or those of one id; of one folder and id there is one, of an id in two folders both. */
export async function readTemplateFiles(
  folders: readonly TemplateFolder[],
  rules: TemplateRules,
  only?: string,
): Promise<TemplateFile[]> {
  const found = await Promise.all(
    folders.map(async ({ folder, source }) => {
      const files = await filesIn(folder);
      const wanted = [...files].filter(([id]) => only === undefined || id === only);
      return Promise.all(wanted.map(([id, file]) => readFile(id, file, source, rules)));
    }),
  );
  return found.flat();
}

/** The built-in template that belongs to the practice box. */
export const isPracticeTemplate = ({ id, ssh_connection }: Pick<Template, 'id' | 'ssh_connection'>): boolean =>
  id === PRACTICE && ssh_connection !== undefined;

/** The id that a file's name gives. */
export const idOfFile = (name: string): string | null =>
  /^templates_([^.].*)\.ya?ml$/.exec(name)?.[1] ?? /^([^.].*)\.ya?ml$/.exec(name)?.[1] ?? null;

/** Reads a text in today's format or the older one, which has no id of its own. All problems, or what it says. */
export function checkTemplateText(
  text: string,
  rules: TemplateRules,
  id: string,
): { read: ReadTemplate; problems: [] } | { read: null; problems: YamlProblem[] } {
  let notes: string[] = [];
  const checked = checkYaml(rules.schema, text, (value) => {
    if (!rules.isOlder(value)) return value;
    const older = rules.fromOlder(value, id);
    notes = older.notes;
    return older.template;
  });
  if (checked.value === null) return { read: null, problems: checked.problems };
  return { read: { template: checked.value, notes }, problems: [] };
}

/** The same; throws `input_invalid` with the place of the first mistake. */
export function readTemplateText(text: string, rules: TemplateRules, id: string, file: string): ReadTemplate {
  const { read, problems } = checkTemplateText(text, rules, id);
  const [first, ...more] = problems;
  if (read) return read;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw refused(file, { line: 1, column: 1, field: '', ...first, message: (first?.message ?? '') + others });
}

export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex');

async function filesIn(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of (await namesIn(folder)).sort()) {
    const id = idOfFile(name);
    if (id !== null) files.set(id, path.join(folder, name));
  }
  return files;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readFile(
  id: string,
  file: string,
  source: TemplateFile['source'],
  rules: TemplateRules,
): Promise<TemplateFile> {
  let changed_at = '';
  try {
    changed_at = (await stat(file)).mtime.toISOString();
    const text = await readYamlFile(file);
    const { template, notes } = readTemplateText(text, rules, id, file);
    if (template.id !== id) throw wrongName(file, template.id);
    const whole = await withLists(template, text, file, rules.readList);
    const read = { ...whole, notes, hash: textHash(whole.text) };
    return { id, source, file, changed_at, read, error: null };
  } catch (error) {
    return { id, source, file, changed_at, read: null, error: isBringupError(error) ? error : unreadable(file, error) };
  }
}

/** The template and its text with its lists of nodes: whoever is given it needs no file beside it. */
async function withLists(
  template: Template,
  text: string,
  file: string,
  readList: ReadList,
): Promise<{ template: Template; text: string }> {
  if (template.steps.every(({ nodes_file }) => nodes_file === undefined)) return { template, text };
  const document = parseDocument(text);
  const steps = template.steps.map(async (step, index) => {
    const { nodes_file: name, ...others } = step;
    if (name === undefined) return step;
    const field = `steps[${index}].nodes_file`;
    const read = readList(others, await readListFile(file, name, field), field);
    document.deleteIn(['steps', index, 'nodes_file']);
    for (const [key, value] of Object.entries(read)) {
      if (value !== others[key]) document.setIn(['steps', index, key], document.createNode(value));
    }
    return read;
  });
  const read = { ...template, steps: await Promise.all(steps) };
  return { template: read, text: document.toString({ lineWidth: 0 }) };
}

const wrongName = (file: string, id: string) =>
  bringupError('input_invalid', `${file}: the id is ${id}, so the file must be named ${id}.yaml.`, { file });

const unreadable = (file: string, error: unknown): BringupError => {
  const why = error instanceof Error ? error.message : String(error);
  return bringupError('input_invalid', `${file} cannot be read: ${why}.`, { file }, { cause: error });
};
