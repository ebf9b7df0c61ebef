// Templates as YAML files, `<id>.yaml`: shipped ones, then the person's own, which win. A broken file is listed with its mistake
// and hides no other.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Template, templateSchema } from '../../contract/template.ts';
import { parseCheckedYaml, readYamlFile } from '../checked-yaml.ts';
import { type BringupError, bringupError, isBringupError } from '../errors.ts';
import { type ListFile, readListFile } from './list-file.ts';

export type TemplateEntry =
  | { id: string; file: string; template: Template; error: null }
  | { id: string; file: string; template: null; error: BringupError };

type TemplateStep = Template['steps'][number];

/**
 * Puts what a step's `nodes_file` holds into the step itself; whoever knows the steps gives it. `field` is the place in the
 * template. Throws input_invalid.
 */
export type ReadList = (step: TemplateStep, list: ListFile, field: string) => TemplateStep;

const PRACTICE = 'practice';
const ID = /^[a-z0-9][a-z0-9_-]*$/;

/** All templates of the folders, by id; of one id in several folders the last. Missing folders count as empty. */
export async function listTemplates(folders: string[], readList: ReadList): Promise<TemplateEntry[]> {
  const files = await templateFiles(folders);
  return Promise.all([...files].map(([id, file]) => readEntry(id, file, readList)));
}

/** One template. Throws `template_not_found`, or `input_invalid` with the place of the mistake. */
export async function readTemplate(folders: string[], id: string, readList: ReadList): Promise<Template> {
  const file = ID.test(id) ? (await templateFiles(folders)).get(id) : undefined;
  if (file === undefined)
    throw bringupError('template_not_found', `Template "${id.slice(0, 100)}" not found`, { id: id.slice(0, 100) });
  const { template, error } = await readEntry(id, file, readList);
  if (error) throw error;
  return template;
}

/** The built-in template that belongs to the practice box. */
export const isPracticeTemplate = ({ id, ssh_connection }: Template): boolean =>
  id === PRACTICE && ssh_connection !== undefined;

async function templateFiles(folders: string[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const name of (await namesIn(folder)).sort()) {
      const id = /^([^.].*)\.ya?ml$/.exec(name)?.[1];
      if (id !== undefined) files.set(id, path.join(folder, name));
    }
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

async function readEntry(id: string, file: string, readList: ReadList): Promise<TemplateEntry> {
  try {
    return { id, file, template: await readFromFile(id, file, readList), error: null };
  } catch (error) {
    return { id, file, template: null, error: isBringupError(error) ? error : unreadable(file, error) };
  }
}

async function readFromFile(id: string, file: string, readList: ReadList): Promise<Template> {
  const template = parseCheckedYaml(templateSchema, await readYamlFile(file), file);
  if (template.id === id) return withLists(template, file, readList);
  throw bringupError(
    'input_invalid',
    `${file}: the id is ${template.id}, so the file must be named ${template.id}.yaml.`,
    { file },
  );
}

/** The template with its lists of nodes: whoever is given it needs no file beside it. */
async function withLists(template: Template, file: string, readList: ReadList): Promise<Template> {
  const steps = template.steps.map(async (step, index) => {
    const { nodes_file: name, ...others } = step;
    if (name === undefined) return step;
    const field = `steps[${index}].nodes_file`;
    return readList(others, await readListFile(file, name, field), field);
  });
  return { ...template, steps: await Promise.all(steps) };
}

const unreadable = (file: string, error: unknown): BringupError => {
  const why = error instanceof Error ? error.message : String(error);
  return bringupError('input_invalid', `${file} cannot be read: ${why}.`, { file }, { cause: error });
};
