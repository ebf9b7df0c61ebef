// How the fields of a step say which nodes are meant: the plain list, and the other ways of writing one, which become it.
import { z } from 'zod';
import { inWords } from '../../contract/issue-words.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import { type CustomNode, customNodes, shortNode } from '../nodes.ts';
import { text } from '../parameters.ts';
import { readCsv } from './csv.ts';
import { mergeLists, type Source } from './merge.ts';
import { emptyReading, type LeftOut, type Reading, withPlace, wrongList } from './reading.ts';
import { readSnapshot } from './snapshot.ts';
import { readWorkflow } from './workflow.ts';

const MAX_TEXT = 1_000_000;
const objectOrText = z.union([z.string().min(1).max(MAX_TEXT), z.record(z.string(), z.unknown())]);

export const csvText = z.string().min(1).max(MAX_TEXT);
export const snapshotInput = objectOrText;
export const workflowInput = objectOrText;

/** What a list had and no repository was named for. */
export const leftOutList = z.array(z.object({ name: text(300), reason: text(1000) })).max(5_000);

const READERS: Record<string, (value: unknown) => Reading> = {
  nodes_csv: (value) => (typeof value === 'string' ? readCsv(value) : wrongList('must be text')),
  nodes_snapshot: (value) => withParsed(value, readSnapshot),
  nodes_workflow: (value) => withParsed(value, readWorkflow),
};
/** The fields of a step that hold a list of nodes in another form than `nodes`. */
export const LIST_FIELDS = Object.keys(READERS);

/** The lists that a step's fields hold, each under the name of its field. */
export const listsOf = (given: Record<string, unknown>): Source[] =>
  Object.entries(READERS)
    .filter(([field]) => given[field] !== undefined)
    .map(([name, read]) => ({ name, reading: read(given[name]) }));

/** Nodes that were checked already as a source, e.g. the step's own list. */
export const listed = (name: string, nodes: readonly CustomNode[]): Source => ({
  name,
  reading: { ...emptyReading(), nodes: nodes.map((node, index) => ({ node, place: { path: [index] } })) },
});

function withParsed(value: unknown, read: (parsed: unknown) => Reading): Reading {
  if (typeof value !== 'string') return read(value);
  try {
    return read(JSON.parse(value.replace(/^\uFEFF/, '')));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return wrongList(`is not JSON: ${error.message}`);
  }
}

/** What was left out, as the one sentence of an error. */
export function leftOutWords(left: readonly LeftOut[]): string {
  const count = left.length === 1 ? 'one thing' : `${left.length} things`;
  const words = left.map(({ name, reason }) => `${name} ${reason}`).join('; ');
  return `names no repository for ${count}: ${words}. Give each in nodes with its URL, or set skip_unnamed to go without`;
}

interface NodeFields {
  nodes: CustomNode[];
  skip_unnamed: boolean;
  left_out: LeftOut[];
  [field: string]: unknown;
}

/** A check of the step's fields that brings all lists into `nodes`, and what they have beyond repositories into `left_out`. */
export function plainNodes({ value: given, issues }: z.core.ParsePayload<NodeFields>): void {
  const refuse = (field: string, message: string) =>
    void issues.push({ code: 'custom', path: [field], message, input: given[field] });
  // What is wrong with the fields themselves comes first.
  if (issues.length > 0) return;
  if (given['nodes_file'] !== undefined) {
    refuse('nodes_file', 'is read in the file of a template only; here give the list itself, e.g. as nodes_csv');
  }
  const lists = listsOf(given);
  const merged = mergeLists([listed('nodes', given.nodes), ...lists]);
  for (const { source, ...problem } of merged.problems) refuse(source, withPlace(problem));
  for (const { name } of given.skip_unnamed ? [] : lists) {
    const left = merged.left_out.filter(({ source }) => source === name);
    if (left.length > 0) refuse(name, leftOutWords(left));
  }
  const [whole] = customNodes.safeParse(merged.nodes, inWords).error?.issues ?? [];
  if (whole && issues.length === 0) refuse(lists.at(-1)?.name ?? 'nodes', `together: ${whole.message}`);
  given.nodes = merged.nodes;
  given.left_out = [...given.left_out, ...merged.left_out.map(({ name, reason }) => ({ name, reason }))];
  for (const field of LIST_FIELDS) delete given[field];
}

/** The step as it was asked, with the plain list instead of what it was read from. */
export function keptNodes(given: JsonObject, { nodes, left_out }: Pick<NodeFields, 'nodes' | 'left_out'>): JsonObject {
  if (!LIST_FIELDS.some((field) => given[field] !== undefined)) return given;
  const others = Object.entries(given).filter(([field]) => !LIST_FIELDS.includes(field));
  return {
    ...Object.fromEntries(others),
    nodes: nodes.map(shortNode),
    ...(left_out.length > 0 && { left_out: left_out as unknown as Json }),
  };
}

/** Sizes of environment variables have an end: what is beyond it is counted. */
const MAX_LINES = 200;

/** What was left out as the script reads it, a line each. */
export function leftOutLines(left: readonly LeftOut[]): string {
  const lines = left.slice(0, MAX_LINES).map(({ name, reason }) => `${name} ${reason}`);
  if (left.length > MAX_LINES) lines.push(`${left.length - MAX_LINES} more were left out`);
  return lines.join('\n');
}
