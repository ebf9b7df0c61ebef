// Removes what the settings keep no longer: bytes of logs by age and by their size together, runs with all their facts by age and
// number, then the groups and deliveries that belong to no run any more, and the audit log by an age of its own. What has lost
// its bytes is marked before they go, so that whoever asks is told when and why.
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RetentionDone } from '../contract/activities.ts';
import type { LogRemoval } from '../adapters/store/store.ts';
import type { Dependencies } from './dependencies.ts';

const DAY_MS = 24 * 3_600_000;
const GB = 1_000_000_000;
const AT_ONCE = 500;

interface Folder {
  execution_id: string;
  ended_at: string;
  bytes: number;
}

/** Applies the limits as of now. Safe to repeat, and to be ended in the middle. */
export async function applyRetention(
  { store, settings }: Pick<Dependencies, 'store' | 'settings'>,
  now = Date.now(),
): Promise<RetentionDone> {
  const { logs, history, audit } = settings;
  const done: RetentionDone = { runs: 0, groups: 0, deliveries: 0, audit: 0, logs: 0, bytes: 0 };
  const folderOf = (execution: string) => settings.path('logs', execution);
  /** Nothing is before '': 0 days are for ever. */
  const before = (days: number) => (days > 0 ? new Date(now - days * DAY_MS).toISOString() : '');

  async function removeRuns(next: () => ReturnType<typeof store.retention.endedBefore>): Promise<void> {
    for (let runs = await next(); runs.length > 0; runs = await next()) {
      for (const run of runs) {
        if (run.execution_id) await rm(folderOf(run.execution_id), { recursive: true, force: true });
        await store.retention.removeRun(run);
        done.runs += 1;
      }
    }
  }

  async function removeLog({ execution_id, bytes }: Folder, why: LogRemoval['why']): Promise<void> {
    await store.retention.logRemoved(execution_id, { at: new Date(now).toISOString(), why });
    await rm(folderOf(execution_id), { recursive: true, force: true });
    done.logs += 1;
    done.bytes += bytes;
  }

  if (history.keep_days > 0) await removeRuns(() => store.retention.endedBefore(before(history.keep_days), AT_ONCE));
  if (history.keep_runs > 0) await removeRuns(() => store.retention.beyond(history.keep_runs, AT_ONCE));

  if (history.keep_days > 0 || history.keep_runs > 0) {
    done.groups = await inParts((limit) => store.retention.removeGroups(before(history.keep_days), limit));
  }
  if (history.keep_days > 0) {
    done.deliveries = await inParts((limit) => store.retention.removeDeliveries(before(history.keep_days), limit));
  }
  if (audit.keep_days > 0) {
    done.audit = await inParts((limit) => store.retention.removeAudit(before(audit.keep_days), limit));
  }

  const folders = await logsOf(store, settings.path('logs'));
  const oldest = before(logs.keep_days);
  const kept = folders.filter(({ ended_at }) => ended_at >= oldest);
  for (const folder of folders) if (folder.ended_at < oldest) await removeLog(folder, 'age');
  let total = kept.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const folder of kept) {
    if (logs.keep_gb === 0 || total <= logs.keep_gb * GB) break;
    await removeLog(folder, 'size');
    total -= folder.bytes;
  }
  return done;
}

/** So that nobody else waits for long. */
async function inParts(remove: (limit: number) => Promise<number>): Promise<number> {
  let all = 0;
  for (let removed = AT_ONCE; removed === AT_ONCE; all += removed) removed = await remove(AT_ONCE);
  return all;
}

/** The logs of runs that are over, oldest end first. */
async function logsOf({ retention }: Pick<Dependencies['store'], 'retention'>, root: string): Promise<Folder[]> {
  const names = await readdir(root);
  const found: Folder[] = [];
  for (let first = 0; first < names.length; first += AT_ONCE) {
    for (const run of await retention.over(names.slice(first, first + AT_ONCE))) {
      found.push({ ...run, bytes: await sizeOf(path.join(root, run.execution_id)) });
    }
  }
  return found.sort((a, b) => a.ended_at.localeCompare(b.ended_at));
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = await Promise.all(
    (await readdir(folder)).map(async (name) => (await stat(path.join(folder, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
