import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** What is done under a lock takes milliseconds, so a lock this old was left behind by a process that died. */
const STALE_MS = 10_000;
const GIVE_UP_MS = 15_000;

/** Runs `work` while no other process does so for the same file. The lock is a file beside it. */
export async function withFileLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`;
  const until = Date.now() + GIVE_UP_MS;
  while (!(await tryLock(lock))) {
    if (Date.now() > until) throw new Error(`${lock} is held by another process. If none is running, remove it.`);
    await wait(10);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0, // gone meanwhile: the next try gets it
  );
  if (age > STALE_MS) await rm(lock, { force: true });
  return false;
}
