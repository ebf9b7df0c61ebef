// Faults in the middle of pull, push and removal: connections cut at any byte, sshd and rsync killed, files that vanish and grow, the
// worker's abort, full disks. After each the trees of hashes are compared: what was on either side before is on one of the two, and
// what was here is here.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rsyncsFor, startSyncBox, type SyncBox, TIME, treeOf } from '../adapters/sync/testing/sync-box.ts';
import { at, nameOfText, shown } from '../adapters/sync/names.ts';
import { processesWith } from '../lab/processes.ts';

const WAYS = ['pull', 'push', 'remove'] as const;
type Way = (typeof WAYS)[number];
const FAULTS = [
  'cut',
  'kill_rsync_here',
  'kill_rsync_there',
  'kill_sshd_session',
  'abort',
  'vanish',
  'grow',
  'full_disk',
] as const;
type Fault = (typeof FAULTS)[number];

interface Outcome {
  way: Way;
  fault: Fault;
  /** Whether something was hit, and what the transfer said. */
  hit: boolean;
  ended: string;
}

interface Loss {
  what: string;
  size: number;
}

export async function faults(count: number) {
  const lanes = { rsync: await startSyncBox(), without_rsync: await startSyncBox({ without: ['rsync'] }) };
  const outcomes: (Outcome & { method: string })[] = [];
  const lost: Loss[] = [];
  const notes: string[] = [];
  try {
    const states = { rsync: createLane(lanes.rsync), without_rsync: createLane(lanes.without_rsync) };
    for (let index = 0; index < count; index += 1) {
      const method = index % 4 === 3 ? 'without_rsync' : 'rsync';
      const way = WAYS[index % WAYS.length] ?? 'pull';
      const fault = FAULTS[Math.floor(index / WAYS.length) % FAULTS.length] ?? 'cut';
      const outcome = await states[method].one(way, fault, index);
      outcomes.push({ method, ...outcome });
      lost.push(...states[method].missing(`${index} ${method} ${way} ${fault}`));
    }
    for (const [method, state] of Object.entries(states)) {
      await state.finish();
      lost.push(...state.missing(`the end of ${method}`));
      notes.push(...state.notes);
    }
  } finally {
    await lanes.rsync.stop();
    await lanes.without_rsync.stop();
  }
  const hits = outcomes.filter(({ hit }) => hit).length;
  return {
    faults: outcomes.length,
    hits,
    files_lost: lost.map(({ what }) => what),
    bytes_lost: lost.reduce((sum, { size }) => sum + size, 0),
    notes,
    outcomes,
  };
}

