import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeComfyuiTree, MEDIA } from './comfyui-tree.ts';
import {
  allNodeKinds,
  commitOf,
  makeNodeRepositories,
  type NodeKind,
  nodeRepository,
  normalNodeKinds,
} from './node-repositories.ts';
import { run } from './openssh.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-nodes-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function comfyui(name: string, nodes: NodeKind[]) {
  const home = path.join(folder, name);
  await makeComfyuiTree(home);
  for (const { name: node, url } of await makeNodeRepositories(path.join(folder, `${name}-repos`), nodes)) {
    expect((await run('git', ['clone', '-q', url, path.join(home, 'custom_nodes', node)])).code).toBe(0);
  }
  return {
    home,
    check: (...more: string[]) => run('python3', [path.join(home, 'main.py'), '--cpu', '--quick-test-for-ci', ...more]),
  };
}

test('makes every kind as a bare repository, with the same commit each time', async () => {
  const heads = async (at: string) => {
    const repositories = await makeNodeRepositories(path.join(folder, at), allNodeKinds, { randomSize: 10_000 });
    return Promise.all(repositories.map((repository) => commitOf(repository)));
  };
  const first = await heads('once');
  expect(new Set(first).size).toBe(allNodeKinds.length);
  expect(await heads('twice')).toEqual(first);
});

test('has seventeen that work as they are', () => {
  expect(normalNodeKinds).toHaveLength(17);
});

test('clones what is pinned by tag and by commit, and a branch that is not called main', async () => {
  const at = path.join(folder, 'refs');
  await makeNodeRepositories(at, ['pinned', 'altreq']);
  const [pinned, altreq] = [nodeRepository(at, 'pinned'), nodeRepository(at, 'altreq')];
  const clone = async (url: string, ...more: string[]) => {
    const target = await mkdtemp(path.join(folder, 'clone-'));
    expect((await run('git', ['clone', '-q', ...more, url, target])).stderr).not.toContain('fatal');
    return (await run('git', ['-C', target, 'log', '-1', '--format=%H %D'])).stdout.trim();
  };
  const old = await commitOf(pinned, 'v1.0');
  expect(old).not.toBe(await commitOf(pinned));
  expect(await clone(pinned.url, '--branch', 'v1.0', '--depth', '1')).toContain(old);
  const target = await mkdtemp(path.join(folder, 'clone-'));
  await run('git', ['init', '-q', target]);
  expect((await run('git', ['-C', target, 'fetch', '-q', '--depth', '1', pinned.url, old])).code).toBe(0);
  expect(await clone(altreq.url)).toContain('HEAD -> master');
});

test('makes the submodules of a kind beside it', async () => {
  await makeNodeRepositories(path.join(folder, 'parts'), ['submodule']);
  const part = nodeRepository(path.join(folder, 'parts'), 'submodule-part');
  const { path: bare } = nodeRepository(path.join(folder, 'parts'), 'submodule');
  const { stdout } = await run('git', ['-C', bare, 'ls-tree', 'HEAD', 'part']);
  expect(stdout).toBe(`160000 commit ${await commitOf(part)}\tpart\n`);
});

test('the look-alike loads good nodes, names bad ones and exits 0 as ComfyUI does', async () => {
  const { home, check } = await comfyui('mixed', ['n01-plain', 'importfail', 'nomappings', 'installpy']);
  await mkdir(path.join(home, 'custom_nodes', 'off.disabled'));
  const { code, stdout } = await check();
  expect(code).toBe(0);
  expect(stdout).toContain(
    `Cannot import ${home}/custom_nodes/importfail module for custom nodes: No module named 'a_module_that_nobody_has'`,
  );
  expect(stdout).toContain(
    `Skip ${home}/custom_nodes/nomappings module for custom nodes due to the lack of NODE_CLASS_MAPPINGS.`,
  );
  const list = stdout.slice(stdout.indexOf('Import times for custom nodes:'));
  expect(list).toMatch(/ seconds: \S+n01-plain\n/);
  expect(list).toMatch(/ seconds \(IMPORT FAILED\): \S+importfail\n/);
  expect(list).not.toContain('off.disabled');
});

test('a node with an install script loads after it ran', async () => {
  const { home, check } = await comfyui('install', ['installpy']);
  expect((await check()).stdout).toContain('(IMPORT FAILED)');
  await run('python3', [path.join(home, 'custom_nodes', 'installpy', 'install.py')]);
  expect((await check()).stdout).not.toContain('(IMPORT FAILED)');
});

test('a node that exits takes the check with it', async () => {
  const { check } = await comfyui('exits', ['importexit', 'n01-plain']);
  expect(await check()).toMatchObject({ code: 3, stdout: expect.not.stringContaining('Import times') as string });
  const alone = await check('--disable-all-custom-nodes', '--whitelist-custom-nodes', 'n01-plain');
  expect(alone.stdout).toMatch(/seconds: \S+n01-plain\n$/);
});

test('media lie in nested folders, with blank and umlaut, and pictures are real', async () => {
  const home = path.join(folder, 'media');
  await makeComfyuiTree(home);
  const found = await readdir(path.join(home, 'output'), { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(home, 'output'), path.join(entry.parentPath, entry.name)));
  expect(files.sort()).toEqual([...MEDIA].sort());
  const check = `import struct,sys,zlib
data=open(sys.argv[1],'rb').read(); assert data[:8]==b'\\x89PNG\\r\\n\\x1a\\n'; at=8; idat=b''
while at<len(data):
  n,=struct.unpack('>I',data[at:at+4]); body=data[at+4:at+8+n]; crc,=struct.unpack('>I',data[at+8+n:at+12+n]); assert crc==zlib.crc32(body); at+=12+n
  if body[:4]==b'IDAT': idat+=body[4:]
print(len(zlib.decompress(idat)))`;
  const { stdout, stderr } = await run('python3', ['-c', check, path.join(home, 'output', MEDIA[0])]);
  expect([stdout.trim(), stderr]).toEqual([String(96 * (1 + 96 * 3)), '']);
});
