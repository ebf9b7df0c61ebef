// One connection per box, kept open and shared by whoever needs it.
import type { InstanceAddress } from '../../contract/instance.ts';
import { type Connection, type ConnectDependencies, connect } from './connect.ts';
import { createLimit } from './limit.ts';

/** ssh2 does the key exchange in the event loop: more at once freeze heartbeats and the API (SPEED.md, trap 4). */
const MAX_HANDSHAKES = 10;
const IDLE_MS = 300_000;

export interface Pool {
  /** Runs `work` with the box's connection, opening it if needed. A lost connection is not opened again in here. */
  use<Result>(address: InstanceAddress, work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /** Forgets and closes the box's connection, e.g. before looking whether it came back from a reboot. */
  drop(address: InstanceAddress): void;
  close(): void;
}

interface Entry {
  connection: Promise<Connection>;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

/** Connections by box. Two runs that name the same box with different keys or jumps get one each. */
export function createPool(deps: ConnectDependencies): Pool {
  const entries = new Map<string, Entry>();
  const handshakes = createLimit(MAX_HANDSHAKES);
  const keyOf = ({ user, host, port, jump, identity_file }: InstanceAddress) =>
    JSON.stringify([user, host, port, jump, identity_file]);

  function open(key: string, address: InstanceAddress): Entry {
    const connection = handshakes(() => connect(address, deps));
    const entry: Entry = { connection, users: 0, idle: undefined };
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    connection.then(({ closed }) => closed.then(forget), forget);
    entries.set(key, entry);
    return entry;
  }

  function drop(key: string) {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    clearTimeout(entry.idle);
    entry.connection.then(
      (connection) => connection.end(),
      () => undefined, // it never opened, and whoever asked for it was told
    );
  }

  return {
    async use(address, work) {
      const key = keyOf(address);
      const entry = entries.get(key) ?? open(key, address);
      clearTimeout(entry.idle);
      entry.users += 1;
      try {
        return await work(await entry.connection);
      } finally {
        entry.users -= 1;
        if (entry.users === 0 && entries.get(key) === entry) {
          entry.idle = setTimeout(() => drop(key), IDLE_MS);
          entry.idle.unref();
        }
      }
    },
    drop: (address) => drop(keyOf(address)),
    close: () => [...entries.keys()].forEach(drop),
  };
}
