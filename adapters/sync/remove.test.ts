import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pathWithout, startSyncBox, type SyncBox, TIME, treeOf } from './testing/sync-box.ts';

let sync: SyncBox;
beforeEach(async () => {
  sync = await startSyncBox();
});
afterEach(() => sync.stop());

const onBox = () => Object.keys(treeOf(sync.home)).sort();
const inside = (name: string) => path.join(sync.here, name);

it('removes what is here byte for byte, and keeps the rest with its reason', async () => {
  for (const name of ['same ü.png', 'd/same.png', 'differs.png', 'not here.png']) sync.put(`output/${name}`, name);
  sync.put('output/young.png', 'young', Date.now() / 1000);
  await sync.pull();
  writeFileSync(inside('output/differs.png'), 'DIFFERS.png');
  utimesSync(inside('output/differs.png'), TIME, TIME);
  rmSync(inside('output/not here.png'));
  const before = treeOf(sync.here);
  const dry = await sync.remove({ older_than_days: 2, dry_run: true });
  expect(dry).toMatchObject({
    files: 2,
    dry_run: true,
    kept: { too_young: 1, not_here: 1, differs: 1, changed: 0, failed: 0 },
  });
  expect(onBox()).toHaveLength(5);
  const end = await sync.remove({ older_than_days: 2, remove_empty_folders: true });
  expect(end).toMatchObject({ files: 2, bytes: 'same ü.png'.length + 1 + 'd/same.png'.length, folders_removed: 1 });
  expect(end.kept).toEqual({ too_young: 1, not_here: 1, differs: 1, changed: 0, failed: 0 });
  expect(end.warnings).toEqual([
    '1 file has no copy here and was kept: output/not here.png.',
    '1 file has another content here and was kept: output/differs.png.',
  ]);
  expect(onBox()).toEqual(['output/differs.png', 'output/not here.png', 'output/young.png']);
  expect(existsSync(path.join(sync.home, 'output/d'))).toBe(false);
  expect(treeOf(sync.here)).toEqual(before);
});

it('takes one copy as proof of one file only, also in folders by date', async () => {
  sync.put('output/x/a.png', 'content x');
  sync.put('output/y/a.png', 'content y');
  sync.put('output/z/a.png', 'content y');
  await sync.pull({ layout: 'by_date', include: ['/output/x/', '/output/y/'] });
  expect(await sync.remove({ layout: 'by_date' })).toMatchObject({ files: 2, kept: { not_here: 1 } });
  expect(onBox()).toEqual(['output/z/a.png']);
});

it('removes nothing without a copy, through a link, or where no checksum can be made', async () => {
  sync.put('output/a.png', 'a');
  mkdirSync(inside('output'));
  writeFileSync(inside('real.png'), 'a');
  utimesSync(inside('real.png'), TIME, TIME);
  symlinkSync(inside('real.png'), inside('output/a.png'));
  expect(await sync.remove()).toMatchObject({ files: 0, kept: { not_here: 1 } });
  rmSync(inside('output/a.png'));
  await sync.pull();
  const { home, here } = sync;
  const bin = pathWithout(path.join('/tmp', 'bringup-bin-sync'), 'sha256sum', 'openssl', 'python3*');
  const bare = await startSyncBox({ env: { PATH: bin } });
  try {
    const call = bare.remove({ ui_home: home, folder: here });
    await expect(call).rejects.toMatchObject({ failure: { code: 'tool_missing' } });
  } finally {
    await bare.stop();
  }
  expect(onBox()).toEqual(['output/a.png']);
});

it('keeps a file that changed after its proof, of the same size and second', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `output/${String(index).padStart(3, '0')}.png`);
  for (const name of names) sync.put(name, name);
  await sync.pull();
  // The first batch is proven and removed; what is next changes then.
  const log = sync.context().log;
  let changed = false;
  const context = sync.context;
  sync.context = (signal) => ({
    ...context(signal),
    log: (line) => {
      log(line);
      if (changed || !line.startsWith('removed: ')) return;
      changed = true;
      for (const name of names.slice(60)) writeFileSync(path.join(sync.home, name), name.toUpperCase());
      for (const name of names.slice(60)) utimesSync(path.join(sync.home, name), TIME, TIME);
    },
  });
  const end = await sync.remove();
  expect(end).toMatchObject({ files: 60, kept: { differs: 60 } });
  expect(onBox()).toEqual(names.slice(60));
  expect(readFileSync(path.join(sync.home, names[60] ?? ''), 'utf8')).toBe(names[60]?.toUpperCase());
});

it('is over when it is cancelled: nothing is removed after that, and what was is told', async () => {
  const names = Array.from({ length: 200 }, (_, index) => `output/${String(index).padStart(3, '0')}.png`);
  for (const name of names) sync.put(name, name);
  await sync.pull();
  const stop = new AbortController();
  const context = sync.context;
  sync.context = (signal) => ({
    ...context(signal),
    log: (line) => {
      sync.log.push(line);
      if (line.startsWith('removed: ')) stop.abort();
    },
  });
  await expect(sync.remove({}, stop.signal)).rejects.toThrow();
  const left = onBox();
  const told = sync.log.filter((line) => line.startsWith('removed: ')).length;
  expect(left).toHaveLength(200 - told);
  expect(told).toBeLessThan(200);
});

it('counts after a lost connection what it had sent', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `output/${index}.png`);
  for (const name of names) sync.put(name, name);
  await sync.pull();
  const { createRemoveMemory, removeSynced } = await import('./remove.ts');
  const memory = createRemoveMemory();
  const options = {
    ui_home: sync.home,
    include: [],
    exclude: [],
    layout: 'mirror',
    folder: sync.here,
    older_than_days: 0,
    remove_empty_folders: false,
    dry_run: false,
  } as const;
  let tries = 0;
  for (let cut = 6_000; ; cut += 4_000) {
    tries += 1;
    void sync.wire.passed(cut).then(() => sync.proxy.reset());
    const end = await removeSynced(sync.context(), { ...options, include: [], exclude: [] }, memory).catch(
      (error: unknown) => error,
    );
    if (!(end instanceof Error)) break;
    expect(end).toMatchObject({ failure: { kind: 'unreachable' } });
  }
  expect(tries).toBeGreaterThan(1);
  expect(memory.removed.files).toBe(100);
  expect(onBox()).toEqual([]);
  expect(Object.keys(treeOf(sync.here))).toHaveLength(100);
});
