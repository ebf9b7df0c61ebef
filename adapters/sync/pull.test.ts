import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFor, rsyncsFor, startSyncBox, type SyncBox, TIME, treeOf } from './testing/sync-box.ts';

let sync: SyncBox;
afterEach(() => sync.stop());

const METHODS = ['rsync', 'stream'] as const;

/** With rsync on the box, or without it and without an sftp subsystem. */
const boxFor = (method: (typeof METHODS)[number]) =>
  method === 'rsync' ? {} : { without: ['rsync'], sshdConfig: ['Subsystem none /bin/false'] };

describe.each(METHODS)('sync_instance by %s', (method) => {
  beforeEach(async () => {
    sync = await startSyncBox(boxFor(method));
  });

  it('brings every kind of name with its time and a sane mode, and counts what came', async () => {
    const names = [
      'output/a.png',
      'output/b c.PNG',
      'output/ü/ö "quoted" $(x).png',
      "output/d/it's\nhere.mp4",
      'output/d/none',
      'output/-n',
    ];
    for (const name of names) sync.put(name, name);
    chmodSync(path.join(sync.home, 'output/a.png'), 0o4750);
    chmodSync(path.join(sync.home, 'output/d'), 0o555);
    const odd = Buffer.concat([Buffer.from(`${sync.home}/output/bad`), Buffer.from([0xff]), Buffer.from('.jpg')]);
    writeFileSync(odd, 'odd');
    utimesSync(odd, TIME, TIME);
    const end = await sync.pull();
    expect(treeOf(sync.here)).toEqual(treeOf(sync.home));
    expect(Object.keys(treeOf(sync.here))).toHaveLength(7);
    for (const name of names) expect(statSync(path.join(sync.here, name)).mtimeMs).toBe(TIME * 1000);
    expect(statSync(path.join(sync.here, 'output/a.png')).mode & 0o7777).toBe(0o644);
    expect(statSync(path.join(sync.here, 'output/d')).mode & 0o700).toBe(0o700);
    const bytes = names.reduce((sum, name) => sum + Buffer.byteLength(name), 3);
    expect(end).toMatchObject({ files: 7, bytes, files_on_box: 7, already_here: 0, method, warnings: [] });
    expect(end.by_ext).toEqual({ png: 3, jpg: 1, mp4: 1, none: 2 });
    expect(end.bytes_by_ext['jpg']).toBe(3);
    expect(await sync.pull()).toMatchObject({ files: 0, bytes: 0, already_here: 7, warnings: [] });
    expect(sync.log.join('\n')).toContain('output/bad\\xff.jpg');
  });

  it('goes on after a cut where it was, and what had arrived by then is in its place', async () => {
    // Large against what full sockets hold.
    const size = 64 * 1024 * 1024;
    sync.put('output/a first.png', 'whole');
    sync.put('output/big.mp4', randomBytes(size));
    void sync.wire.passed(size / 3).then(() => sync.proxy.reset());
    await expect(sync.pull({ bandwidth_kb_s: 40_000 })).rejects.toMatchObject({ failure: { code: 'ssh_unreachable' } });
    expect(readFileSync(path.join(sync.here, 'output/a first.png'), 'utf8')).toBe('whole');
    expect(existsSync(path.join(sync.here, 'output/big.mp4'))).toBe(false);
    expect(await sync.pull()).toMatchObject({ files: 1, bytes: size });
    expect(treeOf(sync.here)).toEqual(treeOf(sync.home));
    // What was on its way at the cut is lost: windows of the connection.
    expect(sync.wire.fromBox).toBeLessThan(size * 1.25);
    const left = execFileSync('find', [sync.here, '-path', '*.bringup-sync*'], { encoding: 'utf8' });
    expect(left).toBe('');
  });

  it('tells of files that vanish and that grow, and fails for neither', async () => {
    const big = 3 * 1024 * 1024;
    for (const name of ['a.bin', 'b.bin', 'c.log', 'z.bin']) sync.put(`output/${name}`, randomBytes(big));
    void sync.wire.passed(big / 2).then(() => {
      rmSync(path.join(sync.home, 'output/z.bin'));
      appendFileSync(path.join(sync.home, 'output/c.log'), 'one line more\n');
    });
    const end = await sync.pull({ bandwidth_kb_s: 20_000 });
    const tree = treeOf(sync.here);
    expect(tree).toMatchObject(treeOf(sync.home));
    // The stream may have had it open already; whoever has a deleted file open can read it.
    const wasHad = 'output/z.bin' in tree;
    expect(end.skipped.vanished).toBe(wasHad ? 0 : 1);
    if (!wasHad) expect(end.warnings).toEqual(['1 file vanished from the box before it was brought: output/z.bin.']);
    expect(end.grown).toBeGreaterThanOrEqual(1);
  });

  it('takes a file that never stops growing as it is, and says so', async () => {
    sync.put('output/run.log', randomBytes(2 * 1024 * 1024));
    const log = path.join(sync.home, 'output/run.log');
    // It grows at each look, and its time with it.
    let time = TIME;
    const grow = () => {
      appendFileSync(log, 'more\n');
      time += 10;
      utimesSync(log, time, time);
    };
    const growing = setInterval(grow, 1);
    const end = await sync.pull().finally(() => clearInterval(growing));
    expect(end).toMatchObject({ files: 1, grown: 1 });
    expect(end.warnings).toEqual([expect.stringMatching(/^1 file was still being written .*: output\/run\.log\.$/)]);
    const [mine, theirs] = [readFileSync(path.join(sync.here, 'output/run.log')), readFileSync(log)];
    expect(theirs.subarray(0, mine.length).equals(mine)).toBe(true);
    // The next one brings the rest, into the place of its beginning.
    expect(await sync.pull()).toMatchObject({ files: 1, grown: 0, renamed: 0, warnings: [] });
    expect(treeOf(sync.here)).toEqual(treeOf(sync.home));
  });

  it('leaves links out and names them, or brings what they point to', async () => {
    sync.put('output/a.png', 'a');
    sync.put('elsewhere/b.png', 'b');
    symlinkSync('a.png', path.join(sync.home, 'output/inside.png'));
    symlinkSync('../elsewhere', path.join(sync.home, 'output/folder'));
    symlinkSync('/etc/hostname', path.join(sync.home, 'output/outside.txt'));
    symlinkSync('nowhere', path.join(sync.home, 'output/dangling'));
    execFileSync('mkfifo', [path.join(sync.home, 'output/pipe')]);
    const end = await sync.pull();
    expect(treeOf(sync.here)).toEqual({ 'output/a.png': expect.any(String) });
    expect(end.skipped).toEqual({ excluded: 0, links: 4, special: 1, unreadable: 0, vanished: 0 });
    expect(end.warnings.sort()).toEqual([
      '1 is neither file nor folder and was left out: output/pipe.',
      '1 symbolic link leads nowhere: output/dangling.',
      expect.stringMatching(/^2 symbolic links lead out of .*output\/(folder|outside).*, output\/(folder|outside)/),
    ]);
    expect(sync.log.join('\n')).toContain('output/inside.png');
    const followed = await sync.pull({ links: 'follow', verify: 'checksum' });
    expect(Object.keys(treeOf(sync.here)).sort()).toEqual([
      'output/a.png',
      'output/folder/b.png',
      'output/inside.png',
      'output/outside.txt',
    ]);
    expect(followed.skipped.links).toBe(1);
  });

  it('goes through a source that is a link to a larger disk', async () => {
    sync.put('disk/a.png', 'a');
    sync.put('disk/d/b.png', 'b');
    rmSync(path.join(sync.home, 'output'), { recursive: true });
    symlinkSync('disk', path.join(sync.home, 'output'));
    expect(await sync.pull()).toMatchObject({ files: 2, warnings: [] });
    expect(Object.keys(treeOf(sync.here)).sort()).toEqual(['output/a.png', 'output/d/b.png']);
    expect(await sync.remove()).toMatchObject({ files: 2 });
  });

  it('never overwrites what is here: another content comes beside it, and is known the next time', async () => {
    sync.put('output/a.png', 'of the box');
    mkdirSync(path.join(sync.here, 'output'));
    writeFileSync(path.join(sync.here, 'output/a.png'), 'mine');
    const end = await sync.pull();
    expect(readFileSync(path.join(sync.here, 'output/a.png'), 'utf8')).toBe('mine');
    expect(readFileSync(path.join(sync.here, 'output/a (2).png'), 'utf8')).toBe('of the box');
    expect(end.warnings).toEqual([expect.stringContaining('output/a (2).png')]);
    expect(await sync.pull()).toMatchObject({ files: 0, already_here: 1, warnings: [] });
    // Nothing that is here goes when it goes on the box.
    rmSync(path.join(sync.home, 'output/a.png'));
    await sync.pull();
    expect(Object.keys(treeOf(sync.here))).toHaveLength(2);
  });

  it('sorts by date without losing files of the same name', async () => {
    const day = new Date(TIME * 1000);
    const folder = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
    for (const inner of ['x', 'y', 'z']) sync.put(`output/${inner}/a.png`, `content ${inner}`);
    sync.put('output/z/skip.tmp', 'x');
    const end = await sync.pull({ layout: 'by_date', exclude: ['*.tmp'] });
    expect(Object.keys(treeOf(sync.here)).sort()).toEqual([
      `${folder}/a (2).png`,
      `${folder}/a (3).png`,
      `${folder}/a.png`,
    ]);
    expect(new Set(Object.values(treeOf(sync.here))).size).toBe(3);
    expect(end).toMatchObject({ files: 3, skipped: { excluded: 1 }, warnings: [] });
    expect(await sync.pull({ layout: 'by_date', exclude: ['*.tmp'] })).toMatchObject({ files: 0, already_here: 3 });
  });

  it('finds by checksum what size and time do not show', async () => {
    sync.put('output/a.png', 'right');
    await sync.pull();
    writeFileSync(path.join(sync.here, 'output/a.png'), 'wrong');
    utimesSync(path.join(sync.here, 'output/a.png'), TIME, TIME);
    expect(await sync.pull()).toMatchObject({ files: 0 });
    expect(await sync.pull({ verify: 'checksum' })).toMatchObject({ files: 1, verified: 'checksum' });
    expect(readFileSync(path.join(sync.here, 'output/a (2).png'), 'utf8')).toBe('right');
    expect(await sync.pull({ verify: 'checksum' })).toMatchObject({ files: 0, warnings: [] });
  });

  it('names a file and a folder that may not be read, and brings the rest', async () => {
    await sync.stop();
    // Root reads everything: the login is nobody's here.
    sync = await startSyncBox({
      ...boxFor(method),
      sshdConfig: [
        'ForceCommand exec setpriv --reuid=65534 --regid=65534 --clear-groups /bin/sh -c "$SSH_ORIGINAL_COMMAND"',
      ],
    });
    openFor(sync.box.folder, sync.box.home);
    sync.put('output/a.png', 'a');
    sync.put('output/secret.png', 's');
    sync.put('output/closed/b.png', 'b');
    chmodSync(path.join(sync.home, 'output/secret.png'), 0o600);
    chmodSync(path.join(sync.home, 'output/closed'), 0o700);
    const end = await sync.pull();
    expect(treeOf(sync.here)).toEqual({ 'output/a.png': expect.any(String) });
    expect(end.warnings.sort()).toEqual([
      '1 file could not be read on the box: output/secret.png.',
      expect.stringMatching(/^Not everything in .*output could be read: .*closed.*Permission denied/),
    ]);
  });

  it('shows how far a file is that takes its time', async () => {
    // rsync says it once a second.
    sync.put('output/big.mp4', randomBytes(3 * 1024 * 1024));
    await sync.pull({ bandwidth_kb_s: 1024 });
    const bytes = sync.seen.map(([, each]) => each);
    expect(bytes.some((each) => each > 65_536 && each < 3 * 1024 * 1024)).toBe(true);
  });
});

