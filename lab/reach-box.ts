// How a test logs in to a lab box: the box's own key, its host key pinned.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ConnectDependencies } from '../adapters/ssh/connect.ts';
import { createKnownHosts } from '../adapters/ssh/known-hosts.ts';
import type { InstanceAddress } from '../contract/instance.ts';
import type { LabBox } from './sshd.ts';

/** The box's address, as parsed from its connection string. */
export const addressOf = ({ user, host, port }: Pick<LabBox, 'user' | 'host' | 'port'>): InstanceAddress => ({
  key: `${user}@${host}:${port}`,
  user,
  host,
  port,
  jump: [],
  identity_file: null,
  practice: false,
});

/** What `connect` needs for a box. With `pinned: false` its host key is unknown. */
export async function reachBox(box: LabBox, { pinned = true } = {}): Promise<ConnectDependencies> {
  const privateKey = await readFile(box.identityFile);
  // Beside the box's key: it goes with the box.
  const own = path.join(path.dirname(box.identityFile), `known_hosts-${randomUUID()}`);
  const knownHosts = createKnownHosts({ own, others: [] });
  if (pinned) await knownHosts.pin(box.host, box.port, box.hostKey.type, box.hostKey.base64);
  return {
    knownHosts,
    inTurn: (handshake) => handshake(),
    identities: () =>
      Promise.resolve({ keys: [{ file: box.identityFile, privateKey, named: true }], encrypted: [], problems: [] }),
  };
}
