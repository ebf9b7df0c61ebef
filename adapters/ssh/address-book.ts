// A rented box may come back under another host or port. Where it has a number at Vast, Vast is asked where it is; the answer is
// kept for later steps and other processes. The host key decides whether it is the same box (connect.ts).
import type { Vast } from '../providers/vast.ts';
import type { Store } from '../store/store.ts';
import type { AddressBook } from './pool.ts';

/** Vast counts requests per key (VAST.md), and a box that starts takes half a minute anyway. */
const ASK_EVERY_MS = 10_000;

interface Dependencies {
  store: Pick<Store, 'movedBoxes'>;
  /** Null when no key is set: then a box is where it was. */
  vast: Pick<Vast, 'instance'> | null;
  /** Told when a box was found elsewhere, or could not be asked for. */
  log: (facts: Record<string, unknown>, what: string) => void;
  askEveryMs?: number;
}

export function createAddressBook({ store, vast, log, askEveryMs = ASK_EVERY_MS }: Dependencies): AddressBook {
  const asked = new Map<string, number>();
  const placeOf: AddressBook['placeOf'] = async (address) => {
    const moved = address.vast_id === undefined ? null : await store.movedBoxes.find(address.vast_id);
    if (!moved || (moved.host === address.host && moved.port === address.port)) return address;
    const { host, port } = address;
    return { ...address, ...moved, moved_from: { host, port } };
  };
  return {
    placeOf,
    async lookUp(address) {
      const id = address.vast_id;
      if (id === undefined || !vast || Date.now() - (asked.get(id) ?? 0) < askEveryMs) return;
      asked.set(id, Date.now());
      try {
        const instance = await vast.instance(id);
        const known = await placeOf(address);
        const found = instance?.address;
        // Vast knows several ways to a box: one that still holds is kept.
        const holds = instance?.addresses.some(({ host, port }) => host === known.host && port === known.port);
        if (!found || holds) return;
        await store.movedBoxes.moved(id, { host: found.host, port: found.port });
        log(
          { vast_id: id, from: `${known.host}:${known.port}`, to: `${found.host}:${found.port}` },
          'the box has moved',
        );
      } catch (error) {
        // The next silence asks again; meanwhile the box is tried where it was.
        log({ vast_id: id, err: error }, 'Vast could not be asked where the box is');
      }
    },
  };
}
