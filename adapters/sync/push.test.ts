import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendableFolder } from './push.ts';
import { pathWithout, startSyncBox, type SyncBox, TIME, treeOf } from './testing/sync-box.ts';

let sync: SyncBox;
afterEach(() => sync.stop());

const there = () => path.join(sync.box.home, 'models');

function put(name: string, content: string | Buffer, folder = sync.here): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, TIME, TIME);
}

describe.each(['rsync', 'stream'])('push_files by %s', (method) => {
  beforeEach(async () => {
    const bin = () => pathWithout(path.join(tmpdir(), 'bringup-bin-sync'), 'rsync');
    sync = await startSyncBox(method === 'rsync' ? {} : { env: { PATH: bin() } });
  });

  it('sends every kind of name with its time and a sane mode, and once only', async () => {
    const names = ['a.safetensors', 'd/b c.pt', 'ü/ö "quoted" $(x)', "d/it's\nhere", '-n'];
    for (const name of names) put(name, name);
    writeFileSync(Buffer.concat([Buffer.from(`${sync.here}/bad`), Buffer.from([0xff])]), 'odd');
    put('skip.tmp', 'x');
    chmodSync(path.join(sync.here, 'a.safetensors'), 0o4700);
    const end = await sync.push({ exclude: ['*.tmp'], verify: 'checksum' });
    rmSync(path.join(sync.here, 'skip.tmp'));
    expect(treeOf(there())).toEqual(treeOf(sync.here));
    expect(end).toMatchObject({
      files: 6,
      already_there: 0,
      different: 0,
      method,
      warnings: [],
      skipped: { excluded: 1 },
    });
    expect(end.by_ext).toEqual({ safetensors: 1, pt: 1, none: 4 });
    expect(statSync(path.join(there(), 'a.safetensors')).mode & 0o7777).toBe(0o644);
    expect(statSync(path.join(there(), 'd/b c.pt')).mtimeMs).toBe(TIME * 1000);
    expect(await sync.push()).toMatchObject({ files: 0, already_there: 6 });
  });

  it('keeps what the box has with another content and says so, or replaces it when told to', async () => {
    put('a.pt', 'mine');
    put('b.pt', 'b');
    mkdirSync(there());
    writeFileSync(path.join(there(), 'a.pt'), 'of the box');
    const end = await sync.push();
    expect(readFileSync(path.join(there(), 'a.pt'), 'utf8')).toBe('of the box');
    expect(end).toMatchObject({ files: 1, different: 1 });
    expect(end.warnings).toEqual([
      expect.stringMatching(/^1 file is on the box with another content and was kept .*: a\.pt\.$/),
    ]);
    expect(await sync.push({ overwrite: true })).toMatchObject({ files: 1, different: 0, warnings: [] });
    expect(readFileSync(path.join(there(), 'a.pt'), 'utf8')).toBe('mine');
  });

  it('leaves a folder of the box that is a link where it points to', async () => {
    put('checkpoints/a.pt', 'a');
    mkdirSync(there());
    mkdirSync(path.join(sync.box.home, 'disk'));
    put('old.pt', 'old', path.join(sync.box.home, 'disk'));
    symlinkSync(path.join(sync.box.home, 'disk'), path.join(there(), 'checkpoints'));
    expect(await sync.push()).toMatchObject({ files: 1 });
    expect(lstatSync(path.join(there(), 'checkpoints')).isSymbolicLink()).toBe(true);
    expect(Object.keys(treeOf(path.join(sync.box.home, 'disk'))).sort()).toEqual(
      ['checkpoints/a.pt', 'old.pt'].map((name) => path.basename(name)),
    );
  });

  it('goes on after a cut where it was', async () => {
    const size = 24 * 1024 * 1024;
    put('big.safetensors', randomBytes(size));
    void sync.wire.passed(size / 3).then(() => sync.proxy.reset());
    await expect(sync.push({ bandwidth_kb_s: 40_000 })).rejects.toMatchObject({ failure: { code: 'ssh_unreachable' } });
    // Nobody meets half a model under its name.
    expect(treeOf(there())).toEqual({});
    expect(await sync.push()).toMatchObject({ files: 1, bytes: size });
    expect(treeOf(there())).toEqual(treeOf(sync.here));
    expect(sync.wire.toBox).toBeLessThan(size * 1.25);
  });

  it('sends no link that leads out of the folder, and names it', async () => {
    put('a.pt', 'a');
    symlinkSync('a.pt', path.join(sync.here, 'inside.pt'));
    symlinkSync('/etc/hostname', path.join(sync.here, 'outside'));
    symlinkSync('/etc', path.join(sync.here, 'folder'));
    const end = await sync.push();
    expect(Object.keys(treeOf(there()))).toContain('a.pt');
    expect(treeOf(there())).not.toHaveProperty('outside');
    expect(treeOf(there())).not.toHaveProperty('folder/hostname');
    expect(treeOf(there())['inside.pt']).toBe(treeOf(there())['a.pt']);
    expect(end.warnings).toEqual([expect.stringMatching(/^2 symbolic links .*folder, outside\.$/)]);
  });
});

it('sends folders that are meant for it, and no others', async () => {
  sync = await startSyncBox();
  const { settings } = sync;
  const push = settings.path('push');
  mkdirSync(path.join(push, 'models'), { recursive: true });
  mkdirSync(settings.path('secrets'));
  symlinkSync(settings.path('secrets'), path.join(push, 'trick'));
  expect(await sendableFolder(settings, 'models')).toBe(path.join(push, 'models'));
  await expect(sendableFolder(settings, 'none')).rejects.toMatchObject({ failure: { code: 'path_not_found' } });
  const refused = ['/etc', settings.home, settings.path('secrets'), 'trick', '/nowhere', sync.here];
  for (const from of refused) {
    await expect(sendableFolder(settings, from)).rejects.toMatchObject({ failure: { code: 'input_invalid' } });
  }
  const more = { ...settings, push_folders: ['/', sync.here] };
  expect(await sendableFolder(more, sync.here)).toBe(sync.here);
  for (const from of [settings.home, settings.path('secrets'), 'trick', '/', path.dirname(settings.home)]) {
    await expect(sendableFolder(more, from)).rejects.toMatchObject({ failure: { code: 'input_invalid' } });
  }
});
