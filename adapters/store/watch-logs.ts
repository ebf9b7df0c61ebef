// Tells when a log has grown, also where another process writes it. One look at each watched file every 100 ms serves everybody who
// follows it: 3 µs a file, where fs.watch cannot wait for a file that does not exist yet and is silent on network file systems.
import { statSync } from 'node:fs';

const EVERY_MS = 100;

export interface LogWatch {
  /** Calls `onGrowth` whenever the file has grown. Gives what ends it. */
  watch(file: string, onGrowth: () => void): () => void;
  close(): void;
}

export function createLogWatch(): LogWatch {
  const watched = new Map<string, { size: number; listeners: Set<() => void> }>();
  let timer: NodeJS.Timeout | null = null;

  function look() {
    for (const [file, entry] of watched) {
      const size = sizeNow(file);
      if (size === entry.size) continue;
      entry.size = size;
      for (const listener of entry.listeners) listener();
    }
  }

  function stop() {
    if (timer) clearInterval(timer);
    timer = null;
  }

  return {
    watch(file, onGrowth) {
      const entry = watched.get(file) ?? { size: sizeNow(file), listeners: new Set() };
      watched.set(file, entry);
      // Its own function, so that one who watches twice ends only one of the two.
      const listener = () => onGrowth();
      entry.listeners.add(listener);
      timer ??= setInterval(look, EVERY_MS);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size === 0 && watched.get(file) === entry) watched.delete(file);
        if (watched.size === 0) stop();
      };
    },
    close() {
      watched.clear();
      stop();
    },
  };
}

/** A file that cannot be looked at now has not grown; who reads it is told why. */
function sizeNow(file: string): number {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}
