// A start and a cancel of the same attempt may meet, also in two workers. Each leaves its mark before it looks for the other's,
// so at least one of them sees the other: a job is never started after its cancel was told as done. Synchronous: these are
// microseconds each, and a turn of the event loop for each of them is milliseconds on a busy machine.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The mark of a start is the log itself: it is there before anything is sent to the box. */
const cancelMark = (logFile: string) => `${logFile}.cancelled`;
const begunMark = (logFile: string) => `${logFile}.begun`;

function leave(mark: string): void {
  mkdirSync(path.dirname(mark), { recursive: true, mode: 0o700 });
  writeFileSync(mark, '', { flag: 'a', mode: 0o600 });
}

/** Call before a job may be started. `cancelled`: nothing must be sent. `first`: nothing ever was. */
export function beginStart(logFile: string): { cancelled: boolean; first: boolean } {
  const first = !existsSync(logFile);
  leave(logFile);
  return { cancelled: existsSync(cancelMark(logFile)), first };
}

/** Call before a job is cancelled. False: nothing was ever sent to the box, and nothing can be any more. */
export function mayHaveStarted(logFile: string): boolean {
  leave(cancelMark(logFile));
  return existsSync(logFile);
}

/** Call when a job was seen to run, so that it is never started again, even when its box has forgotten it. */
export const markBegun = (logFile: string): void => leave(begunMark(logFile));

/** True when the job was seen to run. */
export const hasBegun = (logFile: string): boolean => existsSync(begunMark(logFile));
