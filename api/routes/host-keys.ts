// POST /ssh/verify-host: shows the key of a box, or accepts exactly the one that was shown (shared/API.md, 1.3).
import { Router } from 'express';
import { bringupError } from '../../adapters/errors.ts';
import { fetchHostKey } from '../../adapters/ssh/fetch-host-key.ts';
import { fingerprintLine } from '../../adapters/ssh/fingerprint.ts';
import type { OfferedHostKey } from '../../adapters/store/store.ts';
import type { InstanceAddress } from '../../contract/instance.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { resolveInstance } from '../validate-run.ts';
import { whoAsks } from '../who-asks.ts';
import { bodyOf } from './workflow.ts';

export function hostKeyRoutes(deps: ApiDependencies): Router {
  const router = Router();

  /** {ssh_connection, accept?, fingerprint?}. A changed key is never accepted this way. */
  router.post('/verify-host', async (request, response) => {
    const { ssh_connection, accept = false, fingerprint } = bodyOf(request.body);
    if (typeof ssh_connection !== 'string' || ssh_connection.trim() === '') {
      throw bringupError('input_invalid', 'SSH connection string is required', { field: 'ssh_connection' });
    }
    if (fingerprint !== undefined && typeof fingerprint !== 'string') {
      throw bringupError('input_invalid', 'fingerprint must be text', { field: 'fingerprint' });
    }
    const { address } = await resolveInstance(deps, ssh_connection);
    if (accept !== true) return void response.json(await showKey(deps, address));
    response.json(await acceptKey(deps, address, fingerprint, whoAsks(request)));
  });

  return router;
}

async function showKey({ store }: ApiDependencies, address: InstanceAddress) {
  const key = await fetchHostKey(address);
  store.hostKeys.offered(key);
  const { host, port } = address;
  return {
    success: true,
    message: 'Host key retrieved',
    host,
    port: String(port),
    fingerprints: [line(key)],
    needs_confirmation: true,
  };
}

async function acceptKey(
  { store, knownHosts, log }: ApiDependencies,
  address: InstanceAddress,
  wanted: string | undefined,
  who: ReturnType<typeof whoAsks>,
) {
  const { host, port } = address;
  const key = store.hostKeys.lastOffered(host, port, wanted);
  if (!key) {
    throw bringupError(
      'host_key_not_shown',
      wanted ? `The key ${wanted} was never shown for ${host}:${port}.` : `No key of ${host}:${port} was shown yet.`,
      { host, port: String(port) },
    );
  }
  const blob = Buffer.from(key.key, 'base64');
  const verdict = await knownHosts.check(host, port, key.key_type, blob);
  const fingerprints = [line(key)];
  if (verdict === 'known')
    return { success: true, message: 'Host key already trusted', fingerprints, already_known: true };
  if (verdict !== 'unknown') {
    throw bringupError('host_key_changed', `Another key is known for ${host}:${port}; it is not replaced this way.`, {
      host,
      port: String(port),
      fingerprint: key.fingerprint,
    });
  }
  await knownHosts.pin(host, port, key.key_type, key.key);
  const decision = { host, port, fingerprint: key.fingerprint, known_before: null, ...who };
  store.hostKeys.decided({ decision: 'accepted', ...decision });
  log.info(decision, 'host key accepted');
  return { success: true, message: 'Host key added to known_hosts', fingerprints, added: true };
}

const line = ({ host, port, key_type, key }: OfferedHostKey) =>
  fingerprintLine(host, port, key_type, Buffer.from(key, 'base64'));
