/** Runs at most `max` of the given tasks at once; the others wait in order. */
export function createLimit(max: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // The place is handed on; only when nobody waits it becomes free.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
