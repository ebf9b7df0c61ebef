// How far a transfer is: bytes over all, also those of the files on their way, and a row for each folder.
import type { Task } from '../contract/run-state.ts';
import { type ByteName, folderOf, shown } from '../adapters/sync/names.ts';
import type { SyncProgress } from '../adapters/sync/context.ts';
import type { LiveRow } from './live-row.ts';

interface Folder {
  done: number;
  total: number;
}

export interface TransferProgress extends SyncProgress {
  /** A row for each folder that files were moved from. */
  tasks(): Task[];
}

export function createTransferProgress(live: LiveRow): TransferProgress {
  const folders = new Map<ByteName, Folder>();
  const sizes = new Map<ByteName, number>();
  const underWay = new Map<ByteName, number>();
  let total = 0;
  let done = 0;
  let movedHere = 0;
  let started = Date.now();

  const tasks = (): Task[] =>
    [...folders].map(([name, folder]) => ({
      name: shown(name),
      status: folder.done === folder.total ? 'success' : folder.done > 0 ? 'running' : 'pending',
      note: `${folder.done} of ${folder.total} files`,
    }));

  // Rows are made when somebody can see them: the live row is written twice a second.
  let shownAt = 0;
  function show(current: string | null, { now = false } = {}) {
    const time = Date.now();
    if (!now && time - shownAt < 200) return;
    shownAt = time;
    const over = Math.min(total, done + [...underWay.values()].reduce((sum, bytes) => sum + bytes, 0));
    const rate = movedHere / Math.max(0.001, (time - started) / 1000);
    live.set({
      tasks: tasks(),
      progress: {
        done: over,
        total,
        unit: 'bytes',
        current,
        rate_per_s: movedHere > 0 ? Math.round(rate) : null,
        eta_s: movedHere > 0 && rate > 0 ? Math.round((total - over) / rate) : null,
      },
    });
  }

  return {
    tasks,
    plan(files) {
      // After a lost connection the rest is planned anew; what was done stays done.
      for (const [name] of sizes) {
        const folder = folders.get(folderOf(name));
        if (folder) folder.total -= 1;
      }
      sizes.clear();
      underWay.clear();
      movedHere = 0;
      started = Date.now();
      total = done;
      for (const { path, size } of files) {
        sizes.set(path, size);
        total += size;
        const folder = folders.get(folderOf(path)) ?? { done: 0, total: 0 };
        folders.set(folderOf(path), { ...folder, total: folder.total + 1 });
      }
      show(null, { now: true });
    },
    bytes(name, bytes) {
      const size = sizes.get(name);
      if (size === undefined) return;
      const before = underWay.get(name);
      const within = Math.min(bytes, size);
      // What was there from an earlier try costs no time now.
      if (before !== undefined) movedHere += Math.max(0, within - before);
      underWay.set(name, within);
      show(`${shown(name)} (${size > 0 ? Math.floor((100 * within) / size) : 100} %)`);
    },
    file(name) {
      const size = sizes.get(name);
      if (size === undefined) return;
      sizes.delete(name);
      movedHere += Math.max(0, size - (underWay.get(name) ?? 0));
      underWay.delete(name);
      done += size;
      const folder = folders.get(folderOf(name));
      if (folder) folder.done += 1;
      show(shown(name), { now: sizes.size === 0 });
    },
    say(words) {
      show(words);
    },
  };
}
