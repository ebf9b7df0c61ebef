// Whose pages may speak to us: a page elsewhere must not drive Bringup (DNS rebinding, cross-site POST).
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { bringupError } from '../adapters/errors.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

// A name that merely begins with 127. may belong to anybody.
export const isLoopback = (host: string): boolean =>
  LOOPBACK.has(host) || (isIP(host) === 4 && host.startsWith('127.'));

export interface HostGuard {
  /** Where we listen. */
  host: string;
  /** A token is asked of everybody. */
  tokenNeeded: boolean;
}

/** Throws host_not_allowed when a page elsewhere may be behind the request. */
export function checkHost({ headers }: IncomingMessage, { host, tokenNeeded }: HostGuard): void {
  const asked = (headers.host ?? '').toLowerCase();
  const name = asked.replace(/:\d+$/, '');
  // Where a token is needed a browser of another site has nothing to send: any name may lead here.
  if (!isLoopback(name) && name !== host && !tokenNeeded) {
    throw bringupError('host_not_allowed', `Bringup is not served under the name ${name || '(none)'}.`);
  }
  // The port counts: what a box shows on a forwarded port of this computer is another site, too.
  if (headers.origin !== undefined && originHost(headers.origin) !== asked) {
    throw bringupError('host_not_allowed', 'Another site’s page may not use Bringup.');
  }
}

const originHost = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
