// One POST to a target: to the address that was checked, with a limit of time, no redirect followed, little of the answer read.
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { isIP } from 'node:net';
import { bringupError } from '../errors.ts';
import { oneLine } from './message.ts';
import { checkedHost, type PrivateTargets } from './private-targets.ts';

export interface Limits {
  allowed: PrivateTargets;
  /** For the whole: name, connection, answer. */
  limitMs: number;
}

/** What a target answered. */
export interface Sent {
  /** HTTP or SMTP status. */
  status: number | null;
  /** The beginning of the answer. */
  answer: string;
}

const MOST_ANSWER = 64 * 1024;
const TOLD = 300;
/** The receiver asks for patience, or has trouble of its own. */
const LATER = new Set([408, 409, 425, 429]);

/**
 * Sends and gives the answer of a 2xx. Throws notification_failed (worth another try; `retry_after_s` where it was asked for),
 * notification_refused (it is not) and target_not_allowed. No error holds the address's path, which may be a secret.
 */
export async function post(url: string, headers: Record<string, string>, body: string, limits: Limits): Promise<Sent> {
  const { hostname, host } = new URL(url);
  const signal = AbortSignal.timeout(limits.limitMs);
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(tooLate(host, limits.limitMs)), { once: true }),
  );
  // Whoever is late is told once; the other one's end is of no interest.
  late.catch(() => undefined);
  const place = await Promise.race([checkedHost(hostname, limits.allowed), late]);
  const answer = await Promise.race([exchange(url, place, headers, body, signal), late]);
  return judge(host, answer);
}

interface Answer extends Sent {
  status: number;
  retryAfter: string | undefined;
}

function exchange(
  url: string,
  place: { address: string; family: 4 | 6 },
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  const { protocol, hostname, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(noAnswer(host, error));
    const sent = (protocol === 'https:' ? secure : plain)(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), 'user-agent': 'bringup' },
        agent: false,
        signal,
        // The name was resolved and checked; nobody is asked again.
        lookup: (_name, options, done) => (options.all ? done(null, [place]) : done(null, place.address, place.family)),
        ...(isIP(hostname) ? {} : { servername: hostname }),
      },
      (response) => {
        const pieces: Buffer[] = [];
        let size = 0;
        const end = () => {
          response.destroy();
          const answer = oneLine(Buffer.concat(pieces).toString('utf8'), TOLD);
          resolve({ status: response.statusCode ?? 0, answer, retryAfter: response.headers['retry-after'] });
        };
        response.on('data', (piece: Buffer) => {
          pieces.push(piece);
          size += piece.length;
          if (size > MOST_ANSWER) end();
        });
        response.once('end', end);
        response.once('error', fail);
      },
    );
    sent.once('error', fail);
    sent.end(body);
  });
}

function judge(host: string, { status, answer, retryAfter }: Answer): Sent {
  if (status >= 200 && status < 300) return { status, answer };
  const said = answer === '' ? '' : `: ${answer}`;
  const facts = { host, status };
  if (status >= 300 && status < 400) {
    const message = `${host} answered ${status}, a redirect. It is not followed: give the channel the address it leads to.`;
    throw bringupError('notification_refused', message, facts);
  }
  const message = `${host} answered ${status}${said}`;
  if (status >= 500 || LATER.has(status)) {
    const seconds = /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
    throw bringupError('notification_failed', message, { ...facts, retry_after_s: seconds });
  }
  throw bringupError('notification_refused', message, facts);
}

const tooLate = (host: string, limitMs: number) =>
  bringupError('notification_failed', `${host} gave no whole answer within ${limitMs / 1000} s.`, { host });

const noAnswer = (host: string, cause: Error) =>
  bringupError('notification_failed', `${host} gave no answer: ${oneLine(cause.message, TOLD)}`, { host }, { cause });
