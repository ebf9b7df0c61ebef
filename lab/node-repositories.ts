// Small repositories of custom nodes, as bare git repositories. Commits have fixed dates, so the same kind always has the same
// commit id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Files, type Kind, type NodeKind, nodeKinds } from './node-kinds.ts';
import { randomBytes } from './random-bytes.ts';

export { allNodeKinds, type NodeKind, normalNodeKinds } from './node-kinds.ts';

export interface NodeRepository {
  name: NodeKind;
  /** Path of the bare repository. */
  path: string;
  /** `file://` URL; lab/git-server.ts serves the same folder over HTTP as `/<name>.git`. */
  url: string;
}

/** A repository's place below `folder`, whether it was made yet or not. */
export function nodeRepository(folder: string, name: NodeKind): NodeRepository {
  const bare = path.join(folder, `${name}.git`);
  return { name, path: bare, url: pathToFileURL(bare).href };
}

interface Options {
  /** Size of each random file, in place of what the kind says: what is not about size need not wait for it. */
  randomSize?: number;
}

/** Makes bare repositories `<folder>/<name>.git` of the named kinds, and of their submodules. Throws when git is missing. */
export async function makeNodeRepositories(
  folder: string,
  names: readonly NodeKind[],
  options: Options = {},
): Promise<NodeRepository[]> {
  await mkdir(folder, { recursive: true });
  const repositories: NodeRepository[] = [];
  for (const name of names) {
    await makeRepository(folder, name, options);
    repositories.push(nodeRepository(folder, name));
  }
  return repositories;
}

/** The full id of the commit that a branch or tag of a made repository stands for. */
export async function commitOf({ path: bare }: NodeRepository, ref = 'HEAD'): Promise<string> {
  return (await git(['-C', bare, 'rev-parse', '--verify', '--quiet', `${ref}^{commit}`])).trim();
}

async function makeRepository(folder: string, name: NodeKind, { randomSize }: Options): Promise<void> {
  const kind: Kind = nodeKinds[name];
  const links: [string, string][] = [];
  for (const [at, part] of Object.entries(kind.submodules ?? {}) as [string, NodeKind][]) {
    await makeRepository(folder, part, {});
    links.push([at, await commitOf(nodeRepository(folder, part))]);
  }
  const { path: bare } = nodeRepository(folder, name);
  const branch = kind.branch ?? 'main';
  await rm(bare, { recursive: true, force: true });
  await git(['init', '--quiet', '--bare', '--template=', `--initial-branch=${branch}`, bare]);
  // Partial clones, and commits by their id: both as on the large public servers.
  await git(['-C', bare, 'config', 'uploadpack.allowFilter', 'true']);
  await git(['-C', bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true']);
  // Random bytes do not get smaller, neither alone nor as a difference to others; trying takes seconds.
  await git(['-C', bare, 'config', 'core.bigFileThreshold', '1m']);
  const uncompressed = kind.random ? ['-c', 'core.compression=0'] : [];
  const stream = importStream(name, branch, kind, links, randomSize);
  await git([...uncompressed, '-C', bare, 'fast-import', '--quiet'], stream);
}

const WHO = 'Lab <lab@bringup.invalid> 1790000000 +0000';

const data = (content: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`data ${Buffer.byteLength(content)}\n`), Buffer.from(content), Buffer.from('\n')]);

/** What git fast-import makes the repository from. */
function importStream(
  name: string,
  branch: string,
  { files, branches = {}, before = [], random = {} }: Kind,
  links: [string, string][],
  randomSize?: number,
): Buffer {
  const parts: (Buffer | string)[] = [];
  for (const { files: older, tags } of before) {
    parts.push(...commit(branch, `${name} before`, older));
    for (const [index, tag] of tags.entries()) {
      const from = `from refs/heads/${branch}\n`;
      if (index === 0) parts.push(`tag ${tag}\n${from}tagger ${WHO}\n`, data(`${name} ${tag}`));
      else parts.push(`reset refs/tags/${tag}\n${from}\n`);
    }
  }
  parts.push(...commit(branch, `${name} on ${branch}`, files));
  for (const [index, [file, size]] of Object.entries(random).entries()) {
    parts.push(`M 100644 inline ${file}\n`, data(randomBytes(randomSize ?? size, index + 1)));
  }
  for (const [at, id] of links) parts.push(`M 160000 ${id} ${at}\n`);
  for (const [other, content] of Object.entries(branches)) parts.push(...commit(other, `${name} on ${other}`, content));
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

function commit(branch: string, message: string, files: Files): (Buffer | string)[] {
  const changes = Object.entries(files).flatMap(([file, text]) => [`M 100644 inline ${file}\n`, data(text)]);
  return [`commit refs/heads/${branch}\ncommitter ${WHO}\n`, data(message), 'deleteall\n', ...changes];
}

async function git(parameters: string[], input: string | Buffer = ''): Promise<string> {
  const child = spawn('git', parameters, { stdio: 'pipe' });
  let output = '';
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stdin.on('error', () => undefined); // git says on stderr why it stopped reading
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`git ${parameters.join(' ')} ended with ${code}: ${said.trim()}`);
  return output;
}