function createLane(sync: SyncBox) {
  /** Contents that somebody may not lose: of the box's media, of what is here, of what is sent. */
  const precious = new Map<string, { name: string; size: number }>();
  /** All that ever was: what is here and was never there is half a file. */
  const ever = new Set<string>();
  /** Sent before they grew: what the box has then stays, as push_files says. */
  const grownHere = new Set<string>();
  /** What is here stays here under its name. */
  let hereBefore: Record<string, string> = {};
  const models = path.join(sync.box.home, 'models');
  const outgoing = path.join(path.dirname(sync.here), 'outgoing');
  const notes: string[] = [];
  mkdirSync(outgoing);

  const remember = (folder: string) => {
    for (const [name, hash] of Object.entries(treeOf(folder))) {
      precious.set(hash, { name, size: statSync(at(folder, name)).size });
      ever.add(hash);
    }
  };

  function makeFiles(way: Way, index: number): void {
    for (let file = 0; file < 12; file += 1) {
      const bytes = randomBytes(file === 0 ? 6_000_000 : 40_000 + file * 1_000);
      if (way === 'push') {
        const name = path.join(outgoing, `d${file % 3}`, `${index}-${file} ü.bin`);
        mkdirSync(path.dirname(name), { recursive: true });
        writeFileSync(name, bytes);
        utimesSync(name, TIME, TIME);
      } else sync.put(`output/d${file % 3}/${index}-${file} ü.png`, bytes);
    }
    remember(sync.home);
    remember(outgoing);
  }

  const run = (way: Way, folders: { here?: string; to?: string } = {}, signal?: AbortSignal): Promise<unknown> => {
    const folder = folders.here ?? sync.here;
    if (way === 'pull') return sync.pull({ bandwidth_kb_s: 30_000, folder }, signal);
    if (way === 'push') return sync.push({ bandwidth_kb_s: 30_000, from: outgoing, to: folders.to ?? models }, signal);
    return sync.remove({ remove_empty_folders: true }, signal);
  };

  function strike(fault: Fault, way: Way, index: number, stop: AbortController): boolean {
    const onBox = () => processesWith(`BRINGUP_LAB_BOX=${sync.box.folder}`).filter((pid) => nameOf(pid) === 'rsync');
    const kill = (pids: number[]) => pids.map((pid) => killed(pid)).some(Boolean);
    const [folder, name] =
      way === 'push' ? [outgoing, `d2/${index}-11 ü.bin`] : [sync.home, `output/d2/${index}-11 ü.png`];
    const file = path.join(folder, name);
    const inBytes = nameOfText(name);
    switch (fault) {
      case 'cut':
        sync.proxy.reset();
        return true;
      case 'kill_rsync_here':
        return kill([...rsyncsFor(sync.here), ...rsyncsFor(outgoing)]);
      case 'kill_rsync_there':
        return kill(onBox());
      case 'kill_sshd_session':
        return kill(sync.box.sessions());
      case 'abort':
        stop.abort();
        return true;
      case 'vanish': {
        // Whoever deletes a file means it; its content is only missed if we had it already.
        const hash = treeOf(folder)[inBytes];
        rmSync(file, { force: true });
        if (hash !== undefined) precious.delete(hash);
        return hash !== undefined;
      }
      case 'grow': {
        const before = treeOf(folder)[inBytes];
        if (before === undefined) return false;
        appendFileSync(file, 'more');
        precious.delete(before);
        remember(folder);
        if (way === 'push') grownHere.add(inBytes);
        return true;
      }
      case 'full_disk':
        return true;
    }
  }

  async function one(way: Way, fault: Fault, index: number): Promise<Outcome> {
    makeFiles(way, index);
    if (way === 'remove') await run('pull');
    hereBefore = treeOf(sync.here);
    if (fault === 'full_disk') return fullDisk(way);
    const stop = new AbortController();
    let hit = false;
    // At any byte of what this way has to move; a removal moves little.
    const moment = way === 'remove' ? Math.random() * 25_000 : Math.random() * 5_500_000;
    const struck = sync.wire.passed(moment).then(() => void (hit = strike(fault, way, index, stop)));
    const ended = await run(way, {}, stop.signal).then(
      () => 'done',
      (error: unknown) => (stop.signal.aborted ? 'aborted' : codeOf(error)),
    );
    await Promise.race([struck, Promise.resolve()]);
    return { way, fault, hit, ended };
  }

  /** A disk of 3 MB at the receiving end. */
  async function fullDisk(way: Way): Promise<Outcome> {
    const small = path.join(sync.box.folder, 'small');
    if (way === 'remove') return { way, fault: 'full_disk', hit: false, ended: 'nothing is written by a removal' };
    mkdirSync(small, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'bringup-bench', small], { stdio: 'pipe' });
    } catch (error) {
      notes.push(`no full disk here: ${String(error).split('\n')[0]}`);
      return { way, fault: 'full_disk', hit: false, ended: 'no tmpfs could be mounted' };
    }
    try {
      const ended = await run(way, way === 'pull' ? { here: small } : { to: small }).then(() => 'done', codeOf);
      // What is there under its name is whole.
      for (const [name, hash] of Object.entries(treeOf(small))) if (!ever.has(hash)) notes.push(`half a file: ${name}`);
      return { way, fault: 'full_disk', hit: ended !== 'done', ended };
    } finally {
      execFileSync('umount', [small]);
    }
  }

  function missing(when: string): Loss[] {
    const here = treeOf(sync.here);
    const all = new Set([here, treeOf(sync.home), treeOf(outgoing)].flatMap((tree) => Object.values(tree)));
    const gone = [...precious]
      .filter(([hash]) => !all.has(hash))
      .map(([, one]) => ({ what: 'on neither side', ...one }));
    const changed = Object.entries(hereBefore).filter(([name, hash]) => here[name] !== hash && precious.has(hash));
    const half = Object.entries(here).filter(([, hash]) => !ever.has(hash));
    const asLoss =
      (what: string) =>
      ([name, hash]: [string, string]) => ({ what, name, size: precious.get(hash)?.size ?? 1 });
    return [...gone, ...changed.map(asLoss('changed here')), ...half.map(asLoss('not what the box had'))].map(
      ({ what, name, size }) => ({ what: `${when}: ${shown(name)} ${what}`, size }),
    );
  }

  return {
    one,
    missing,
    notes,
    /** Without faults everything arrives, and goes from the box. */
    async finish() {
      await run('pull');
      await run('push');
      await run('remove');
      const left = Object.keys(treeOf(sync.home));
      if (left.length > 0) notes.push(`left on the box: ${left.join(', ')}`);
      const [a, b] = [treeOf(outgoing), treeOf(models)];
      const unsent = Object.keys(a).filter((name) => a[name] !== b[name] && !grownHere.has(name));
      if (unsent.length > 0) notes.push(`not the same on the box: ${unsent.join(', ')}`);
    },
  };
}

const codeOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
