// One request to Vast's API: paced, retried where that is safe, and every failure in the words of our catalogue.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { bringupError } from '../errors.ts';

export interface Endpoint {
  method: 'GET' | 'PUT';
  /** Below the base URL, with the trailing slash that Vast's own clients send. */
  path: string;
  /** Vast's limit is a minimum interval for each endpoint. */
  endpoint: 'show' | 'reboot';
  body?: unknown;
}

export interface RequestOptions {
  url: string;
  key: string;
  userAgent: string;
  /** Whole time of one request. */
  limitMs: number;
  /** First pause after a refusal; each further one is twice as long. */
  backoffMs: number;
  /** Minimum interval between two requests of an endpoint. */
  intervalMs: Record<Endpoint['endpoint'], number>;
}

const TRIES = 5;
const MAX_RETRY_AFTER_MS = 60_000;
/** These say that nothing was done, so even a reboot may be asked for again. */
const NOT_DONE = new Set([429, 503]);
const TEMPORARY = new Set([429, 502, 503, 504]);
const QUOTA = 'search_quota_exceeded';

const said = z.looseObject({
  success: z.boolean().optional(),
  error: z.string().optional(),
  msg: z.string().optional(),
  message: z.string().optional(),
  detail: z.string().optional(),
});

/**
 * Makes the function that asks; it gives the body, or null when there is no such thing (404 to a GET). Its failures are
 * `provider_refused` and `provider_unavailable`, and none holds the key.
 */
export function createRequest(options: RequestOptions): (endpoint: Endpoint) => Promise<unknown> {
  const nextTurn = new Map<string, number>();

  async function ownTurn(endpoint: Endpoint['endpoint']): Promise<void> {
    const now = Date.now();
    const turn = Math.max(now, nextTurn.get(endpoint) ?? 0);
    nextTurn.set(endpoint, turn + options.intervalMs[endpoint]);
    if (turn > now) await sleep(turn - now);
  }

  return async function request(endpoint) {
    for (let tried = 1; ; tried++) {
      await ownTurn(endpoint.endpoint);
      const result = await send(options, endpoint);
      if (tried === TRIES || !mayAskAgain(endpoint, result)) return judge(options, endpoint, result);
      await sleep(Math.max(pause(options.backoffMs, tried), askedFor(result)));
    }
  };
}

/** A request that may have been carried out is not sent again: the caller has to look at the box first. */
function mayAskAgain({ method }: Endpoint, result: Result): boolean {
  if (result.kind === 'no_answer') return method === 'GET';
  if (result.status === 429) return read(result.text).error !== QUOTA;
  return (method === 'GET' ? TEMPORARY : NOT_DONE).has(result.status);
}

/** The body of a good answer; everything else is thrown. */
function judge({ url, key }: RequestOptions, { method }: Endpoint, result: Result): unknown {
  const { host } = new URL(url);
  const clean = (text: string) => text.replaceAll(key, '[redacted]').replace(/\s+/g, ' ').trim().slice(0, 300);
  if (result.kind === 'no_answer') {
    const facts = { host, answer_lost: method !== 'GET' && result.mayHaveActed };
    const message = `Vast.ai (${host}) gave no answer: ${clean(result.why)}.`;
    throw bringupError('provider_unavailable', message, facts, { cause: result.cause });
  }

  const { status, text } = result;
  const { json, words, error, isRefusal } = read(text);
  const facts = { host, status };
  const refused = (message: string) => bringupError('provider_refused', message, facts);
  if (error === QUOTA) throw refused('The daily search quota at Vast.ai is used up; it starts anew at midnight UTC.');
  if (status === 429 || status >= 500) {
    const answerLost = method !== 'GET' && !NOT_DONE.has(status);
    const message = `Vast.ai (${host}) answered ${status}: ${clean(words) || 'nothing more'}.`;
    throw bringupError('provider_unavailable', message, { ...facts, answer_lost: answerLost });
  }
  if (status === 404 && method === 'GET') return null;
  if (status >= 400 || isRefusal) {
    throw refused(`Vast.ai (${host}) refused (${status}): ${clean(words) || 'no reason given'}.`);
  }
  if (status >= 300) {
    throw refused(`Vast.ai (${host}) sent us to another address, which is not followed: check VAST_URL.`);
  }
  if (json === undefined) {
    const message = `Vast.ai (${host}) answered something that is not JSON: check VAST_URL.`;
    throw bringupError('provider_unavailable', message, facts);
  }
  return json;
}

type Result =
  | { kind: 'answer'; status: number; text: string; retryAfter: string | null }
  | { kind: 'no_answer'; why: string; mayHaveActed: boolean; cause: unknown };

async function send(
  { url, key, userAgent, limitMs }: RequestOptions,
  { method, path, body }: Endpoint,
): Promise<Result> {
  const target = new URL(path, url.endsWith('/') ? url : `${url}/`);
  const headers = { Authorization: `Bearer ${key}`, Accept: 'application/json', 'User-Agent': userAgent };
  try {
    const response = await fetch(target, {
      method,
      // The key goes to the configured host and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
      headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { kind: 'answer', status: response.status, text, retryAfter: response.headers.get('retry-after') };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
    const code = cause?.code ?? '';
    if (error instanceof Error && error.name === 'TimeoutError') {
      return { kind: 'no_answer', why: `none within ${limitMs / 1000} s`, mayHaveActed: true, cause: error };
    }
    const neverSent = [
      'ECONNREFUSED',
      'ENOTFOUND',
      'EAI_AGAIN',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'UND_ERR_CONNECT_TIMEOUT',
    ];
    const why = cause?.message || code || (error instanceof Error ? error.message : String(error));
    return { kind: 'no_answer', why, mayHaveActed: !neverSent.includes(code), cause: error };
  }
}

/** What the body says; that of a 429 is often plain text. */
function read(text: string): { json: unknown; words: string; error: string | undefined; isRefusal: boolean } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem;
    return { json: undefined, words: text, error: undefined, isRefusal: false };
  }
  const { success, msg, message, detail, error } = said.safeParse(json).data ?? {};
  return { json, words: msg ?? message ?? detail ?? error ?? '', error, isRefusal: success === false };
}

/** 1, 2, 4, 8 times the first pause, up to a quarter more by chance, so that two runs do not meet again. */
const pause = (first: number, tried: number): number => first * 2 ** (tried - 1) * (1 + Math.random() / 4);

/** The pause that the server asks for: by header, or in the text of its refusal. */
function askedFor(result: Result): number {
  if (result.kind === 'no_answer') return 0;
  const header = result.retryAfter;
  const seconds = Number(header ?? /threshold=([\d.]+)/.exec(result.text)?.[1] ?? 0);
  // The header may be a date, too.
  const ms = header !== null && Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? 0 : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms));
}
