// One connection per box, kept open and shared by whoever needs it.
import type { InstanceAddress } from '../../contract/instance.ts';
import { isBringupError } from '../errors.ts';
import { type Connection, type ConnectDependencies, connect, type PlacedInstance } from './connect.ts';
import { createLimit } from './limit.ts';

/** ssh2 does the key exchange in the event loop: more at once freeze heartbeats and the API (SPEED.md, trap 4). */
const MAX_HANDSHAKES = 10;
const IDLE_MS = 300_000;

export interface Pool {
  /** Runs `work` with the box's connection, opening it if needed. A lost connection is not opened again in here. */
  use<Result>(address: InstanceAddress, work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /** Runs `work` with a connection of its own, for a look at a box whose usual connection may be dead without knowing it. */
  look<Result>(address: InstanceAddress, work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /** Where the box is now, as far as it is known. */
  placeOf(address: InstanceAddress): Promise<PlacedInstance>;
  /** Forgets and closes the box's connection: whoever uses it finds it lost. */
  drop(address: InstanceAddress): Promise<void>;
  close(): void;
}

export interface PoolDependencies extends Omit<ConnectDependencies, 'inTurn'> {
  /** Where boxes have gone that are no longer where they were; see address-book.ts. */
  addressBook?: AddressBook;
}

export interface AddressBook {
  placeOf(address: InstanceAddress): Promise<PlacedInstance>;
  /** Asks where a box that does not answer has gone. Never throws; whoever tries again uses the answer. */
  lookUp(address: InstanceAddress): Promise<void>;
}

interface Entry {
  connection: Promise<Connection>;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

/** Connections by box. Two runs that name the same box with different keys or jumps get one each. */
export function createPool(deps: PoolDependencies): Pool {
  const entries = new Map<string, Entry>();
  const connecting: ConnectDependencies = { ...deps, inTurn: createLimit(MAX_HANDSHAKES) };
  const placeOf = async (address: InstanceAddress): Promise<PlacedInstance> =>
    (await deps.addressBook?.placeOf(address)) ?? address;
  const keyOf = async (address: InstanceAddress) => {
    const { user, host, port, jump, identity_file } = await placeOf(address);
    return JSON.stringify([user, host, port, jump, identity_file]);
  };

  const reach = async (address: InstanceAddress): Promise<Connection> => {
    try {
      return await connect(await placeOf(address), connecting);
    } catch (error) {
      if (isBringupError(error) && error.failure.kind === 'unreachable') await deps.addressBook?.lookUp(address);
      throw error;
    }
  };

  function open(key: string, address: InstanceAddress): Entry {
    const connection = reach(address);
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
      const key = await keyOf(address);
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
    async look(address, work) {
      const connection = await reach(address);
      try {
        return await work(connection);
      } finally {
        connection.end();
      }
    },
    placeOf,
    drop: async (address) => drop(await keyOf(address)),
    close: () => [...entries.keys()].forEach(drop),
  };
}
