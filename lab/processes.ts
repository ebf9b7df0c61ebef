// Which processes belong to a box, found through /proc, and how they are all ended. Linux only; elsewhere nothing is found.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

interface Stat {
  pid: number;
  state: string;
  parent: number;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The process ended meanwhile, or it is somebody else's.
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}

function statOf(pid: number): Stat | null {
  const text = read(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name in the second field may hold blanks and brackets.
  const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid, state, parent: Number(parent) };
}

function allPids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** True while the process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== null && stat.state !== 'Z';
}

/** A process's words, each with a blank behind it; '' where it has ended. */
export const commandLine = (pid: number): string => (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ');

/** This process and those that it was started by: they are never ended, whatever mark they carry. */
function ownLine(): Set<number> {
  const line = new Set<number>();
  for (let pid = process.pid; pid > 0 && !line.has(pid); pid = statOf(pid)?.parent ?? 0) line.add(pid);
  return line;
}

/** Living processes whose environment holds exactly `NAME=value`, but never this process or an ancestor of it. */
export function processesWith(entry: string): number[] {
  const own = ownLine();
  return allPids().filter((pid) => {
    if (own.has(pid)) return false;
    const environment = read(`/proc/${pid}/environ`);
    return environment !== null && environment.split('\0').includes(entry) && isAlive(pid);
  });
}

/** Living children of a process, their children, and so on. */
export function descendantsOf(root: number): number[] {
  const stats = allPids()
    .map(statOf)
    .filter((stat) => stat !== null);
  const found = new Set([root]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of stats) if (found.has(parent)) found.add(pid);
  }
  found.delete(root);
  return stats.filter(({ pid, state }) => found.has(pid) && state !== 'Z').map(({ pid }) => pid);
}

/** Living processes that a process has started itself. */
export const childrenOf = (parent: number): number[] =>
  allPids().filter((pid) => {
    const stat = statOf(pid);
    return stat?.parent === parent && stat.state !== 'Z';
  });

/** Sends a signal; false when the process is gone already. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Ends whatever `find` finds, at once and again until it finds nothing more. Throws when something is left after 10 s. */
export async function endAll(find: () => number[]): Promise<void> {
  const until = Date.now() + 10_000;
  for (let left = find(); left.length > 0; left = find()) {
    if (Date.now() > until) throw new Error(`processes that outlive SIGKILL: ${left.join(', ')}`);
    for (const pid of left) signal(pid, 'SIGKILL');
    await sleep(10);
  }
}
