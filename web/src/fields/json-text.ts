// A value as text that a person edits, and back.
import type { Json } from '../../../contract/json.ts';
import { isPlace } from './field-spec.ts';

/** Texts as they are, everything else as JSON; nothing for what is not given. */
export const toText = (value: Json | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** What the text says: `value` is undefined for an empty one; `broken` where it is no JSON, and then the text itself. */
export function fromJsonText(text: string): { value: Json | undefined; broken: boolean } {
  const trimmed = text.trim();
  if (trimmed === '') return { value: undefined, broken: false };
  if (isPlace(trimmed)) return { value: trimmed, broken: false };
  try {
    return { value: JSON.parse(trimmed) as Json, broken: false };
  } catch {
    return { value: text, broken: true };
  }
}

/** One text a line. */
export const toLines = (value: Json | undefined): string =>
  Array.isArray(value) ? value.map((one) => toText(one)).join('\n') : toText(value);

export function fromLines(text: string): Json | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length === 0 ? undefined : lines;
}

/** A number; another text stays one, so that the server says what is wrong with it. */
export function fromNumberText(text: string): Json | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text.trim();
}
