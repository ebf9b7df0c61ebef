// The faults: each comes, lasts, and is over when its promise resolves.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signal } from '../../lab/processes.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import type { TcpProxy } from '../../lab/tcp-proxy.ts';
import type { Product } from '../support/product.ts';
import type { Fault } from './scenario.ts';

/** What faults happen to. */
export interface Place {
  product: Product;
  box: SshdBox;
  /** Between the product and the box. */
  line: TcpProxy;
}

type Act = (place: Place, lastsMs: number) => Promise<void>;

const killed =
  (name: 'worker' | 'api' | 'temporal'): Act =>
  ({ product }) =>
    product.kill(name);

const stopped =
  (find: (place: Place) => number[]): Act =>
  async (place, lasts) => {
    const pids = find(place);
    for (const pid of pids) signal(pid, 'SIGSTOP');
    await sleep(lasts);
    for (const pid of pids) signal(pid, 'SIGCONT');
  };

const acts: Record<Fault, Act> = {
  none: () => Promise.resolve(),
  worker_killed: killed('worker'),
  api_killed: killed('api'),
  temporal_killed: killed('temporal'),
  worker_stopped: stopped(({ product }) => [product.pid('worker')]),
  api_stopped: stopped(({ product }) => [product.pid('api')]),
  temporal_stopped: stopped(({ product }) => [product.pid('temporal')]),
  session_stopped: stopped(({ box }) => box.sessions()),
  sshd_stopped: stopped(({ box }) => [box.pid]),
  session_killed: ({ box }) => {
    for (const pid of box.sessions()) signal(pid, 'SIGKILL');
    return Promise.resolve();
  },
  sshd_killed: async ({ box }, lasts) => {
    await box.restartSshd();
    if (lasts % 2 === 0) for (const pid of box.sessions()) signal(pid, 'SIGKILL');
  },
  cut: async ({ line }, lasts) => {
    if (lasts % 2 === 0) line.refuse();
    line.reset();
    if (lasts % 2 === 0) await sleep(lasts);
    line.accept();
  },
  black_hole: async ({ line }, lasts) => {
    line.pause();
    await sleep(lasts);
    if (lasts % 2 === 0) line.reset();
    line.resume();
  },
  slow_line: async ({ line }, lasts) => {
    line.setLatency(5_000);
    await sleep(lasts);
    line.setLatency(0);
  },
  trickle: async ({ line }, lasts) => {
    line.setTrickle(true);
    await sleep(lasts);
    line.setTrickle(false);
  },
  reboot: ({ box }) => box.restart(),
  disk_full: ({ box }) => {
    fill(path.join(box.home, 'fill'));
    return Promise.resolve();
  },
  everything_killed: async ({ product }, lasts) => {
    await product.cutPower();
    await sleep(lasts / 4);
    await product.up();
  },
};

export const strike = (fault: Fault, place: Place, lastsMs: number): Promise<void> => acts[fault](place, lastsMs);

/** Gives a box's home a disk of its own, of this many kilobytes. */
export function mountSmallDisk({ home }: SshdBox, kilobytes: number): { remove(): void } {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=700`, 'tmpfs', home]);
  return { remove: () => void execFileSync('umount', ['-l', home]) };
}

/** Takes all the room that is left beside this file. */
function fill(file: string): void {
  const opened = openSync(file, 'w');
  try {
    for (const block of [Buffer.alloc(65_536), Buffer.alloc(512)]) while (writes(opened, block));
  } finally {
    closeSync(opened);
  }
}

function writes(file: number, block: Buffer): boolean {
  try {
    return writeSync(file, block) === block.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

export const freeDisk = ({ home }: SshdBox): void => rmSync(path.join(home, 'fill'), { force: true });
