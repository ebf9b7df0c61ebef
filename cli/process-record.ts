// Which processes belong to this data folder, so that a start after kill -9 ends what was left over, exactly that, and
// nothing that merely got the same number. A process is its pid together with the time it started.
import { readFileSync, rmSync, writeFileSync, renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startOf } from '../adapters/process-start.ts';

const GRACE_MS = 5000;

interface RecordedProcess {
  pid: number;
  started: string;
}

export interface ProcessRecord {
  add: (name: string, pid: number) => void;
  remove: (name: string) => void;
  /** Ends what an earlier start left behind; tells how many processes that were. */
  endLeftovers: () => Promise<number>;
  close: () => void;
}

/** Keeps the record in `file`. */
export function createProcessRecord(file: string): ProcessRecord {
  const processes = new Map<string, RecordedProcess>();
  // A full disk must not keep a child from its start. Children see by themselves that we are gone; the record is the second line.
  const trySave = () => {
    try {
      save();
    } catch {
      rmSync(`${file}.tmp`, { force: true });
    }
  };
  const save = () => {
    writeFileSync(`${file}.tmp`, JSON.stringify(Object.fromEntries(processes), null, 2), { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  };
  return {
    add(name, pid) {
      const started = startOf(pid);
      if (started === null) return;
      processes.set(name, { pid, started });
      trySave();
    },
    remove(name) {
      if (processes.delete(name)) trySave();
    },
    async endLeftovers() {
      const left = recorded(file).filter(isSame);
      await Promise.all(left.map(end));
      return left.length;
    },
    close() {
      rmSync(file, { force: true });
    },
  };
}

function recorded(file: string): RecordedProcess[] {
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Partial<RecordedProcess>>;
    return Object.values(found).flatMap(({ pid, started }) =>
      typeof pid === 'number' && pid > 1 && typeof started === 'string' ? [{ pid, started }] : [],
    );
  } catch (error) {
    // None yet, or cut off by a power failure: then nothing of it runs any more either.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function end(one: RecordedProcess): Promise<void> {
  signal(one.pid, 'SIGTERM');
  const deadline = Date.now() + GRACE_MS;
  while (isSame(one) && Date.now() < deadline) await pause(50);
  if (!isSame(one)) return;
  signal(one.pid, 'SIGKILL');
  while (isSame(one) && Date.now() < deadline + GRACE_MS) await pause(50);
}

const isSame = ({ pid, started }: RecordedProcess): boolean => startOf(pid) === started;

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