it('goes on with what a killed rsync has left', async () => {
  sync = await startSyncBox();
  const size = 16 * 1024 * 1024;
  sync.put('output/big.mp4', randomBytes(size));
  // As the kernel does when memory is short.
  const killed = sync.wire.passed(size / 2).then(() => rsyncsFor(sync.here).map((pid) => process.kill(pid, 'SIGKILL')));
  await expect(sync.pull({ bandwidth_kb_s: 20_000 })).rejects.toMatchObject({ failure: { kind: 'unreachable' } });
  const before = sync.wire.fromBox;
  expect((await killed).length).toBeGreaterThan(1);
  await sync.pull();
  expect(treeOf(sync.here)).toEqual(treeOf(sync.home));
  expect(sync.wire.fromBox - before).toBeLessThan(size * 0.75);
});

it('says where the box cannot make a checksum', async () => {
  sync = await startSyncBox({ without: ['sha256sum', 'openssl', 'python3*'] });
  sync.put('output/a.png', 'a');
  await expect(sync.pull({ verify: 'checksum' })).rejects.toMatchObject({
    failure: { code: 'tool_missing', message: expect.stringContaining('no sha256sum, openssl or python3') },
  });
  expect(await sync.pull()).toMatchObject({ files: 1 });
});

it.each([{ without: ['sha256sum'] }, { without: ['sha256sum', 'openssl'] }])(
  'makes checksums on a box $without',
  async ({ without }) => {
    sync = await startSyncBox({ without });
    sync.put('output/a ü.png', 'a');
    expect(await sync.pull({ verify: 'checksum' })).toMatchObject({ files: 1, verified: 'checksum' });
  },
);
