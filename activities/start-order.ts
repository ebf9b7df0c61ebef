// A start and a cancel of the same attempt may meet, also in two workers. Each leaves its mark before it looks for the other's,
// so at least one of them sees the other: a job is never started after its cancel was told as done.
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

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
