// One `npm start` per data folder. The lock is one that the operating system holds for this process (SQLite's file lock),
// so it is free again the moment the process is gone, by whatever signal.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { Refusal } from './refusal.ts';

export interface HomeLock {
  /** Tells whoever comes second where we are. */
  announce: (url: string) => void;
  release: () => void;
}

/** Takes the data folder for this process. Throws a Refusal when another one has it. */
export function lockHome(home: string): HomeLock {
  const notice = path.join(home, 'up.json');
  const database = new Database(path.join(home, 'up.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new Refusal(
      `Bringup is already running on the data folder ${home}${holder(notice)}. Stop it first, or set BRINGUP_HOME to another folder.`,
    );
  }
  return {
    announce(url) {
      writeFileSync(notice, JSON.stringify({ pid: process.pid, url }), { mode: 0o600 });
    },
    release() {
      database.close();
    },
  };
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  ('code' in error ? String(error.code).startsWith('SQLITE_BUSY') : /locked/.test(error.message));

function holder(notice: string): string {
  try {
    const { pid, url } = JSON.parse(readFileSync(notice, 'utf8')) as { pid?: unknown; url?: unknown };
    return ` (process ${String(pid)}, ${String(url)})`;
  } catch {
    // The other one is just starting and has not said yet where it is.
    return '';
  }
}
