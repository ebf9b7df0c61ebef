// What a transfer that was cut at a third sends twice, both ways: bytes on the wire of the two tries over those of one without a cut.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startSyncBox, type SyncBox, treeOf } from '../adapters/sync/testing/sync-box.ts';
import { writeLarge } from './sync-rate.ts';

type Way = 'pull' | 'push';

export async function resumes(megabytes: number) {
  return {
    rsync: { pull: await resume('pull', megabytes, {}), push: await resume('push', megabytes, {}) },
    without_rsync: {
      pull: await resume('pull', megabytes, { without: ['rsync'] }),
      push: await resume('push', megabytes, { without: ['rsync'] }),
    },
    bar_percent: 2,
  };
}

async function resume(way: Way, megabytes: number, options: { without?: string[] }) {
  const size = megabytes * 1024 * 1024;
  const sync = await startSyncBox(options);
  try {
    const from = way === 'pull' ? sync.home : sync.here;
    writeLarge(path.join(from, 'output/one.mp4'), megabytes);
    const whole = await wired(sync, () => move(sync, way));
    empty(sync, way);
    const cut = sync.wire.passed(size / 3).then(() => sync.proxy.reset());
    const first = await wired(sync, () => move(sync, way).catch(() => undefined));
    await cut;
    const second = await wired(sync, () => move(sync, way));
    const [a, b] = [treeOf(way === 'pull' ? sync.here : path.join(sync.box.home, 'models')), treeOf(from)];
    if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error('the copy is not the same');
    const twice = first + second - whole;
    return {
      wire_bytes: { whole, first, second },
      sent_twice_percent: Math.round((10_000 * twice) / size) / 100,
    };
  } finally {
    await sync.stop();
  }
}

const move = (sync: SyncBox, way: Way) => (way === 'pull' ? sync.pull() : sync.push());

async function wired(sync: SyncBox, work: () => Promise<unknown>): Promise<number> {
  const before = sync.wire.fromBox + sync.wire.toBox;
  await work();
  return sync.wire.fromBox + sync.wire.toBox - before;
}

function empty(sync: SyncBox, way: Way): void {
  const folder = way === 'pull' ? sync.here : path.join(sync.box.home, 'models');
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
}
