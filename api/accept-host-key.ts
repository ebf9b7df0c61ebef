// A box's host key: shown to somebody, and accepted when it is exactly the one that was shown.
import { bringupError, isBringupError } from '../adapters/errors.ts';
import { refusedKey } from '../adapters/ssh/connect.ts';
import type { OfferedHostKey } from '../adapters/store/store.ts';
import type { InstanceAddress } from '../contract/instance.ts';
import type { whoAsks } from './caller.ts';
import type { ApiDependencies } from './dependencies.ts';
import { askBox, checkStillShown, hopsOf, keyLine } from './shown-key.ts';

/** The key that a box shows now, whether it is trusted, and where another one is, that. */
export async function showKey(deps: ApiDependencies, address: InstanceAddress) {
  const key = await keyInQuestion(deps, address);
  await deps.store.hostKeys.offered(key);
  const { host, port } = key;
  const verdict = await deps.knownHosts.check(host, port, key.key_type, Buffer.from(key.key, 'base64'));
  const known = typeof verdict === 'object' ? { known_fingerprints: verdict.changed.map(({ line }) => line) } : {};
  const shown = { host, port: String(port), fingerprints: [keyLine(key)], ...known };
  return { shown, isKnown: verdict === 'known' };
}

/** The box's key, or that of the first jump host on the way that is not known itself. */
async function keyInQuestion(deps: ApiDependencies, address: InstanceAddress): Promise<OfferedHostKey> {
  try {
    const key = await askBox(deps, address);
    if (key) return key;
  } catch (error) {
    const refused = refusedKey(error);
    if (refused && isBringupError(error) && error.failure.code === 'host_key_unknown') return refused;
    // That it has changed is told, too: it may be put in the place of the known one.
    if (refused) await deps.store.hostKeys.offered(refused);
    throw error;
  }
  throw bringupError('ssh_unreachable', `${address.host}:${address.port} shows no host key that can be used.`);
}

/** Pins the key that was shown last, or the one named. Throws host_key_not_shown, host_key_changed. */
export async function acceptKey(
  deps: ApiDependencies,
  address: InstanceAddress,
  wanted: string | undefined,
  who: ReturnType<typeof whoAsks>,
) {
  const { store, knownHosts, log } = deps;
  const { key, hop } = await lastShown(deps, address, wanted);
  const { host, port } = key;
  const verdict = await knownHosts.check(host, port, key.key_type, Buffer.from(key.key, 'base64'));
  const fingerprints = [keyLine(key)];
  if (verdict === 'known')
    return { success: true, message: 'Host key already trusted', fingerprints, already_known: true };
  if (verdict !== 'unknown') {
    throw bringupError('host_key_changed', `Another key is known for ${host}:${port}; it is not replaced this way.`, {
      host,
      port: String(port),
      fingerprint: key.fingerprint,
    });
  }
  try {
    await checkStillShown(deps, hop, key);
  } catch (error) {
    if (isBringupError(error) && error.failure.code === 'host_key_not_shown') throw error;
    // A box that does not answer now may be trusted all the same: only the key that was shown is pinned.
    log.info({ err: error, host, port }, 'the box could not be asked for its key again');
  }
  await knownHosts.pin(host, port, key.key_type, key.key);
  const decision = { host, port, fingerprint: key.fingerprint, known_before: null, ...who };
  await store.hostKeys.decided({ decision: 'accepted', ...decision });
  log.info(decision, 'host key accepted');
  return { success: true, message: 'Host key added to known_hosts', fingerprints, added: true };
}

/** The key that was shown last, of the box or of a jump host on the way to it; with a fingerprint, that one. */
async function lastShown({ store }: ApiDependencies, address: InstanceAddress, wanted: string | undefined) {
  const shown = await Promise.all(
    hopsOf(address).map(async (hop) => {
      const key = await store.hostKeys.lastOffered(hop.host, hop.port, wanted);
      return key ? [{ key, hop }] : [];
    }),
  );
  const [newest] = shown.flat().sort((a, b) => b.key.offered_at.localeCompare(a.key.offered_at));
  if (newest) return newest;
  const { host, port } = address;
  const message = wanted
    ? `The key ${wanted} was never shown for ${host}:${port}.`
    : `No key of ${host}:${port} was shown yet.`;
  throw bringupError('host_key_not_shown', message, { host, port: String(port) });
}
