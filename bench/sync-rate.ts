// Our sync beside plain rsync, into an empty folder each time, in turn: 2,000 files of 50 kB, one large file, both.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startSyncBox, type SyncBox } from '../adapters/sync/testing/sync-box.ts';
import { median } from './figures.ts';

const FILES = 2_000;
const SIZE = 50_000;
const MEGABYTE = 1024 * 1024;

/** A file of random bytes, so that nothing can be gained by compressing it. */
export function writeLarge(file: string, megabytes: number): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const handle = openSync(file, 'w');
  for (let written = 0; written < megabytes; written += 1) writeSync(handle, randomBytes(MEGABYTE));
  closeSync(handle);
}

export async function rates(megabytes: number, rounds: number) {
  const sync = await startSyncBox();
  try {
    for (let index = 0; index < FILES; index += 1) {
      sync.put(`output/small/${index % 20}/${index}.png`, randomBytes(SIZE));
    }
    writeLarge(path.join(sync.home, 'output/large/one.mp4'), megabytes);
    return {
      small: await compare(sync, 'output/small', FILES * SIZE, rounds),
      large: await compare(sync, 'output/large', megabytes * MEGABYTE, rounds),
      both: await compare(sync, 'output', FILES * SIZE + megabytes * MEGABYTE, rounds),
    };
  } finally {
    await sync.stop();
  }
}

async function compare(sync: SyncBox, source: string, bytes: number, rounds: number) {
  const ways = {
    ours: (folder: string) => ours(sync, source, folder),
    // What a person types, and the same with our cipher.
    rsync: (folder: string) => plain(sync, source, folder, []),
    rsync_our_cipher: (folder: string) => plain(sync, source, folder, ['-c', 'aes128-gcm@openssh.com']),
  };
  const seconds: Record<keyof typeof ways, number[]> = { ours: [], rsync: [], rsync_our_cipher: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
      const folder = path.join(sync.here, `${way}-${round}`);
      mkdirSync(folder);
      const started = performance.now();
      await ways[way](folder);
      seconds[way].push((performance.now() - started) / 1000);
      rmSync(folder, { recursive: true });
    }
  }
  const rate = (way: keyof typeof ways) => bytes / MEGABYTE / median(seconds[way]);
  return {
    megabytes_per_s: {
      ours: round(rate('ours')),
      rsync: round(rate('rsync')),
      rsync_our_cipher: round(rate('rsync_our_cipher')),
    },
    ours_over_rsync: round(rate('ours') / rate('rsync')),
    ours_over_rsync_our_cipher: round(rate('ours') / rate('rsync_our_cipher')),
    seconds,
    bar: 0.8,
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

/** Straight to the box, as rsync: no proxy in between. */
async function ours(sync: SyncBox, source: string, folder: string): Promise<void> {
  const end = await sync.pull({ sources: [source], folder, ui_home: sync.home }, undefined, { direct: true });
  if (end.files === 0) throw new Error('nothing came');
}

async function plain({ box, home }: SyncBox, source: string, folder: string, cipher: string[]): Promise<void> {
  const ssh = ['ssh', '-p', String(box.port), '-i', box.identityFile, '-o', 'StrictHostKeyChecking=no'];
  const silent = ['-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR', ...cipher];
  const words = [
    '-a',
    '-e',
    [...ssh, ...silent].join(' '),
    `${box.user}@${box.host}:${path.join(home, source)}`,
    folder,
  ];
  await promisify(execFile)('rsync', words);
}
