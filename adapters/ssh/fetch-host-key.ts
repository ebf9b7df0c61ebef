import { Client, type ConnectConfig } from 'ssh2';
import type { InstanceAddress } from '../../contract/instance.ts';
import { bringupError } from '../errors.ts';
import type { OfferedHostKey } from '../store/store.ts';
import { algorithmsOf, connect, type ConnectDependencies, knownFirst, offeredKey, place } from './connect.ts';

const TIMEOUT_MS = 10_000;

/**
 * The key that a box shows to whoever connects as a run would, without logging in to it; with a type, the box's key of that type,
 * null where it has none. Throws as `connect` does where a jump host lets nobody through.
 */
export async function fetchHostKey(
  address: InstanceAddress,
  deps: ConnectDependencies,
  keyType?: string,
): Promise<OfferedHostKey | null> {
  const known = await deps.knownHosts.typesFor(address.host, address.port);
  const serverHostKey = keyType ? algorithmsOf(keyType) : knownFirst(known);
  const config: ConnectConfig = keyType || known.length > 0 ? { algorithms: { serverHostKey } } : {};
  const jump = address.jump.at(-1);
  if (!jump) return askForKey(address, config);
  const through = await connect({ ...address, ...jump, jump: address.jump.slice(0, -1) }, deps);
  try {
    return await askForKey(address, { ...config, sock: await through.forward(address.host, address.port) });
  } finally {
    through.end();
  }
}

function askForKey({ host, port, user }: InstanceAddress, config: ConnectConfig): Promise<OfferedHostKey | null> {
  const client = new Client();
  return new Promise<OfferedHostKey | null>((resolve, reject) => {
    client.on('error', (error) => {
      // ssh2's words for a server that has no key of the wanted type.
      if (error.message.includes('no matching host key format')) return resolve(null);
      const message = `${place({ host, port, user })} did not show a host key: ${error.message}`;
      reject(bringupError('ssh_unreachable', message, { host, port }, { cause: error }));
    });
    client.connect({
      ...config,
      host,
      port,
      username: user,
      readyTimeout: TIMEOUT_MS,
      hostVerifier: (blob: Buffer) => {
        resolve(offeredKey({ host, port }, blob));
        return false;
      },
    });
  }).finally(() => client.destroy());
}
