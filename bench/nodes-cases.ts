// The cases in which ways of installing custom nodes are compared: small nodes, again with nothing to do, packs of real nodes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../adapters/package-root.ts';
import { startGitServer } from '../lab/git-server.ts';
import { type Kind, nodeKinds } from '../lab/node-kinds.ts';
import { makeNodeRepositories, normalNodeKinds } from '../lab/node-repositories.ts';
import { createRepository } from '../steps/testing/git-repository.ts';
import { installedPackages } from '../steps/testing/python-environment.ts';
import { median } from './figures.ts';
import type { NodeBox } from './nodes-box.ts';
import type { BenchNode, Took, Way } from './nodes-ways.ts';

type Times = Record<Way['name'], Took[]>;

const none = (): Times => ({ ours: [], predecessor: [], pyinfra: [] });

export interface SmallNodes {
  cold: Times;
  again: Times;
  warm: Times;
}

/** Every way in turn, in another order each round: from nothing, again at once, and from nothing with the caches kept. */
export async function smallNodes(
  box: NodeBox,
  ways: Way[],
  rounds: number,
  save: (times: SmallNodes) => void,
): Promise<void> {
  const git = await startGitServer({ root: box.repositories });
  const times: SmallNodes = { cold: none(), again: none(), warm: none() };
  try {
    await makeNodeRepositories(box.repositories, normalNodeKinds);
    const nodes = normalNodeKinds.map((name) => {
      const { files }: Kind = nodeKinds[name];
      return { name, url: git.url(name), requirements: 'requirements.txt' in files ? 'requirements.txt' : '' };
    });
    for (let round = 0; round < rounds; round += 1) {
      for (const index of ways.keys()) {
        const way = ways[(index + round) % ways.length] as Way; // within its length
        await box.reset('empty');
        await note(times.cold, way, box, nodes, 'cold');
        await note(times.again, way, box, nodes, 'again');
        await box.reset('kept');
        await note(times.warm, way, box, nodes, 'warm');
        save(times);
      }
    }
  } finally {
    await git.stop();
  }
}

async function note(times: Times, way: Way, box: NodeBox, nodes: BenchNode[], label: string): Promise<void> {
  const took = await way.install(box, nodes);
  times[way.name].push(took);
  const onBox = took.onBox === undefined ? '' : `, on the box ${took.onBox.toFixed(3)} s`;
  console.log(
    `${label.padEnd(6)} ${way.name.padEnd(11)} ${took.seconds.toFixed(3)} s${onBox}  ${took.said.slice(0, 600)}`,
  );
}

export interface RealPacks {
  times: Times;
  /** What is installed at the end, by way. */
  packages: Partial<Record<Way['name'], Record<string, string>>>;
}

interface Pack {
  name: string;
  source: string;
  requirements: string[];
}

/** The requirement files of eight real nodes, from nothing: the product `rounds` times, the others once, since they take minutes. */
export async function realPacks(
  box: NodeBox,
  ways: Way[],
  rounds: number,
  save: (packs: RealPacks) => void,
): Promise<void> {
  const packs = JSON.parse(readFileSync(packageFile('bench', 'nodes-packs.json'), 'utf8')) as Pack[];
  const git = await startGitServer({ root: box.repositories });
  const result: RealPacks = { times: none(), packages: {} };
  try {
    const nodes = packs.map(({ name, source, requirements }) => {
      const file = source.split(' ')[1] ?? 'requirements.txt';
      const files = { '__init__.py': 'NODE_CLASS_MAPPINGS = {}\n', [file]: `${requirements.join('\n')}\n` };
      createRepository(path.join(box.repositories, `${name}.git`), files);
      return { name, url: git.url(name), requirements: file };
    });
    for (let round = 0; round < rounds; round += 1) {
      for (const way of ways) {
        if (round > 0 && way.name !== 'ours') continue;
        await box.reset('empty');
        await note(result.times, way, box, nodes, 'packs');
        result.packages[way.name] = await installedPackages(box.python);
        save(result);
      }
    }
  } finally {
    await git.stop();
  }
}

/** Names with the versions that two ways ended with, where they differ; `-` for none. */
export function differences(ours: Record<string, string> = {}, theirs: Record<string, string> = {}): string[] {
  const normal = (packages: Record<string, string>) =>
    new Map(Object.entries(packages).map(([name, version]) => [name.replaceAll(/[-_.]+/g, '-'), version]));
  const [a, b] = [normal(ours), normal(theirs)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .sort()
    .filter((name) => a.get(name) !== b.get(name))
    .map((name) => `${name} (${a.get(name) ?? '-'} / ${b.get(name) ?? '-'})`);
}

/** Median of what a person waits for, or of the time on the box. */
export const middle = (took: Took[], which: 'seconds' | 'onBox' = 'seconds'): number =>
  median(took.map((one) => one[which] ?? Number.NaN));
