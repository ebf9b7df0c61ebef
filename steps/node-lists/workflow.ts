// A workflow as ComfyUI saves it. In the form of its page each node says where it comes from: properties.aux_id is
// `owner/repository` on GitHub, properties.cnr_id an id of the registry, properties.ver the version or commit it was made with.
// In the form of its API there are only names of node classes. Source: https://docs.comfy.org/specs/workflow_json.
import { z } from 'zod';
import { inWords } from '../../contract/issue-words.ts';
import { addNode, emptyReading, isRecord, leaveOut, type Reading } from './reading.ts';

const optionalText = z.string().nullish().catch(null);
const graphNode = z.looseObject({
  type: z.string(),
  properties: z.looseObject({ cnr_id: optionalText, aux_id: optionalText, ver: optionalText }).nullish().catch(null),
});
type GraphNode = z.output<typeof graphNode>;
const graph = z.looseObject({
  nodes: z.array(graphNode),
  definitions: z
    .looseObject({ subgraphs: z.array(z.looseObject({ id: z.string(), nodes: z.array(graphNode) })).nullish() })
    .nullish(),
  extra: z
    .looseObject({ groupNodes: z.record(z.string(), z.looseObject({ nodes: z.array(graphNode) })).nullish() })
    .nullish(),
});
const prompt = z
  .record(z.string(), z.looseObject({ class_type: z.string() }))
  .refine((nodes) => Object.keys(nodes).length > 0);

/** Drawn by the page itself: nothing on the box belongs to them. */
const OF_THE_PAGE = new Set(['Note', 'MarkdownNote', 'Reroute', 'PrimitiveNode']);
const COMMIT = /^[0-9a-f]{7,40}$/i;

export const isWorkflow = (value: unknown): boolean =>
  isRecord(value) && (Array.isArray(value['nodes']) || prompt.safeParse(value).success);

/**
 * Reads a workflow that was parsed already. A commit in `ver` becomes the node's ref, a version of the registry does not. What is
 * part of ComfyUI (`comfy-core`) or of its page is no node to install.
 */
export function readWorkflow(value: unknown): Reading {
  if (isRecord(value) && !('nodes' in value) && prompt.safeParse(value).success) return readPrompt(value);
  const reading = emptyReading();
  const { success, data, error } = graph.safeParse(value, inWords);
  if (!success) {
    for (const { path, message } of error.issues) {
      const place = path.map((key) => (typeof key === 'number' ? key : String(key)));
      reading.problems.push({
        path: place,
        message: place.length < 2 ? 'is no workflow of ComfyUI: it has no list of nodes' : message,
      });
    }
    return reading;
  }
  const found = new Origins();
  const subgraphs = data.definitions?.subgraphs ?? [];
  const ids = new Set(subgraphs.map(({ id }) => id));
  const look = (nodes: GraphNode[], path: (string | number)[]) =>
    nodes.forEach((node, index) => {
      if (!ids.has(node.type)) found.add(node, [...path, index]);
    });
  look(data.nodes, ['nodes']);
  subgraphs.forEach(({ nodes }, index) => look(nodes, ['definitions', 'subgraphs', index, 'nodes']));
  for (const [name, { nodes }] of Object.entries(data.extra?.groupNodes ?? {})) {
    look(nodes, ['extra', 'groupNodes', name, 'nodes']);
  }
  return found.into(reading);
}

function readPrompt(value: Record<string, unknown>): Reading {
  const reading = emptyReading();
  const types = new Set(Object.values(prompt.parse(value)).map(({ class_type }) => class_type));
  for (const type of [...types].sort()) leaveOut(reading, type, UNNAMED);
  return reading;
}

const UNNAMED = 'is a node class of which the workflow does not say where it comes from';

/** Where the nodes of a graph come from; many come from one place. */
class Origins {
  readonly #repositories = new Map<string, { path: (string | number)[]; commits: Set<string> }>();
  readonly #packages = new Map<string, Set<string>>();
  readonly #types = new Set<string>();

  add({ type, properties }: GraphNode, path: (string | number)[]): void {
    const ver = properties?.ver ?? '';
    const repository = repositoryUrl(properties?.aux_id ?? '');
    if (repository !== null) {
      const entry = this.#repositories.get(repository) ?? { path, commits: new Set() };
      if (COMMIT.test(ver)) entry.commits.add(ver.toLowerCase());
      this.#repositories.set(repository, entry);
    } else if (properties?.aux_id) {
      this.#packages.set(properties.aux_id, new Set());
    } else if (properties?.cnr_id) {
      if (properties.cnr_id === 'comfy-core') return;
      const versions = this.#packages.get(properties.cnr_id) ?? new Set();
      if (ver) versions.add(ver);
      this.#packages.set(properties.cnr_id, versions);
    } else if (!OF_THE_PAGE.has(type) && !/^workflow[>/]/.test(type)) {
      this.#types.add(type);
    }
  }

  into(reading: Reading): Reading {
    for (const [url, { path, commits }] of this.#repositories) {
      const [commit] = commits;
      addNode(reading, { url, ref: commits.size === 1 ? commit : undefined }, { path });
      if (commits.size > 1) {
        const reason = `is asked for at ${commits.size} commits (${[...commits].join(', ')}), and only one can be had`;
        leaveOut(reading, `the commit of ${url}`, reason);
      }
    }
    for (const [id, versions] of this.#packages) {
      const words = versions.size > 0 ? ` (version ${[...versions].join(', ')})` : '';
      leaveOut(reading, id, `is a package of the registry${words}: its repository is not named`);
    }
    for (const type of this.#types) leaveOut(reading, type, UNNAMED);
    return reading;
  }
}

function repositoryUrl(auxId: string): string | null {
  if (/^https:\/\/\S+\/\S+$/.test(auxId)) return auxId;
  return /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(auxId) ? `https://github.com/${auxId}` : null;
}
