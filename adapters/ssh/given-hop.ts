// A host, user and port as a text names them, each part checked. Refusals never repeat the text: it might hold a password.
import { isIPv4, isIPv6 } from 'node:net';
import { type BringupError, bringupError } from '../errors.ts';

/** A host as a text names it; null where the text leaves it to ~/.ssh/config or the default. */
export interface GivenHop {
  host: string;
  user: string | null;
  port: number | null;
}

/** What the text itself said. */
export interface GivenConnection extends GivenHop {
  jump: GivenHop[] | null;
  identity_file: string | null;
}

export const connectionText = {
  empty: 'SSH connection string cannot be empty',
  format: "Invalid SSH connection format. Expected 'host:port' or full SSH command",
  hostPort: "Expected 'host:port'",
  noHost: 'Host cannot be empty',
  host: 'Host must be a host name or an IP address',
  port: 'Port must be a valid integer',
  user: 'User name holds characters that are not allowed',
  command: 'Invalid SSH command format',
  password: 'A password is never taken here: put your public key on the box and leave the password out',
  brackets: "Expected 'host:port'. An IPv6 address needs brackets, as in [2001:db8::1]:22",
} as const;

/** A refusal of the field. `message` never holds a part of the text. */
export const refuseConnection = (message: string): BringupError =>
  bringupError('input_invalid', message, { field: 'ssh_connection' });

/** `[user@]host[:port]` or `ssh://[user@]host[:port]`, with IPv6 in brackets (bare only where no port can follow). */
export function parseHop(text: string): GivenHop {
  const uri = /^ssh:\/\//i.test(text);
  const body = uri ? text.slice('ssh://'.length).replace(/\/$/, '') : text;
  const at = body.lastIndexOf('@');
  const userText = at < 0 ? null : body.slice(0, at);
  const place = body.slice(at + 1);
  const user = userText === null ? null : parseUser(uri ? decodeUser(userText) : userText);

  const bracketed = /^\[([^[\]]*)\](?::(.*))?$/.exec(place);
  if (bracketed) {
    const [, host = '', port] = bracketed;
    if (!isIPv6(host)) throw refuseConnection(host === '' ? connectionText.noHost : connectionText.host);
    return { host: checkHost(host), user, port: port === undefined ? null : parsePort(port) };
  }
  if (isIPv6(place)) return { host: checkHost(place), user, port: null };
  const [host = '', port, ...more] = place.split(':');
  if (more.length > 0) throw refuseConnection(connectionText.hostPort);
  return { host: checkHost(host), user, port: port === undefined ? null : parsePort(port) };
}

function decodeUser(text: string): string {
  if (!text.includes('%')) return text;
  // A percent sign that encodes nothing is no user name; what it decodes to is checked like any other.
  if (!/^([^%]|%[0-9a-f]{2})*$/i.test(text)) throw refuseConnection(connectionText.user);
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** A port in decimal digits, 1 to 65535. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw refuseConnection(connectionText.port);
  return port;
}

/** A login name without anything that a shell or known_hosts would read as more than a name. */
export function parseUser(text: string): string {
  if (text.includes(':')) throw refuseConnection(connectionText.password);
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,63}$/.test(text)) throw refuseConnection(connectionText.user);
  return text;
}

/** A host name, IPv4 or IPv6 address, as given. Half-written numbers that a resolver would guess at are refused. */
export function checkHost(host: string): string {
  if (host === '') throw refuseConnection(connectionText.noHost);
  if (isIPv6(host)) {
    if (/%/.test(host) && !/%[A-Za-z0-9._-]+$/.test(host)) throw refuseConnection(connectionText.host);
    return host;
  }
  const labels = host.replace(/\.$/, '').split('.');
  if (host.length > 253 || !labels.every((label) => /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})$/.test(label))) {
    throw refuseConnection(connectionText.host);
  }
  const numeric = /^(\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) ?? '');
  if (numeric && !isIPv4(labels.join('.'))) throw refuseConnection(connectionText.host);
  return host;
}
