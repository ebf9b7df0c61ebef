// Whether anybody has written, on any machine: each process says so by NOTIFY, and hears the others by LISTEN.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const CHANNEL = 'bringup_changed';
/** A process that writes much says so forty times a second: each NOTIFY makes all that commit wait for each other. */
const SAY_AFTER_MS = 25;
const CONNECT_AGAIN_MS = 1_000;
/** A process that died between a write and its NOTIFY, or a proxy that passes none on: then it is noticed by this. */
const LOOK_ANYWAY_MS = 30_000;

export interface Changes {
  /** Only grows. */
  version(): number;
  /** This process has written. */
  wrote(): void;
  close(): Promise<void>;
}

/** Never throws: while the database is away there is nothing to hear, and when it is back everything counts as changed. */
export function hearChanges(pool: pg.Pool, options: pg.ClientConfig): Changes {
  const own = randomUUID();
  const closing = new AbortController();
  let count = 0;
  let saying: NodeJS.Timeout | null = null;

  function say() {
    saying = null;
    // Where it fails the database is away: who listens has lost it, too, and looks when it is back.
    pool.query('SELECT pg_notify($1, $2)', [CHANNEL, own]).catch(() => undefined);
  }

  async function listen(): Promise<void> {
    const client = new pg.Client(options);
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.on('error', () => resolve());
      closing.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ({ payload }) => {
      if (payload !== own) count += 1;
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      // What was written while nobody listened.
      count += 1;
      await ended;
    } finally {
      await client.end().catch(() => undefined); // it is gone already
    }
  }

  async function keepListening(): Promise<void> {
    while (!closing.signal.aborted) {
      await listen().catch(() => undefined); // tried again
      await pause(CONNECT_AGAIN_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }
  const listening = keepListening();

  return {
    version: () => count + Math.floor(performance.now() / LOOK_ANYWAY_MS),
    wrote() {
      count += 1;
      saying ??= setTimeout(say, SAY_AFTER_MS);
    },
    async close() {
      if (saying) {
        clearTimeout(saying);
        say();
      }
      closing.abort();
      await listening;
    },
  };
}
