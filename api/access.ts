// Who comes in: with a token of ours or BRINGUP_TOKEN, as bearer token of a program, password of basic authentication, or the cookie
// of a browser that has signed in with one. On loopback nobody needs any, unless BRINGUP_TOKEN is set.
import { scryptSync, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Logger } from 'pino';
import { bringupError } from '../adapters/errors.ts';
import { isLoopback } from '../adapters/loopback.ts';
import type { Store, TokenRow } from '../adapters/store/store.ts';
import { hashOf, isOurToken, newSessionId } from '../adapters/tokens.ts';
import { type Caller, localCaller, nobody } from './caller.ts';
import { createGuessLimit } from './guess-limit.ts';
import { checkHost } from './host-guard.ts';

export const SESSION_COOKIE = 'bringup_session';
const ENVIRONMENT = 'BRINGUP_TOKEN';
const SESSION_MS = 7 * 24 * 3_600_000;
/** How exactly the last use of a token is known. */
const LAST_USE_MS = 60_000;

export interface Access {
  /** Throws host_not_allowed, not_signed_in (what came with the request opens nothing) and rate_limited. */
  callerOf(request: IncomingMessage): Promise<Caller>;
  /** Signs a browser in; `cookie` is its secret. Throws not_signed_in, rate_limited. */
  signIn(request: IncomingMessage, token: string): Promise<{ caller: Caller; cookie: string }>;
  signOut(request: IncomingMessage): Promise<void>;
}

interface Options {
  store: Pick<Store, 'tokens' | 'sessions'>;
  /** Where we listen. */
  host: string;
  /** BRINGUP_TOKEN. */
  environmentToken: string | null;
  log: Pick<Logger, 'error'>;
}

export function createAccess({ store, host, environmentToken, log }: Options): Access {
  const tokenNeeded = environmentToken !== null || !isLoopback(host);
  const guesses = createGuessLimit();
  const lastUses = new Map<string, number>();
  // A session ends when another token is set. Somebody has thought of it, so what is kept of it must be slow to guess.
  const environment =
    environmentToken === null
      ? null
      : {
          token: environmentToken,
          id: `${ENVIRONMENT} ${scryptSync(environmentToken, 'session', 16).toString('hex')}`,
        };
  // A request is looked at by the hot path and by Express: one guess, whatever came of it.
  const found = new WeakMap<IncomingMessage, Promise<Caller>>();

  async function use(token: TokenRow | null, kind: Caller['kind']): Promise<Caller | null> {
    const now = Date.now();
    if (!token || (token.expires_at !== null && Date.parse(token.expires_at) <= now)) return null;
    if (now - (lastUses.get(token.id) ?? 0) >= LAST_USE_MS) {
      lastUses.set(token.id, now);
      try {
        await store.tokens.used(token.id, new Date(now).toISOString());
      } catch (error) {
        // A full disk must keep nobody from stopping a run.
        log.error({ err: error, token: token.name }, 'the last use of a token cannot be written');
      }
    }
    return { kind, name: token.name, scope: token.scope, expires_at: token.expires_at };
  }

  /** Whose token it is, and the id that its sessions have. */
  async function ofToken(given: string): Promise<{ id: string; caller: Caller } | null> {
    if (environment && isSame(given, environment.token))
      return { id: environment.id, caller: { kind: 'token', name: ENVIRONMENT, scope: 'admin', expires_at: null } };
    const token = await store.tokens.byHash(hashOf(given));
    const caller = await use(token, 'token');
    return token && caller && { id: token.id, caller };
  }

  /** The same, guesses counted. */
  async function guessed(request: IncomingMessage, given: string) {
    const from = ipKeyGenerator(request.socket.remoteAddress ?? '');
    guesses.check(from);
    const known = await ofToken(given);
    if (known) return known;
    guesses.wrong(from);
    throw notSignedIn();
  }

  async function find(request: IncomingMessage): Promise<Caller> {
    checkHost(request, { host, tokenNeeded });
    const token = tokenOf(request);
    // One of ours cannot be guessed: whoever has it is not held up by the guesses of others.
    const known = token === null ? null : isOurToken(token) ? await ofToken(token) : await guessed(request, token);
    if (known) return known.caller;
    if (token !== null) throw notSignedIn();
    const cookie = cookieOf(request);
    return (cookie === null ? null : await ofCookie(cookie)) ?? (tokenNeeded ? nobody : localCaller);
  }

  async function ofCookie(secret: string): Promise<Caller | null> {
    const session = await store.sessions.byHash(hashOf(secret));
    if (!session || Date.parse(session.expires_at) <= Date.now()) return null;
    const { token_id, expires_at } = session;
    if (token_id === environment?.id) return { kind: 'session', name: ENVIRONMENT, scope: 'admin', expires_at };
    const caller = await use(await store.tokens.find(token_id), 'session');
    return caller && { ...caller, expires_at };
  }

  return {
    callerOf(request) {
      const result = found.get(request) ?? find(request);
      found.set(request, result);
      return result;
    },
    async signIn(request, given) {
      const { id, caller } = await guessed(request, given);
      const now = Date.now();
      await store.sessions.forgetBefore(new Date(now).toISOString());
      const end = Math.min(now + SESSION_MS, caller.expires_at === null ? Infinity : Date.parse(caller.expires_at));
      const expires_at = new Date(end).toISOString();
      const cookie = newSessionId();
      const created_at = new Date(now).toISOString();
      await store.sessions.add({ hash: hashOf(cookie), token_id: id, created_at, expires_at });
      return { cookie, caller: { ...caller, kind: 'session', expires_at } };
    },
    async signOut(request) {
      const cookie = cookieOf(request);
      if (cookie !== null) await store.sessions.remove(hashOf(cookie));
    },
  };
}

const notSignedIn = () => bringupError('not_signed_in', 'The token is not known, or its time is over.');

/** As bearer token, or as the password of basic authentication, whatever the name. */
function tokenOf({ headers }: IncomingMessage): string | null {
  const [, scheme = '', value = ''] = /^(\S+) +(.*)$/.exec(headers.authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  return Buffer.from(value, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '');
}

function cookieOf({ headers }: IncomingMessage): string | null {
  const found = (headers.cookie ?? '').split(/; */).find((one) => one.startsWith(`${SESSION_COOKIE}=`));
  return found ? found.slice(SESSION_COOKIE.length + 1) : null;
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(hashOf(given)), Buffer.from(hashOf(wanted))];
  return timingSafeEqual(a, b);
}
