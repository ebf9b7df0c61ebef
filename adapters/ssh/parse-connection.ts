// The one parser of `ssh_connection`. It makes data of what people paste; nothing of the text ever reaches a shell, and no
// message repeats it, because it might hold a password.
import { isIPv6 } from 'node:net';
import type { InstanceAddress } from '../../contract/instance.ts';
import { type GivenConnection, type GivenHop, connectionText, parseHop, refuseConnection } from './given-hop.ts';
import { readSshCommand } from './ssh-command.ts';

export type SshAddress = Omit<InstanceAddress, 'practice'>;
export type AddressConnection = { kind: 'address'; address: SshAddress; given: GivenConnection };
export type ParsedConnection = AddressConnection | { kind: 'vast'; vast_id: string };

const MAX_LENGTH = 2000;
const DEFAULT_USER = 'root';
const DEFAULT_PORT = 22;

/**
 * Reads every form of an SSH connection: a full ssh command, `host:port`, `user@host`, `[v6]:port`, `ssh://…`, a host name, the
 * number of a Vast.ai instance. Throws `input_invalid`. Names of ~/.ssh/config are looked up later, by `applySshConfig`.
 */
export function parseConnection(text: string): ParsedConnection {
  if (text.length > MAX_LENGTH) throw refuseConnection(`SSH connection string is longer than ${MAX_LENGTH} characters`);
  const trimmed = text.trim();
  if (trimmed === '') throw refuseConnection(connectionText.empty);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(trimmed)) {
    throw refuseConnection('SSH connection string must not hold control characters');
  }
  if (/^[1-9]\d{0,11}$/.test(trimmed)) return { kind: 'vast', vast_id: trimmed };
  if (/^sshpass(\s|$)/.test(trimmed)) throw refuseConnection(connectionText.password);
  const given = /^ssh(\s|$)/.test(trimmed) ? readSshCommand(trimmed) : readPlain(trimmed);
  return { kind: 'address', address: completeAddress(given), given };
}

function readPlain(text: string): GivenConnection {
  if (/\s/.test(text)) throw refuseConnection(holdsPassword(text) ? connectionText.password : connectionText.format);
  if (isIPv6(hostPart(text))) throw refuseConnection(connectionText.brackets);
  return { ...parseHop(text), jump: null, identity_file: null };
}

const hostPart = (text: string): string => text.slice(text.lastIndexOf('@') + 1);
const holdsPassword = (text: string): boolean => /:.*@/.test(text.replace(/^ssh:\/\//i, ''));

/** Fills in the defaults and makes the key that two spellings of one box share. */
export function completeAddress(given: GivenConnection): SshAddress {
  const { user, host, port } = completeHop(given);
  const key = `${user}@${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return { key, user, host, port, jump: (given.jump ?? []).map(completeHop), identity_file: given.identity_file };
}

const completeHop = ({ host, user, port }: GivenHop) => ({
  user: user ?? DEFAULT_USER,
  host: canonicalHost(host),
  port: port ?? DEFAULT_PORT,
});

function canonicalHost(host: string): string {
  const lower = host.toLowerCase();
  if (!isIPv6(lower)) return lower.replace(/\.$/, '');
  const [address = '', zone] = lower.split('%');
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  return zone === undefined ? short : `${short}%${zone}`;
}
