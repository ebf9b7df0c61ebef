// Who may speak to us: a page elsewhere must not drive Bringup (DNS rebinding, cross-site POST), and other computers only with
// a token.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { bringupError } from '../adapters/errors.ts';
import { type Caller, localCaller } from './caller.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

// A name that merely begins with 127. may belong to anybody.
export const isLoopback = (host: string): boolean =>
  LOOPBACK.has(host) || (isIP(host) === 4 && host.startsWith('127.'));

export interface HostGuard {
  host: string;
  /** Needed on every address but loopback. */
  token: string | null;
}

/** Who asks. Throws host_not_allowed or not_signed_in when the request may not go on. */
export function guard(request: IncomingMessage, { host, token }: HostGuard): Caller {
  const { host: asked, origin } = request.headers;
  const name = hostName(asked ?? '');
  // With a token a browser of another site has nothing to send: any name may lead here.
  if (!isLoopback(name) && name !== host && !token) {
    throw bringupError('host_not_allowed', `Bringup is not served under the name ${name || '(none)'}.`);
  }
  if (origin !== undefined && hostName(origin.replace(/^https?:\/\//, '')) !== name) {
    throw bringupError('host_not_allowed', 'Another site’s page may not use Bringup.');
  }
  if (token && request.url !== '/healthz' && !carriesToken(request, token)) {
    throw bringupError('not_signed_in', 'This Bringup needs its token.');
  }
  return token ? { kind: 'token', name: 'BRINGUP_TOKEN', scope: 'admin' } : localCaller;
}

const hostName = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

/** As bearer token for programs, as password of basic authentication for browsers. */
function carriesToken({ headers }: IncomingMessage, token: string): boolean {
  const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return same(value, token);
  if (scheme.toLowerCase() !== 'basic') return false;
  return same(
    Buffer.from(value, 'base64')
      .toString('utf8')
      .replace(/^[^:]*:/, ''),
    token,
  );
}

const same = (given: string, wanted: string): boolean => {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
};
