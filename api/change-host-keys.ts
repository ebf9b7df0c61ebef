// A host key that is known, replaced by the one that was shown, or forgotten. Only our own known_hosts is ever written.
import { bringupError } from '../adapters/errors.ts';
import { knownHostsName } from '../adapters/ssh/fingerprint.ts';
import type { KnownKey } from '../adapters/ssh/known-hosts.ts';
import { quote } from '../adapters/ssh/shell.ts';
import type { OfferedHostKey } from '../adapters/store/store.ts';
import type { InstanceAddress } from '../contract/instance.ts';
import type { whoAsks } from './caller.ts';
import type { ApiDependencies } from './dependencies.ts';
import { checkStillShown, hopsOf, keyLine } from './shown-key.ts';
import { resolveInstance } from './validate-run.ts';

export interface NamedHost {
  host: string;
  port: number;
  user: string;
  /** Of the key that was shown; without it the one that was shown last. */
  fingerprint?: string | null | undefined;
  /** The way to the host where there are jump hosts. */
  ssh_connection?: string | null | undefined;
}

type Who = ReturnType<typeof whoAsks>;

/** Puts the key that was shown as changed in the place of the known one. Throws host_key_not_shown, host_key_changed. */
export async function replaceKey(deps: ApiDependencies, named: NamedHost, who: Who) {
  const { settings, knownHosts, store, log } = deps;
  const own = settings.path('known_hosts');
  const { host, port } = named;
  const shown = await shownAsChanged(deps, named);
  const before = await knownHosts.keysFor(host, port);
  const message = `Host key resolved successfully for ${host}:${port}`;
  const already = before.length > 0 && before.every((key) => key.fingerprint === shown.fingerprint);
  if (already) return { message, fingerprint: shown.fingerprint, already_known: true };
  await checkStillShown(deps, await wayTo(deps, named), shown);
  await knownHosts.pin(host, port, shown.key_type, shown.key, { replace: true });
  const decision = { host, port, fingerprint: shown.fingerprint, known_before: fingerprints(before), ...who };
  await store.hostKeys.decided({ decision: 'replaced', ...decision });
  log.warn(decision, 'host key replaced');
  const foreign = before.filter(({ file }) => file !== own);
  const note = `${standsIn(foreign)}: Bringup only reads that file and refuses the old key for this host by its own. Your own ssh needs: ${removal(foreign, host, port)}`;
  return { message, ...decision, ...(foreign.length > 0 ? { note } : {}) };
}

/** Forgets the keys of a host in our own file. Throws host_key_elsewhere where only files hold it that we only read. */
export async function removeKeys(
  { settings, knownHosts, store, log }: ApiDependencies,
  { host, port }: Pick<NamedHost, 'host' | 'port'>,
  who: Who,
) {
  const own = settings.path('known_hosts');
  const before = await knownHosts.keysFor(host, port);
  const removed = await knownHosts.remove(host, port);
  const left = await knownHosts.keysFor(host, port);
  const name = knownHostsName(host, port);
  const foreign = left.filter(({ file }) => file !== own);
  const note = `${standsIn(foreign)}, which Bringup only reads. Run: ${removal(foreign, host, port)}`;
  if (removed === 0 && foreign.length > 0) throw bringupError('host_key_elsewhere', note, { host, port });
  if (removed === 0) return { message: `No host key of ${name} was known here`, removed };
  const decision = { host, port, fingerprint: null, known_before: fingerprints(before), ...who };
  await store.hostKeys.decided({ decision: 'removed', ...decision });
  log.warn(decision, 'host key removed');
  const message = `Old host key for ${name} removed successfully`;
  return { message, removed, ...(foreign.length > 0 ? { note } : {}) };
}

/** The key that a person has seen as the changed one: shown last, or the one with the fingerprint that is named. */
async function shownAsChanged({ store, knownHosts }: ApiDependencies, named: NamedHost): Promise<OfferedHostKey> {
  const { host, port, fingerprint } = named;
  const facts = { host, port };
  const shown = await store.hostKeys.lastOffered(host, port, fingerprint ?? undefined);
  if (!shown) throw bringupError('host_key_not_shown', `No such key of ${host}:${port} was shown yet.`, facts);
  const verdict = await knownHosts.check(host, port, shown.key_type, Buffer.from(shown.key, 'base64'));
  if (verdict === 'unknown') {
    const message = `No key of ${host}:${port} is known that could be replaced. Accept it with POST /ssh/verify-host.`;
    throw bringupError('host_key_not_shown', message, facts);
  }
  if (verdict === 'revoked') {
    const message = `${keyLine(shown)} is marked as revoked in a known_hosts file. Nothing was changed.`;
    throw bringupError('host_key_changed', message, { ...facts, fingerprint: shown.fingerprint });
  }
  return shown;
}

/** How to reach the host that is named: through the jump hosts of the connection that leads to it, else directly. */
async function wayTo(deps: ApiDependencies, { host, port, user, ssh_connection }: NamedHost): Promise<InstanceAddress> {
  const hops = ssh_connection ? hopsOf((await resolveInstance(deps, ssh_connection)).address) : [];
  const hop = hops.find((one) => one.host.toLowerCase() === host.toLowerCase() && one.port === port);
  return hop ?? { key: `${user}@${host}:${port}`, user, host, port, jump: [], identity_file: null, practice: false };
}

const fingerprints = (keys: KnownKey[]): string | null => keys.map(({ fingerprint }) => fingerprint).join(', ') || null;

const standsIn = (keys: KnownKey[]): string =>
  `The old key also stands in ${keys.map(({ file, lineNumber }) => `${file}, line ${lineNumber}`).join('; ')}`;

const removal = (keys: KnownKey[], host: string, port: number): string =>
  [...new Set(keys.map(({ file }) => file))]
    .map((file) => `ssh-keygen -f ${quote(file)} -R ${quote(knownHostsName(host, port))}`)
    .join('; ');
