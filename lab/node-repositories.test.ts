import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeComfyuiTree, MEDIA } from './comfyui-tree.ts';
import { allNodeKinds, commitOf, makeNodeRepositories, nodeRepository, normalNodeKinds } from './node-repositories.ts';
import { run } from './openssh.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-nodes-'));
});
afterAll(() => rm(folder, { recursive: true }));

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
