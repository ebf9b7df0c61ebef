import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, shells } from './testing/run-step-script.ts';

const run = promisify(execFile);
let box: Sandbox;
beforeEach(() => {
  box = createSandbox();
});
afterEach(() => box.remove());

const put = (name: string, text: string) => {
  const file = path.join(box.home, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, 1_700_000_000, 1_700_000_000);
};

describe.each(shells.map((shell) => ({ shell, name: shell.join(' ') })))('list-media.sh in $name', ({ shell }) => {
  const [command = '', ...rest] = shell;
  const list = async (sources: string, more: Record<string, string> = {}) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: box.home, UI_HOME: box.home, SOURCES: sources, ...more };
    const { stdout } = await run(command, [...rest, path.join(import.meta.dirname, 'list-media.sh')], { env });
    return stdout
      .split('\0')
      .filter((record) => record !== '')
      .map((record) => record.split('\t'));
  };
  const files = (records: string[][]) =>
    records
      .filter(([kind]) => kind === 'file')
      .map(([, size, mtime, ...name]) => [name.join('\t'), Number(size), Number(mtime)])
      .sort();

  // BusyBox's shell has a find of its own that nobody can put another in the place of.
  const readable = command === 'busybox' ? [] : ['output/secret'];
  it.each(readable)('says that it could not read %s, and lists the rest', async () => {
    put('output/a.png', 'x');
    put('output/secret/b.png', 'x');
    // Root reads everything, so the folder that cannot be read is played.
    const bin = path.join(box.home, 'bin');
    mkdirSync(bin);
    const find = [
      '#!/bin/sh',
      'case $* in *maxdepth*) exec /usr/bin/find "$@" ;; esac',
      'echo "find: output/secret: Permission denied" >&2',
      '/usr/bin/find "$@" | grep -zv secret',
      'exit 1',
    ].join('\n');
    writeFileSync(path.join(bin, 'find'), find, { mode: 0o755 });
    const records = await list('output', { PATH: `${bin}:${process.env['PATH'] ?? ''}` });
    expect(files(records)).toEqual([['output/a.png', 1, 1_700_000_000]]);
    expect(records).toContainEqual([
      'warning',
      '',
      '',
      `Not everything in ${box.home}/output could be read: find: output/secret: Permission denied`,
    ]);
  });

  it('lists what lies in output and outputs, at any depth and under any name', async () => {
    const names = [
      'output/a.png',
      'output/txt2img/2026-01-01/b c.png',
      "output/it's $(x).png",
      'outputs/ü/\n line.mp4',
      'output/.hidden',
    ];
    for (const name of names) put(name, 'x'.repeat(name.length));
    put('input/no.png', 'x');
    put('output/.rsync-partial/half.png', 'x');
    const records = await list('');
    expect(records[0]).toEqual(['root', '', '', box.home]);
    expect(files(records)).toEqual(names.map((name) => [name, name.length, 1_700_000_000]).sort());
  });

  it('lists the same without GNU find', async () => {
    put('output/a b.png', 'xyz');
    put('output/d/c.png', '');
    const bin = path.join(box.folder, 'bin');
    mkdirSync(bin);
    writeFileSync(
      path.join(bin, 'find'),
      `#!/bin/sh\ncase "$*" in *-printf*) exit 1 ;; esac\nexec /usr/bin/find "$@"\n`,
      { mode: 0o755 },
    );
    const records = await list('', { PATH: `${bin}:${process.env['PATH']}` });
    expect(files(records)).toEqual([
      ['output/a b.png', 3, 1_700_000_000],
      ['output/d/c.png', 0, 1_700_000_000],
    ]);
  });

  it('follows the folder itself and no link inside', async () => {
    put('big/disk/a.png', 'x');
    put('big/elsewhere/b.png', 'x');
    symlinkSync(path.join(box.home, 'big/disk'), path.join(box.home, 'output'));
    symlinkSync(path.join(box.home, 'big/elsewhere'), path.join(box.home, 'big/disk/link'));
    expect(files(await list(''))).toEqual([['output/a.png', 1, 1_700_000_000]]);
  });

  it('warns of a folder that is not there, and fails when there is none', async () => {
    const odd = 'media/a b%d\\t';
    put(`${odd}/x.png`, '1');
    const records = await list(`${odd}\nmedia/none`);
    expect(files(records)).toEqual([[`${odd}/x.png`, 1, 1_700_000_000]]);
    expect(records.filter(([kind]) => kind === 'warning')).toEqual([
      ['warning', '', '', `There is no folder ${box.home}/media/none on the box.`],
    ]);
    await expect(list('x y')).rejects.toMatchObject({ code: 10, stderr: expect.stringContaining('x y') });
    await expect(list('', { UI_HOME: '/nowhere' })).rejects.toMatchObject({
      code: 10,
      stderr: 'There is no folder /nowhere on the box.\n',
    });
  });
});
