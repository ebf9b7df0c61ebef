// The live row of an attempt: what the page shows of a running step. Written on change, at most twice a second.
import type { AttemptId } from '../contract/activities.ts';
import type { AttemptRow } from '../adapters/store/store.ts';
import type { Dependencies } from './dependencies.ts';

const WRITE_EVERY_MS = 500;

export interface LiveRow {
  readonly row: Readonly<AttemptRow>;
  set(change: Partial<Omit<AttemptRow, 'execution_id' | 'step' | 'attempt'>>): void;
  /** Writes what is not yet written. */
  flush(): Promise<void>;
}

/** Goes on with the attempt's row if an earlier activity attempt left one. */
export async function createLiveRow(
  { store, onPhase }: Pick<Dependencies, 'store' | 'onPhase'>,
  id: AttemptId,
): Promise<LiveRow> {
  const { execution_id, step, attempt } = id;
  const row: AttemptRow = (await store.attempts.find(id)) ?? {
    execution_id,
    step,
    attempt,
    phase: 'running',
    phase_info: null,
    progress: null,
    tasks: [],
    log_bytes: 0,
    updated_at: '',
  };
  let timer: NodeJS.Timeout | undefined;
  let lastWrite = 0;
  let dirty = false;
  let writing: Promise<void> = Promise.resolve();

  async function write() {
    if (!dirty) return;
    dirty = false;
    lastWrite = Date.now();
    try {
      await store.attempts.write({ ...row, updated_at: new Date().toISOString() });
    } catch (error) {
      dirty = true;
      throw error;
    }
  }

  /** One after the other, so that the newest is written last. */
  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.catch(() => undefined).then(write); // whoever asked for the earlier one was told
    return writing;
  }

  // Here nobody could catch it, and the worker would end with all its steps; the last flush tells it.
  const tryFlush = () => void flush().catch(() => undefined);

  onPhase?.(row);
  return {
    row,
    set(change) {
      Object.assign(row, change);
      if (change.phase) onPhase?.(row);
      dirty = true;
      const wait = lastWrite + WRITE_EVERY_MS - Date.now();
      if (wait <= 0) tryFlush();
      else timer ??= setTimeout(tryFlush, wait);
    },
    flush,
  };
}
