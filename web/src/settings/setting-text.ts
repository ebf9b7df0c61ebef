// Settings as the text of their fields, and back. An empty field means that config.yaml shall say nothing.
import { messages } from '../messages.ts';
import { type SettingField, settingFields, type SettingPath, type SettingValue } from './setting-fields.ts';

/** The text of `all private targets`; a host is never named so. */
export const ALL = '*';
const texts = messages.limits;

/** The value at a place of the settings; null where there is none. */
export function valueAt(settings: object, path: SettingPath): SettingValue {
  let node: unknown = settings;
  for (const part of path.split('.')) node = (node as Record<string, unknown> | undefined)?.[part];
  return (node ?? null) as SettingValue;
}

export function textOf(value: SettingValue): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.join(value.some((one) => typeof one === 'number') ? ', ' : '\n');
  return String(value);
}

/** The same for a field: what it holds before anybody types. */
export function fieldText({ kind }: SettingField, value: SettingValue): string {
  if (kind !== 'targets') return textOf(value);
  return value === true ? ALL : Array.isArray(value) ? textOf(value) : '';
}

/** A value in a sentence. */
export function wordOf({ kind, unit }: SettingField, value: SettingValue): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return texts.nothing;
  if (kind === 'targets' && typeof value === 'boolean') return value ? texts.targets.all : texts.targets.none;
  if (typeof value === 'boolean') return value ? texts.on : texts.off;
  const words = Array.isArray(value) ? value.join(', ') : textOf(value);
  return unit === undefined ? words : `${words} ${unit}`;
}

type Read = { value: SettingValue } | { problem: string };

/** What a field's text means. What it may be beyond its sort is for the server to say. */
export function readText({ kind }: SettingField, text: string): Read {
  const trimmed = text.trim();
  if (kind === 'targets' && trimmed === ALL) return { value: true };
  if (trimmed === '') return { value: null };
  switch (kind) {
    case 'number':
    case 'whole':
      return readNumber(trimmed);
    case 'numbers': {
      const numbers = trimmed.split(/[\s,]+/).map(readNumber);
      const problem = numbers.find((one) => 'problem' in one);
      return problem ?? { value: numbers.map((one) => ('value' in one ? one.value : 0) as number) };
    }
    case 'switch':
      return { value: trimmed === 'true' };
    case 'lines':
    case 'targets':
      return {
        value: trimmed
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      };
    case 'text':
    case 'choice':
      return { value: trimmed };
  }
}

function readNumber(text: string): { value: number } | { problem: string } {
  const value = Number(text);
  return Number.isFinite(value) ? { value } : { problem: texts.notNumber };
}

interface Patch {
  patch: Record<string, unknown>;
  problems: Partial<Record<SettingPath, string>>;
}

/** What was typed, as a merge patch of config.yaml; with the fields that cannot be read. */
export function patchOf(typed: ReadonlyMap<SettingPath, string>): Patch {
  const result: Patch = { patch: {}, problems: {} };
  for (const [path, text] of typed) {
    const read = readText(settingFields[path], text);
    if ('problem' in read) result.problems[path] = read.problem;
    else putAt(result.patch, path.split('.'), read.value);
  }
  return result;
}

function putAt(node: Record<string, unknown>, [first = '', ...rest]: string[], value: SettingValue): void {
  if (rest.length === 0) return void (node[first] = value);
  const inner = (node[first] ?? {}) as Record<string, unknown>;
  node[first] = inner;
  putAt(inner, rest, value);
}
