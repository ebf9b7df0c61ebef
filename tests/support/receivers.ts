// Who notifications go to, for tests: an SMTP server and an HTTP server that keep what they are given.
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import { startLoopbackServer } from './loopback-server.ts';

interface Letter {
  from: string;
  to: string[];
  user: string | null;
  /** The whole letter as it came. */
  source: string;
}

export interface MailServer {
  port: number;
  letters: Letter[];
  stop(): Promise<void>;
}

/** A server that takes mail, from whoever knows the password where there is one. `refuse` answers with that code and text. */
export async function startMailServer({
  password,
  refuse,
}: { password?: string; refuse?: { code: number; text: string } } = {}): Promise<MailServer> {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    authOptional: password === undefined,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth: (auth, _session, done) =>
      auth.password === password
        ? done(null, { user: auth.username })
        : done(Object.assign(new Error('535 wrong password'), { responseCode: 535 })),
    onData(stream, { envelope, user }, done) {
      void text(stream).then((source) => {
        if (refuse) return done(Object.assign(new Error(refuse.text), { responseCode: refuse.code }));
        const { mailFrom, rcptTo } = envelope;
        letters.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: typeof user === 'string' ? user : null,
          source,
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    letters,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface WebReceiver {
  url: string;
  received: Received[];
  /** How the next requests are answered; 204 without. */
  answerNext(...answers: { status: number; body?: string; headers?: Record<string, string> }[]): void;
  /** The next request is kept and not answered until the function that this gives is called. */
  holdNext(): () => void;
  stop(): Promise<void>;
}

export async function startWebReceiver(): Promise<WebReceiver> {
  const received: Received[] = [];
  const answers: { status: number; body?: string; headers?: Record<string, string> }[] = [];
  let held: Promise<void> | null = null;
  const { url, stop } = await startLoopbackServer((request, response) => {
    void text(request).then(async (body) => {
      received.push({ headers: request.headers, body });
      const wait = held;
      held = null;
      await wait;
      const { status, body: said = '', headers = {} } = answers.shift() ?? { status: 204 };
      response.writeHead(status, headers).end(said);
    });
  });
  return {
    url,
    received,
    stop,
    answerNext: (...next) => void answers.push(...next),
    holdNext() {
      let release = () => undefined as void;
      held = new Promise<void>((resolve) => (release = resolve));
      return release;
    },
  };
}

interface WebhookBody {
  type: string;
  timestamp: string;
  data: Record<string, unknown> & { text: string; log_tail: string[]; link: string };
}

/** What a webhook says, once the reference library has found its signature right. Throws where none has come. */
export function verified(secret: string, received: Received | undefined): WebhookBody {
  if (!received) throw new Error('no webhook has come');
  return new Webhook(secret).verify(received.body, received.headers as Record<string, string>) as WebhookBody;
}

/** Waits until so many have come. */
export const until = (have: { length: number }, count: number, timeout = 20_000): Promise<void> =>
  vi.waitFor(
    () => {
      if (have.length < count) throw new Error(`${have.length} of ${count} have come`);
    },
    { timeout, interval: 20 },
  );
