// What all projects of vitest.config.ts use together. Each of them loads the set-up files anew, and one server is enough for all.

interface Shared<Running> {
  running: Promise<Running>;
  users: number;
}

const all = ((globalThis as { bringupShared?: Map<string, Shared<unknown>> }).bringupShared ??= new Map());

/** Starts it for the first project, and stops it (`release`) after the last one. */
export async function sharedByProjects<Running extends { stop(): Promise<void> }>(
  name: string,
  start: () => Promise<Running>,
): Promise<{ running: Running; release: () => Promise<void> }> {
  const shared = (all.get(name) as Shared<Running> | undefined) ?? { running: start(), users: 0 };
  all.set(name, shared);
  shared.users += 1;
  const running = await shared.running;
  return {
    running,
    async release() {
      shared.users -= 1;
      if (shared.users > 0) return;
      all.delete(name);
      await running.stop();
    },
  };
}
