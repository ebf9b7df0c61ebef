// What a template may say about a custom node. A node is cloned to <ui_home>/custom_nodes/<subfolder or name>.
import { z } from 'zod';
import { gitRef, repositoryUrl } from './git-parameters.ts';
import { innerPath, text } from './parameters.ts';

/** Name of a node: a folder's name. Hidden ones are refused, and what git or a shell tool could take for an option. */
export const nodeName = text(100)
  .refine((name) => !/[/\\]/.test(name), { error: 'must not hold slashes' })
  .refine((name) => !/^[-.]/.test(name) && name.trim() === name, {
    error: 'must not start with - or . nor have blanks around it',
  });

const nameOf = (url: string): string =>
  url
    .replace(/[?#].*$/, '')
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/^.*[/:]/, '');

export interface CustomNode {
  name: string;
  url: string;
  ref: string | null;
  requirements: string | null;
  subfolder: string | null;
  /** The step may be done without it. */
  optional: boolean;
}

const fields = {
  name: nodeName.optional(),
  ref: gitRef.nullish(),
  /** Requirements file inside the node; without it requirements.txt, where there is one. */
  requirements: innerPath.nullish(),
  /** Folder below custom_nodes instead of the name; may lie inside another node. */
  subfolder: innerPath.nullish(),
  /** Whatever goes wrong with this node is a warning. */
  optional: z.boolean().nullish(),
};
const given = z.object({ ...fields, url: repositoryUrl });
const givenPresent = z.object({ ...fields, url: z.union([z.literal(''), repositoryUrl]).default('') });

function toNode(
  { name, url, ref, requirements, subfolder, optional }: z.output<typeof given>,
  context: z.core.$RefinementCtx,
): CustomNode {
  const named = nodeName.safeParse(name ?? nameOf(url));
  if (!named.success)
    context.addIssue({ code: 'custom', path: ['name'], message: 'is needed: the URL does not end in one' });
  return {
    name: named.data ?? '',
    url,
    ref: ref ?? null,
    requirements: requirements ?? null,
    subfolder: subfolder ?? null,
    optional: optional ?? false,
  };
}

export const customNode = given.transform(toNode);

/** A node that is on the box already: its name, or all that a template says about it. */
export const presentNode = z.union([
  nodeName.transform((name): CustomNode => ({
    name,
    url: '',
    ref: null,
    requirements: null,
    subfolder: null,
    optional: false,
  })),
  givenPresent.transform(toNode),
]);

/** A node as a person would write it: without what it does not say. */
export const shortNode = (node: CustomNode): Record<string, string | boolean> =>
  Object.fromEntries(Object.entries(node).filter(([, value]) => value !== null && value !== false)) as Record<
    string,
    string | boolean
  >;

// Linux takes 128 KiB for one environment variable.
const MAX_BYTES = 100_000;

const lineOf = ({ name, url, ref, requirements, subfolder, optional }: CustomNode): string =>
  [name, url, ref ?? '', requirements ?? '', subfolder ?? '', optional ? '1' : ''].join('\u001f');

/**
 * The nodes as the scripts read them: a line each with name, url, ref, requirements, subfolder and optional (1 or nothing),
 * apart by US (octal 037), which no field can hold.
 */
export const nodeLines = (nodes: readonly CustomNode[]): string => nodes.map(lineOf).join('\n');

// eslint-disable-next-line no-control-regex
const utf8Bytes = (value: string): number => value.length + 2 * (value.match(/[^\u0000-\u007f]/g)?.length ?? 0);

export const customNodes = z
  .array(customNode)
  .max(500)
  .superRefine((nodes, context) => {
    const seen = { name: new Set<string>(), subfolder: new Set<string>() };
    nodes.forEach((one, index) => {
      const folder = one.subfolder ?? one.name;
      if (seen.name.has(one.name)) {
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `is there twice: ${one.name}` });
      } else if (seen.subfolder.has(folder)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'subfolder'],
          message: `is the folder of another node: ${folder}`,
        });
      }
      seen.name.add(one.name);
      seen.subfolder.add(folder);
    });
    if (utf8Bytes(nodeLines(nodes)) > MAX_BYTES) {
      context.addIssue({ code: 'custom', message: `must not be longer than ${MAX_BYTES} bytes in all` });
    }
  });
