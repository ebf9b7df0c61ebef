// The state JSON snapshot on disk: one file per run and one for the latest, written by temporary file, fsync and rename.
// A cache that anyone may delete; a file that is not whole JSON is put aside and never served.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { fileNameOf } from '../contract/ids.ts';
import { isEnded, type RunState } from '../contract/run-state.ts';
import type { Served } from './served.ts';

const LATEST = 'latest.json';
/** A run may be called `latest`, too; its file is then another one. */
const fileOf = (workflowId: string) => `${fileNameOf(workflowId).replace(/^latest$/, '%6catest')}.json`;
const WRITE_EVERY_MS = 1_000;

export interface Snapshots {
  /** Workflow ids of the files that did not say an end when this began. */
  readonly unended: readonly string[];
  /** The state that was kept for a run, or null. */
  load(workflowId: string): RunState | null;
  /** Writes now when the run has ended, else at most once a second: of several states in a row only the last one. */
  write(served: Served, latest: boolean): void;
  /** Nothing is the latest any more. */
  removeLatest(): void;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

export function createSnapshots(folder: string, log: Logger): Snapshots {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unended = putAsideBroken(folder, log);
  const waiting = new Map<string, Served>();
  const writing = new Map<string, Promise<void>>();

  const timers = new Map<string, NodeJS.Timeout>();
  const written = new Map<string, number>();

  async function drain(file: string) {
    for (let served = waiting.get(file); served; served = waiting.get(file)) {
      waiting.delete(file);
      await writeAtomically(path.join(folder, file), served.snapshot);
    }
  }

  function enqueue(file: string, served: Served) {
    waiting.set(file, served);
    const wait = isEnded(served.state) ? 0 : (written.get(file) ?? -Infinity) + WRITE_EVERY_MS - performance.now();
    if (wait <= 0) return start(file);
    if (!timers.has(file))
      timers.set(
        file,
        setTimeout(() => start(file), wait),
      );
  }

  function start(file: string) {
    clearTimeout(timers.get(file));
    timers.delete(file);
    if (writing.has(file)) return;
    written.set(file, performance.now());
    const done = drain(file)
      .catch((error: unknown) => log.error({ err: error, file }, 'a snapshot could not be written'))
      .finally(() => writing.delete(file));
    writing.set(file, done);
  }

  return {
    unended,
    load(workflowId) {
      return readSnapshot(path.join(folder, fileOf(workflowId)), log);
    },
    write(served, latest) {
      enqueue(fileOf(served.state.workflow_id), served);
      if (latest) enqueue(LATEST, served);
    },
    removeLatest() {
      waiting.delete(LATEST);
      void (writing.get(LATEST) ?? Promise.resolve()).then(() => rmSync(path.join(folder, LATEST), { force: true }));
    },
    async close() {
      for (const file of timers.keys()) start(file);
      await Promise.all(writing.values());
    },
  };
}

let counter = 0;

async function writeAtomically(file: string, bytes: Buffer): Promise<void> {
  counter += 1;
  const temporary = `${file}.${process.pid}.${counter}.tmp`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

function readSnapshot(file: string, log: Logger): RunState | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const state = parseState(text);
  if (state) return state;
  renameSync(file, `${file}.broken`);
  log.warn({ file }, 'a snapshot was not whole: it was put aside and is made anew');
  return null;
}

function parseState(text: string): RunState | null {
  try {
    const state = JSON.parse(text) as Partial<RunState> | null;
    const whole =
      typeof state?.workflow_id === 'string' && typeof state.execution_id === 'string' && Array.isArray(state.steps);
    return whole ? (state as RunState) : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/** Gives the workflow ids of those that are whole and not ended. */
function putAsideBroken(folder: string, log: Logger): string[] {
  const unended = new Set<string>();
  for (const name of readdirSync(folder)) {
    // What a process that died in mid-write has left.
    if (name.endsWith('.tmp')) rmSync(path.join(folder, name), { force: true });
    else if (name.endsWith('.json')) {
      const state = readSnapshot(path.join(folder, name), log);
      if (state && !isEnded(state)) unended.add(state.workflow_id);
    }
  }
  return [...unended];
}
