// config.yaml changed by a program: only the named values, a person's comments and order stay.
import { type Document, isMap, parseDocument, YAMLMap } from 'yaml';
import type { JsonObject } from '../../contract/json.ts';
import { type Settings, settingsSchema } from '../../contract/settings.ts';
import { writeFileAtomic } from '../atomic-file.ts';
import { parseCheckedYaml } from '../checked-yaml.ts';
import { withFileLock } from '../file-lock.ts';
import { readIfThere } from './settings.ts';

/**
 * Merges `patch` into the file (RFC 7396: null takes a value out) and gives the settings that it held and holds. Throws
 * input_invalid, with the field, when the result would not be valid; nothing is changed then.
 */
export function changeSettings(file: string, patch: JsonObject): Promise<{ before: Settings; after: Settings }> {
  return withFileLock(file, async () => {
    const text = (await readIfThere(file)) ?? '';
    const before = parseCheckedYaml(settingsSchema, text, file);
    const document: Document = parseDocument(text);
    for (const [path, value] of leavesOf(patch)) {
      if (value !== null) setAt(document, path, value);
      else if (document.hasIn(path)) document.deleteIn(path);
    }
    const changed = document.toString();
    const after = parseCheckedYaml(settingsSchema, changed, file);
    await writeFileAtomic(file, changed);
    return { before, after };
  });
}

/** What the file says, without the environment. Throws input_invalid where it says what no start would take. */
export async function readSettingsFile(file: string): Promise<Settings> {
  return parseCheckedYaml(settingsSchema, (await readIfThere(file)) ?? '', file);
}

/** Sets a value; whatever stands on its way and holds no names gives way to what does. */
function setAt(document: Document, path: string[], value: unknown): void {
  if (!isMap(document.contents)) document.contents = new YAMLMap(document.schema);
  for (let depth = 1; depth < path.length; depth += 1) {
    const at = path.slice(0, depth);
    if (document.hasIn(at) && !isMap(document.getIn(at, true))) document.setIn(at, new YAMLMap(document.schema));
  }
  document.setIn(path, value);
}

/** The values of a patch with their places. */
function leavesOf(patch: JsonObject, at: string[] = []): [string[], unknown][] {
  return Object.entries(patch).flatMap(([key, value]): [string[], unknown][] =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? leavesOf(value, [...at, key])
      : [[[...at, key], value]],
  );
}
