// The whole set against the registry: every repository is made and cloned through the git server, every requirement file resolves or
// fails as the table says, and the application loads those that work.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeComfyuiTree } from './comfyui-tree.ts';
import { installFakeTorch, TORCH_VERSION } from './fake-torch.ts';
import { type GitServer, startGitServer } from './git-server.ts';
import { allNodeKinds, makeNodeRepositories } from './node-repositories.ts';
import { type Fate, nodeSet, type SetNode } from './node-set.ts';
import { type CommandResult, run } from './openssh.ts';
import { findUv } from './python-tools.ts';

let folder: string;
let git: GitServer;
let uv: string;
let python: string;
let nodes: SetNode[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-set-'));
  await makeNodeRepositories(path.join(folder, 'repos'), allNodeKinds);
  git = await startGitServer({ root: path.join(folder, 'repos') });
  nodes = nodeSet(git);
  uv = await findUv();
  await makeComfyuiTree(path.join(folder, 'ComfyUI'));
  await run(uv, ['venv', '--quiet', path.join(folder, 'venv')]);
  python = path.join(folder, 'venv', 'bin', 'python');
  await installFakeTorch(python, path.join(folder, 'wheels'), { uv });
});
afterAll(async () => {
  await git?.stop();
  await rm(folder, { recursive: true });
});

const of = (...fates: Fate[]) => nodes.filter(({ fate }) => fates.includes(fate));
const home = (node: SetNode) => path.join(folder, 'ComfyUI', 'custom_nodes', node.subfolder ?? node.name);
const requirements = (node: SetNode) => path.join(home(node), node.requirements ?? 'requirements.txt');
const resolve = (...files: string[]) =>
  run(uv, ['pip', 'compile', '--quiet', '--no-header', '--python', python, ...files]);

async function clone(node: SetNode): Promise<CommandResult> {
  const slow = ['-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=15', '-c', 'credential.helper='];
  const what = [
    'clone',
    '--quiet',
    '--recurse-submodules',
    '--depth',
    '1',
    ...(node.ref ? ['--branch', node.ref] : []),
  ];
  return run('env', ['GIT_TERMINAL_PROMPT=0', 'LC_ALL=C', 'git', ...slow, ...what, node.url, home(node)]);
}

test('every node of the set is cloned, and those that cannot be are not', async () => {
  const results = new Map<string, string>();
  // Nested ones after those that they lie in.
  for (const wave of [nodes.filter(({ subfolder }) => !subfolder), nodes.filter(({ subfolder }) => subfolder)]) {
    const waiting = [...wave];
    const worker = async () => {
      for (let node = waiting.shift(); node; node = waiting.shift()) {
        let { code, stderr } = await clone(node);
        for (let again = 0; node.name === 'clone-flaky' && code !== 0 && again < 2; again++) {
          ({ code, stderr } = await clone(node));
        }
        results.set(node.name, code === 0 ? 'cloned' : `${code}: ${stderr}`);
      }
    };
    // More at once, and the slowest are taken for dead on a machine with two cores.
    await Promise.all(Array.from({ length: 8 }, worker));
  }
  const refused = expect.stringMatching(/^128: /) as string;
  const expected = nodes.map(({ name, fate }) => [name, fate === 'uncloned' ? refused : 'cloned']);
  expect(Object.fromEntries(results)).toEqual(Object.fromEntries(expected));
  for (const node of of('uncloned')) expect(existsSync(home(node))).toBe(false);
});

test('requirements resolve, or fail for the reason that the table gives', async () => {
  for (const node of of('works', 'conflict').filter((one) => existsSync(requirements(one)))) {
    expect(await resolve(requirements(node)), node.name).toMatchObject({ code: 0 });
  }
  const [one, other] = of('conflict') as [SetNode, SetNode];
  expect((await resolve(requirements(one), requirements(other))).stderr).toMatch(
    /Because you require packaging==21\.3 and packaging>=23/,
  );
  const said = async (name: string) => {
    const { code, stderr } = await resolve(requirements(nodes.find((node) => node.name === name) as SetNode));
    expect([name, code === 0]).toEqual([name, false]);
    return stderr.replaceAll(/\s+/g, ' ');
  };
  expect(await said('nopkg')).toContain('no-such-package-zzzqq was not found in the package registry');
  expect(await said('badbuild')).toMatch(/Failed to build .*sklearn/);
  expect(await said('malformed')).toMatch(/Couldn't parse requirement/);
  expect(await said('badline')).toMatch(/Couldn't parse requirement/);
});

test('torch of the image is what the pin would replace, and a guard keeps', async () => {
  const torchpin = requirements(nodes.find(({ name }) => name === 'torchpin') as SetNode);
  expect((await resolve(torchpin)).stdout).toContain('torch==2.0.1');
  const excludes = path.join(folder, 'excludes.txt');
  await run('sh', ['-c', 'echo torch >"$0"', excludes]);
  const install = ['pip', 'install', '--quiet', '--python', python, '--excludes', excludes, '-r', torchpin];
  expect(await run(uv, install)).toMatchObject({ code: 0 });
  expect((await run(python, ['-c', 'import torch; print(torch.__version__)'])).stdout.trim()).toBe(TORCH_VERSION);
});

test('the application loads those that work, and names those that it cannot', async () => {
  const lists = of('works')
    // Of the two that bring cv2 the one that needs no graphics library.
    .filter((node) => existsSync(requirements(node)) && node.name !== 'opencv-b')
    .flatMap((node) => ['-r', requirements(node)]);
  const installed = await run(uv, ['pip', 'install', '--quiet', '--python', python, ...lists]);
  expect(installed).toMatchObject({ code: 0, stderr: '' });
  const installpy = nodes.find(({ name }) => name === 'installpy') as SetNode;
  expect((await run(python, [path.join(home(installpy), 'install.py')])).code).toBe(0);

  const main = path.join(folder, 'ComfyUI', 'main.py');
  const load = (names: string[]) => {
    const only = ['--disable-all-custom-nodes', '--whitelist-custom-nodes', ...names];
    return run('timeout', ['60', python, main, '--cpu', '--quick-test-for-ci', ...only]);
  };
  const working = of('works').filter(({ subfolder }) => !subfolder);
  const failing = of('unloadable').filter(({ name }) => name !== 'importexit' && name !== 'importhang');
  const { code, stderr } = await load([...working, ...failing].map(({ name }) => name));
  expect(code).toBe(0);
  const list = stderr.slice(stderr.indexOf('Import times for custom nodes:'));
  for (const node of working) expect(list).toMatch(new RegExp(`seconds: \\S+/${node.name}\n`));
  for (const node of failing) expect(list).toMatch(new RegExp(`seconds \\(IMPORT FAILED\\): \\S+/${node.name}\n`));
  expect((await load(['importexit'])).code).toBe(3);
  expect(await readFile(path.join(home(installpy), 'installed.txt'), 'utf8')).toBe('yes');
});
