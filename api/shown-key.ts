// The host key that a box shows now, and the one that was shown to a person: a decision is about the second and holds only while
// the first is the same.
import { bringupError } from '../adapters/errors.ts';
import type { ConnectDependencies } from '../adapters/ssh/connect.ts';
import { fetchHostKey } from '../adapters/ssh/fetch-host-key.ts';
import { fingerprintLine } from '../adapters/ssh/fingerprint.ts';
import { findIdentities } from '../adapters/ssh/identities.ts';
import type { OfferedHostKey } from '../adapters/store/store.ts';
import type { InstanceAddress } from '../contract/instance.ts';
import type { ApiDependencies } from './dependencies.ts';

type Deps = Pick<ApiDependencies, 'settings' | 'knownHosts'>;

/** As `ssh-keygen -lf` prints a key. */
export const keyLine = ({ host, port, key_type, key }: OfferedHostKey): string =>
  fingerprintLine(host, port, key_type, Buffer.from(key, 'base64'));

/** The box and its jump hosts, each as an address of its own: any of them may be the one whose key is in question. */
export const hopsOf = (address: InstanceAddress): InstanceAddress[] => [
  ...address.jump.map((hop, index) => ({ ...address, ...hop, jump: address.jump.slice(0, index) })),
  address,
];

/** The key that a box shows now. A jump host that lets nobody through throws as `connect` does. */
export const askBox = (deps: Deps, address: InstanceAddress, keyType?: string): Promise<OfferedHostKey | null> => {
  const { settings, knownHosts } = deps;
  const connecting: ConnectDependencies = {
    knownHosts,
    identities: (hop) => findIdentities(hop, settings),
    inTurn: (handshake) => handshake(),
  };
  return fetchHostKey(address, connecting, keyType);
};

/** Throws host_key_not_shown when the box shows another key by now; whatever hinders the look is thrown as it is. */
export async function checkStillShown(deps: Deps, address: InstanceAddress, shown: OfferedHostKey): Promise<void> {
  const now = await askBox(deps, address, shown.key_type);
  if (now?.fingerprint === shown.fingerprint) return;
  // It is told but not kept as shown: the same request again must not accept what nobody has compared.
  const { host, port } = shown;
  const instead = now ? keyLine(now) : `no ${shown.key_type} key`;
  throw bringupError(
    'host_key_not_shown',
    `${host}:${port} shows ${instead} by now, and not ${keyLine(shown)}. Nothing was changed.`,
    { host, port: String(port), ...(now ? { fingerprint: now.fingerprint } : {}) },
  );
}
