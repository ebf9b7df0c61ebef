// A template that was changed in a form goes back into its YAML: comments, order and quotes of what was not changed stay.
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Json, JsonObject } from '../../contract/json.ts';

/** What a form sends for fields that nobody wrote: they stay unwritten. By the folder of the template that they stand in. */
const DEFAULTS: Readonly<Record<string, JsonObject>> = {
  '': { description: '', version: '1', step_delay: 0, parameters: [] },
  steps: { enabled: true },
  parameters: { required: false },
};

/** The text with these values. A text that is no template of today's format is written anew. */
export function editYaml(text: string, template: JsonObject): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents) || !document.has('steps')) return templateYaml(template);
  mergeMap(document, document.contents, template, '');
  return document.toString({ lineWidth: 0 });
}

/** A template as a new text. */
export const templateYaml = (template: JsonObject): string => {
  const document = parseDocument('{}');
  const contents = document.createNode({});
  document.contents = contents as typeof document.contents;
  mergeMap(document, contents as unknown as YAMLMap, template, '');
  return stringify(document, { lineWidth: 0 });
};

function mergeMap(document: Document, map: YAMLMap, value: JsonObject, place: string | null): void {
  const defaults = place === null ? {} : (DEFAULTS[place] ?? {});
  for (const { key } of [...map.items]) {
    if (!Object.hasOwn(value, String(isScalar(key) ? key.value : key))) map.delete(key);
  }
  for (const [key, one] of Object.entries(value)) {
    if (map.has(key)) map.set(key, merged(document, map.get(key, true), one, place === '' ? key : null));
    else if (JSON.stringify(defaults[key]) !== JSON.stringify(one))
      map.set(document.createNode(key), merged(document, undefined, one, place === '' ? key : null));
  }
}

function merged(document: Document, node: unknown, value: Json, place: string | null): Node {
  if (isObject(value) && (isMap(node) || (place !== null && place in DEFAULTS))) {
    const map = isMap(node) ? node : (document.createNode({}) as unknown as YAMLMap);
    if (!isMap(node)) map.flow = false;
    mergeMap(document, map, value, place);
    return map;
  }
  if (Array.isArray(value) && (isSeq(node) || (place !== null && place in DEFAULTS))) {
    const seq = isSeq(node) ? node : (document.createNode([]) as unknown as YAMLSeq);
    if (!isSeq(node)) seq.flow = false;
    ownComment(seq);
    seq.items = matched(seq, value).map(([item, one]) => merged(document, item, one, place));
    return seq;
  }
  if (isScalar(node)) {
    if (node.value === value) return node;
    if (value === null || typeof value !== 'object') return withComments(new Scalar(value), node);
  }
  return document.createNode(value) as Node;
}

/** The parser gives the first item's comment to the list; it shall move with the item. */
function ownComment(seq: YAMLSeq): void {
  const [first] = seq.items;
  if (!isNode(first) || !seq.commentBefore || first.commentBefore) return;
  first.commentBefore = seq.commentBefore;
  seq.commentBefore = null;
}

/** Each new item with the old one that it most likely was: the same, else of the same name, else at the same place. */
function matched(seq: YAMLSeq, values: Json[]): [unknown, Json][] {
  const left = new Set(seq.items);
  const found = new Map<number, unknown>();
  const take = (fits: (item: unknown, value: Json, index: number) => boolean) => {
    values.forEach((value, index) => {
      if (found.has(index)) return;
      const item = [...left].find((one) => fits(one, value, index));
      if (item === undefined) return;
      found.set(index, item);
      left.delete(item);
    });
  };
  const plain = new Map(seq.items.map((item) => [item, toJson(item)]));
  take((item, value) => JSON.stringify(plain.get(item)) === JSON.stringify(value));
  take((item, value) => nameOf(value) !== null && nameOf(plain.get(item)) === nameOf(value));
  take((item, _, index) => seq.items[index] === item);
  return values.map((value, index) => [found.get(index), value]);
}

const toJson = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && 'toJSON' in item && typeof item.toJSON === 'function'
    ? (item.toJSON as () => unknown)()
    : item;

/** What a person would call an item by: a step by action and label, a parameter or node by its name. */
function nameOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const { action, label, name, url } = value as Record<string, unknown>;
  const parts = [action, action === undefined ? undefined : label, name, name === undefined ? url : undefined];
  const named = parts.filter((part) => typeof part === 'string');
  return named.length > 0 ? named.join('\n') : null;
}

function withComments(scalar: Scalar, { comment, commentBefore, spaceBefore }: Scalar): Scalar {
  return Object.assign(scalar, { comment, commentBefore, spaceBefore });
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
