// What every reader of a list of nodes gives: the nodes, each with the place where it stands; what names no repository; and what is
// wrong, with its place.
import { inWords, toldIssue } from '../../contract/issue-words.ts';
import { customNode, type CustomNode } from '../nodes.ts';
import { CONTROL, HALF } from '../parameters.ts';

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where something stands: the keys that lead to it within the list, and the line of a CSV. */
export interface Place {
  path: (string | number)[];
  line?: number;
}

export interface Problem extends Place {
  message: string;
}

/** Something that the list has and no repository is named for, in words. */
export interface LeftOut {
  name: string;
  reason: string;
}

export interface Reading {
  nodes: { node: CustomNode; place: Place }[];
  left_out: LeftOut[];
  problems: Problem[];
}

export const emptyReading = (): Reading => ({ nodes: [], left_out: [], problems: [] });

/** A list that is none at all. */
export const wrongList = (message: string): Reading => ({ ...emptyReading(), problems: [{ path: [], message }] });

/** Notes what has no repository; names come from files of others, so they are made harmless for terminals and bounded. */
export function leaveOut(reading: Reading, name: string, reason: string): void {
  reading.left_out.push({ name: shown(name, 300), reason: shown(reason, 1000) });
}

const shown = (words: string, limit: number): string => {
  const plain =
    words.replaceAll(new RegExp(CONTROL, 'g'), '\uFFFD').replaceAll(new RegExp(HALF, 'gu'), '\uFFFD') || '(no name)';
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
};

/** Checks a node as the list has it and adds it, or what is wrong with it. Empty fields count as absent. */
export function addNode(reading: Reading, given: Record<string, unknown>, place: Place): void {
  const present = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  const { success, data, error } = customNode.safeParse(Object.fromEntries(present), inWords);
  if (success) return void reading.nodes.push({ node: data, place });
  for (const { path, message } of error.issues.map(toldIssue)) {
    reading.problems.push({ ...place, message: `${path.map(String).join('.') || 'the node'}: ${message}` });
  }
}

/** A place in words, e.g. `line 3`, `git_custom_nodes["https://…"].hash` or nothing. */
export function placeWords({ path, line }: Place): string {
  if (line !== undefined) return `line ${line}`;
  return path.reduce<string>((words, key) => {
    if (typeof key === 'number') return `${words}[${key}]`;
    if (!/^\w+$/.test(key)) return `${words}["${key}"]`;
    return words === '' ? key : `${words}.${key}`;
  }, '');
}

/** A problem with its place before it. */
export const withPlace = ({ message, ...place }: Problem): string =>
  [placeWords(place), message].filter(Boolean).join(': ');
