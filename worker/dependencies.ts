import { readControlPlane } from '../adapters/control-plane.ts';
import { createVast } from '../adapters/providers/vast.ts';
import { createSecrets } from '../adapters/secrets/secrets.ts';
import type { LoadedSettings } from '../adapters/settings/settings.ts';
import { createAddressBook } from '../adapters/ssh/address-book.ts';
import { findIdentities } from '../adapters/ssh/identities.ts';
import { createKnownHosts } from '../adapters/ssh/known-hosts.ts';
import { createPool } from '../adapters/ssh/pool.ts';
import { openStore } from '../adapters/store/open.ts';
import type { Dependencies } from '../activities/dependencies.ts';

/** Everything the activities stand on. `close` gives it all back. */
export async function createDependencies(
  settings: LoadedSettings,
  log: (facts: Record<string, unknown>, what: string) => void = () => undefined,
): Promise<Dependencies & { close(): Promise<void> }> {
  const store = await openStore(settings.home, settings);
  const knownHosts = createKnownHosts({ own: settings.path('known_hosts'), others: [settings.userKnownHosts] });
  const identities: Dependencies['identities'] = (address) => findIdentities(address, settings);
  const vast = settings.vastKey ? createVast({ url: settings.vast_url, key: settings.vastKey }) : null;
  const addressBook = createAddressBook({ store, vast, log });
  const pool = createPool({ knownHosts, identities, addressBook });
  return {
    settings,
    store,
    controlPlane: await readControlPlane(settings.home),
    pool,
    identities,
    secrets: createSecrets(settings.home, settings.secretKey),
    vast,
    local: new Map(),
    async close() {
      pool.close();
      await store.close();
    },
  };
}
