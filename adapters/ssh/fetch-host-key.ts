import { Client } from 'ssh2';
import type { InstanceAddress } from '../../contract/instance.ts';
import { bringupError } from '../errors.ts';
import type { OfferedHostKey } from '../store/store.ts';
import { algorithmsOf, place } from './connect.ts';
import { sha256Fingerprint } from './fingerprint.ts';

const TIMEOUT_MS = 10_000;

/** The key a box shows, of the wanted type where one is wanted, without logging in. Directly only: a box behind a jump host shows it when a run meets it. */
export function fetchHostKey(
  { host, port, user }: Pick<InstanceAddress, 'host' | 'port' | 'user'>,
  keyType?: string,
): Promise<OfferedHostKey> {
  const client = new Client();
  return new Promise<OfferedHostKey>((resolve, reject) => {
    client.on('error', (error) =>
      reject(
        bringupError(
          'ssh_unreachable',
          `${place({ host, port, user })} did not show a host key: ${error.message}`,
          { host, port },
          { cause: error },
        ),
      ),
    );
    client.connect({
      host,
      port,
      username: user,
      readyTimeout: TIMEOUT_MS,
      ...(keyType ? { algorithms: { serverHostKey: algorithmsOf(keyType) } } : {}),
      hostVerifier: (blob: Buffer) => {
        resolve({
          host,
          port,
          key_type: blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('ascii'),
          key: blob.toString('base64'),
          fingerprint: sha256Fingerprint(blob),
          offered_at: new Date().toISOString(),
        });
        return false;
      },
    });
  }).finally(() => client.destroy());
}
