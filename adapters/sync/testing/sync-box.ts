// A box for tests of transfers: a real sshd, a folder here, and the context that the steps give.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addressOf, reachBox } from '../../../lab/reach-box.ts';
import { type SshdBox, type SshdBoxOptions, startSshdBox } from '../../../lab/sshd-box.ts';
import { startTcpProxy, type TcpProxy } from '../../../lab/tcp-proxy.ts';
import { type LoadedSettings, loadSettings } from '../../settings/settings.ts';
import { createPool } from '../../ssh/pool.ts';
import { createKnownHosts } from '../../ssh/known-hosts.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';
import type { SyncContext } from '../context.ts';
import type { ByteName } from '../names.ts';
import { createPullMemory, pull, type PullOptions } from '../pull.ts';
import { createPushMemory, push, type PushOptions } from '../push.ts';
import { createRemoveMemory, removeSynced, type RemoveOptions } from '../remove.ts';

export const TIME = 1_700_000_000;

export interface SyncBox {
  box: SshdBox;
  /** In front of the box; all transfers go through it. */
  proxy: TcpProxy;
  /** Between the proxy and the box. */
  wire: CountingProxy;
  settings: LoadedSettings;
  /** ui_home on the box. */
  home: string;
  /** An empty folder here. */
  here: string;
  log: string[];
  /** What was seen of files on their way: name and bytes. */
  seen: [ByteName, number][];
  /** Called for each of these. */
  onBytes: (name: ByteName, bytes: number) => void;
  context(signal?: AbortSignal): SyncContext;
  put(name: string, content: string | Buffer, time?: number): string;
  pull(options?: Partial<PullOptions>, signal?: AbortSignal): Promise<Awaited<ReturnType<typeof pull>> & Counts>;
  push(options?: Partial<PushOptions>, signal?: AbortSignal): Promise<Awaited<ReturnType<typeof push>> & Counts>;
  remove(
    options?: Partial<RemoveOptions>,
    signal?: AbortSignal,
  ): Promise<Awaited<ReturnType<typeof removeSynced>> & Counts>;
  stop(): Promise<void>;
}

interface Counts {
  files: number;
  bytes: number;
  by_ext: Record<string, number>;
  bytes_by_ext: Record<string, number>;
}

/** PATH of a box that has all tools of this computer but those. */
export function pathWithout(folder: string, ...left: string[]): string {
  const bin = path.join(folder, `bin-without-${left.join('-')}`);
  mkdirSync(bin, { recursive: true });
  for (const from of ['/usr/bin', '/bin']) execFileSync('sh', ['-c', 'ln -sf "$1"/* "$2"/', 'sh', from, bin]);
  for (const tool of left) execFileSync('sh', ['-c', 'rm -f "$1"/$2', 'sh', bin, tool]);
  return bin;
}

export async function startSyncBox(options: SshdBoxOptions = {}): Promise<SyncBox> {
  const box = await startSshdBox(options);
  const wire = await startCountingProxy(box);
  const proxy = await startTcpProxy(wire);
  const scratch = await mkdtemp(path.join(tmpdir(), 'bringup sync-'));
  const data = path.join(scratch, 'data');
  const settings = await loadSettings({ HOME: scratch, PATH: process.env.PATH, BRINGUP_HOME: data });
  mkdirSync(data, { mode: 0o700 });
  const knownHosts = createKnownHosts({ own: settings.path('known_hosts'), others: [] });
  await knownHosts.pin(proxy.host, proxy.port, box.hostKey.type, box.hostKey.base64);
  const { identities } = await reachBox(box);
  const pool = createPool({ knownHosts, identities });
  const address = addressOf({ user: box.user, host: proxy.host, port: proxy.port });
  const home = path.join(box.home, 'ComfyUI');
  mkdirSync(path.join(home, 'output'), { recursive: true });
  const here = path.join(scratch, 'here');
  mkdirSync(here);

  const own: SyncBox = {
    box,
    proxy,
    wire,
    settings,
    home,
    here,
    log: [],
    seen: [],
    onBytes: () => undefined,
    context: (signal = new AbortController().signal) => ({
      settings,
      identities,
      address,
      use: (work) => pool.use(address, work),
      signal,
      log: (line) => void own.log.push(line),
      progress: {
        plan: () => undefined,
        bytes: (name, bytes) => {
          own.seen.push([name, bytes]);
          own.onBytes(name, bytes);
        },
        file: () => undefined,
        say: () => undefined,
      },
    }),
    put(name, content, time = TIME) {
      const file = Buffer.from(path.join(home, name), 'utf8');
      mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
      writeFileSync(file, content);
      utimesSync(file, time, time);
      return file.toString();
    },
    async pull(more, signal) {
      const memory = createPullMemory();
      const choice = {
        ui_home: home,
        include: [] as string[],
        exclude: [] as string[],
        layout: 'mirror',
        folder: here,
        verify: 'size_time',
      } as const;
      const end = await pull(own.context(signal), { ...choice, ...more }, memory);
      return { ...end, ...memory.brought.result() };
    },
    async push(more, signal) {
      const memory = createPushMemory();
      const choice = {
        from: here,
        to: path.join(box.home, 'models'),
        include: [] as string[],
        exclude: [] as string[],
        overwrite: false,
        verify: 'size_time',
      } as const;
      const end = await push(own.context(signal), { ...choice, ...more }, memory);
      return { ...end, ...memory.sent.result() };
    },
    async remove(more, signal) {
      const memory = createRemoveMemory();
      const choice = {
        ui_home: home,
        include: [] as string[],
        exclude: [] as string[],
        layout: 'mirror',
        folder: here,
        older_than_days: 0,
        remove_empty_folders: false,
        dry_run: false,
      } as const;
      const end = await removeSynced(own.context(signal), { ...choice, ...more }, memory);
      return { ...end, ...memory.removed.result() };
    },
    async stop() {
      pool.close();
      await proxy.stop();
      await wire.stop();
      await box.stop();
      await rm(scratch, { recursive: true, force: true });
    },
  };
  return own;
}

/** Every file below a folder by its name (one character a byte) with the hash of what is in it; our own partial copies left out. */
export function treeOf(folder: string, inner = '', tree: Record<string, string> = {}): Record<string, string> {
  const at = (name: string) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
  for (const entry of readdirSync(at(inner), { withFileTypes: true, encoding: 'buffer' })) {
    const last = entry.name.toString('latin1');
    const name = inner === '' ? last : `${inner}/${last}`;
    if (last === '.bringup-sync' || last === '.rsync-partial') continue;
    if (entry.isDirectory()) treeOf(folder, name, tree);
    else if (entry.isFile())
      tree[name] = createHash('sha256')
        .update(readFileSync(at(name)))
        .digest('hex')
        .slice(0, 16);
    else tree[name] = lstatSync(at(name)).isSymbolicLink() ? 'link' : 'special';
  }
  return tree;
}

/** Lets everybody in, for a box whose login is somebody else. */
export const openFor = (...folders: string[]) => folders.forEach((folder) => chmodSync(folder, 0o755));

/** The rsync processes of this computer that work for a folder, without those of the box. */
export const rsyncsFor = (folder: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return path.basename(words[0] ?? '') === 'rsync' && words.some((word) => word.startsWith(`${folder}/`));
      } catch {
        return false; // it has ended
      }
    })
    .map(Number);
