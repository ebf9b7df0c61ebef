// A file with a list of nodes that a template names, e.g. `nodes_file: lists/nodes.csv`: read and taken apart, whatever it lists.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseCheckedYaml } from '../checked-yaml.ts';
import { bringupError } from '../errors.ts';

/** Workflows hold pictures' worth of settings; larger ones have been taken for something else. */
const MAX_BYTES = 8_000_000;

/** What such a file holds: lines of CSV, or what its JSON or YAML says. */
export type ListFile = { file: string } & ({ kind: 'csv'; text: string } | { kind: 'data'; value: unknown });

/**
 * Reads the file that `name` means in a template: a path below the template's own folder, ending in .csv, .json, .yaml or .yml.
 * Throws input_invalid, which names the file and, where it is not JSON or YAML, the line.
 */
export async function readListFile(templateFile: string, name: unknown, field: string): Promise<ListFile> {
  if (typeof name !== 'string' || !isInside(name)) {
    const message = `${templateFile}: ${field}: must be a path below the template's folder.`;
    throw bringupError('input_invalid', message, { file: templateFile, field });
  }
  const file = path.join(path.dirname(templateFile), name);
  const text = await readText(file, templateFile, field);
  return parseListText(text, file, path.extname(name).toLowerCase());
}

/** Takes a text apart by its kind: `.csv`, `.json`, `.yaml` or `.yml`. */
export function parseListText(text: string, file: string, kind: string): ListFile {
  const plain = text.replace(/^\uFEFF/, '');
  switch (kind) {
    case '.csv':
      return { file, kind: 'csv', text: plain };
    case '.json':
      return { file, kind: 'data', value: parseJson(plain, file) };
    case '.yaml':
    case '.yml':
      return { file, kind: 'data', value: parseCheckedYaml(z.unknown(), plain, file) };
    default:
      throw bringupError('input_invalid', `${file}: must end in .csv, .json, .yaml or .yml.`, { file });
  }
}

const isInside = (name: string): boolean =>
  name !== '' && !name.includes('\0') && !path.isAbsolute(name) && !name.split(/[/\\]/).includes('..');

async function readText(file: string, templateFile: string, field: string): Promise<string> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await handle.stat();
      if (!found.isFile()) throw new Error('it is no file');
      if (found.size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `${templateFile}: ${field}: ${file} cannot be read: ${why}.`;
    throw bringupError('input_invalid', message, { file, field }, { cause: error });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = /position (\d+)/.exec(error.message)?.[1];
    const line = at === undefined ? null : text.slice(0, Number(at)).split('\n').length;
    const where = line === null ? file : `${file}, line ${line}`;
    const facts = { file, ...(line === null ? {} : { line }) };
    throw bringupError('input_invalid', `${where}: is not JSON: ${error.message}.`, facts, { cause: error });
  }
}
