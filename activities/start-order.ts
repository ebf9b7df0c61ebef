// A start and a cancel of the same attempt may meet, also in two workers. Each leaves its mark before it looks for the other's,
// so at least one of them sees the other: a job is never started after its cancel was told as done.
import { writeFileSync } from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The mark of a start is the log itself: it is there before anything is sent to the box. */
const cancelMark = (logFile: string) => `${logFile}.cancelled`;

/** Call before a job may be started. False: it was cancelled, nothing must be sent. */
export async function mayStart(logFile: string): Promise<boolean> {
  await mkdir(path.dirname(logFile), { recursive: true, mode: 0o700 });
  await writeFile(logFile, '', { flag: 'a', mode: 0o600 });
  return !(await exists(cancelMark(logFile)));
}

/** Call before a job is cancelled. False: nothing was ever sent to the box, and nothing can be any more. */
export async function mayHaveStarted(logFile: string): Promise<boolean> {
  await mkdir(path.dirname(logFile), { recursive: true, mode: 0o700 });
  await writeFile(cancelMark(logFile), '', { mode: 0o600 });
  return exists(logFile);
}

const begunMark = (logFile: string) => `${logFile}.begun`;

/** Call when a job was seen to run, so that it is never started again, even when its box has forgotten it. */
export function markBegun(logFile: string): void {
  writeFileSync(begunMark(logFile), '', { mode: 0o600 });
}

/** True when the job was seen to run. */
export const hasBegun = (logFile: string): Promise<boolean> => exists(begunMark(logFile));

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
