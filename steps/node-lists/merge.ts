// Several lists of nodes made one, by name. What two lists say about one node may complete each other; where they contradict each
// other the person has to decide.
import type { CustomNode } from '../nodes.ts';
import { type LeftOut, type Place, placeWords, type Problem, type Reading } from './reading.ts';

/** A list with the name of the field or file that it came from. */
export interface Source {
  name: string;
  reading: Reading;
}

export interface Merged {
  nodes: CustomNode[];
  left_out: (LeftOut & { source: string })[];
  problems: (Problem & { source: string })[];
}

/**
 * All nodes of all lists in their order. What one list has left out counts as there when another one has a node of that name, in
 * whatever case: ids of the registry are lower case.
 */
export function mergeLists(sources: readonly Source[]): Merged {
  const byName = new Map<string, Found>();
  const byFolder = new Map<string, Found>();
  const problems: Merged['problems'] = sources.flatMap(({ name: source, reading }) =>
    reading.problems.map((problem) => ({ ...problem, source })),
  );
  for (const { name: source, reading } of sources) {
    for (const { node, place } of reading.nodes) {
      const refuse = (message: string) => void problems.push({ ...place, source, message });
      const before = byName.get(node.name);
      if (before) {
        const message = before.source === source ? twice(node, before) : join(node, before);
        if (message !== null) refuse(message);
        continue;
      }
      const found: Found = { node: { ...node }, source, place };
      byName.set(node.name, found);
    }
  }
  for (const found of byName.values()) {
    const { node, place, source } = found;
    const folder = node.subfolder ?? node.name;
    const other = byFolder.get(folder);
    if (other) {
      const message = `${node.name}: its folder ${folder} is the one of ${other.node.name} (${whereOf(other)})`;
      problems.push({ ...place, source, message });
    } else byFolder.set(folder, found);
  }
  const known = new Set([...byName.keys()].map((name) => name.toLowerCase()));
  const left_out = sources.flatMap(({ name: source, reading }) =>
    reading.left_out.filter(({ name }) => !known.has(name.toLowerCase())).map((one) => ({ ...one, source })),
  );
  return { nodes: [...byName.values()].map(({ node }) => node), left_out, problems };
}

interface Found {
  node: CustomNode;
  source: string;
  place: Place;
}

const whereOf = ({ source, place }: Found): string => [source, placeWords(place)].filter(Boolean).join(', ');

const twice = ({ name }: CustomNode, before: Found): string =>
  `${name} is there twice (first: ${placeWords(before.place)})`;

/** Completes what was found before; what contradicts it, in words. */
function join(node: CustomNode, before: Found): string | null {
  const one = before.node;
  if (plainUrl(one.url) !== plainUrl(node.url)) {
    return `${node.name} comes from ${node.url} here and from ${one.url} in ${whereOf(before)}`;
  }
  for (const field of ['ref', 'requirements', 'subfolder'] as const) {
    const [given, known] = [node[field], one[field]];
    if (given !== null && known !== null && given !== known) {
      return `${node.name}: the ${field} is ${given} here and ${known} in ${whereOf(before)}`;
    }
    one[field] = known ?? given;
  }
  one.optional ||= node.optional;
  return null;
}

/** The same repository may be written in many ways; the install script compares them like this, too. */
const plainUrl = (url: string): string =>
  url
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]*):([^/0-9])/, '$1/$2');
