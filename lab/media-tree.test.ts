import { lstat, mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeMediaTree, type MediaTree } from './media-tree.ts';

let folder: string;
let tree: MediaTree;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-media-'));
  tree = await makeMediaTree(path.join(folder, 'output'), { clipSize: 100_000 });
});
afterAll(() => rm(folder, { recursive: true }));

const entries = async (at: string) =>
  (await readdir(at, { encoding: 'buffer' })).map((name) => name.toString('latin1'));

test('holds many files, odd names, links and an empty one, as it says', async () => {
  expect(tree.files.size).toBe(200 + 4 + 4 + 3);
  for (const [name, size] of tree.files) expect((await lstat(path.join(tree.folder, name))).size).toBe(size);
  for (const [name, target] of tree.links) expect(await readlink(path.join(tree.folder, name))).toBe(target);
  const names = await entries(tree.folder);
  expect(names).toContain(tree.notUtf8.toString('latin1'));
  // Files right in the folder, of the list and the four others, five folders, four links.
  const inFolder = [...tree.files.keys()].filter((name) => !name.includes('/')).length;
  expect(names).toHaveLength(inFolder + 4 + 4 + 4);
});

test('has an unreadable file for everybody but root', async () => {
  const file = path.join(tree.folder, tree.unreadable);
  expect((await stat(file)).mode & 0o777).toBe(0);
});

test('is the same bytes and times in every place', async () => {
  const other = await makeMediaTree(path.join(folder, 'other'), { clipSize: 100_000 });
  for (const name of ['ComfyUI_00200_.png', '2026-11-21/clip_00001.mp4']) {
    const [a, b] = await Promise.all([tree, other].map((one) => readFile(path.join(one.folder, name))));
    expect(a?.equals(b as Buffer)).toBe(true);
    expect((await stat(path.join(other.folder, name))).mtime).toEqual((await stat(path.join(tree.folder, name))).mtime);
  }
});

test('has a file that grows and one that vanishes when told to', async () => {
  const size = async () => (await stat(path.join(tree.folder, tree.growing))).size;
  const before = await size();
  await tree.grow(10);
  expect(await size()).toBe(before + 10);
  const growth = tree.keepGrowing();
  await vi.waitFor(async () => expect(await size()).toBeGreaterThan(before + 10_000));
  await growth.stop();
  const after = await size();
  expect(await size()).toBe(after);
  await tree.vanish();
  expect(await entries(tree.folder)).not.toContain(tree.vanishing);
  await tree.reappear();
  expect(await entries(tree.folder)).toContain(tree.vanishing);
});
