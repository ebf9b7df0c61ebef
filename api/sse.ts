// Server-sent events: streams that cost nothing while nothing happens, hold no more than one piece for a client that does not
// read, and end with the server. A client that was dropped goes on where it was by Last-Event-ID.
import { setImmediate as immediate } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { bringupError } from '../adapters/errors.ts';

interface ServerEvent {
  event: string;
  /** On one line, as JSON.stringify gives it. */
  json: string;
  /** What the client sends as Last-Event-ID when it comes back. */
  id?: string;
}

export interface EventStream {
  readonly closed: boolean;
  /** What the client had when it lost its last connection; null on the first one. */
  readonly lastId: string | null;
  /** Sends an event; settles when the client may get the next one, or has gone. */
  send(event: ServerEvent): Promise<void>;
  /** Ends the stream, after a last event where one is given. */
  end(last?: ServerEvent): void;
  /** Called once, when the client has gone or the stream has ended. */
  onClose(listener: () => void): void;
}

export interface EventStreams {
  /** Makes a stream of an answer. Throws too_many_streams. */
  open(request: Request, response: Response): EventStream;
  readonly count: number;
  /** Ends all of them. */
  close(): void;
}

interface Options {
  limit?: number;
  heartbeatMs?: number;
  /** A client that takes nothing for so long is dropped. */
  stalledMs?: number;
}

const RETRY_MS = 1_000;

export function createEventStreams({
  limit = 500,
  heartbeatMs = 15_000,
  stalledMs = 30_000,
}: Options = {}): EventStreams {
  /** Since when each has taken nothing. */
  const open = new Map<Response, { fullSince: number | null }>();

  // One timer for all. A proxy or a browser that hears nothing for a minute takes the connection for dead.
  const heartbeat = setInterval(() => {
    for (const [response] of open) if (!response.writableNeedDrain) response.write(': still here\n\n');
  }, heartbeatMs);
  const sweep = setInterval(() => {
    for (const [response, entry] of open) {
      if (response.writableNeedDrain) entry.fullSince ??= Date.now();
      if (entry.fullSince !== null && Date.now() - entry.fullSince >= stalledMs) response.destroy();
    }
  }, stalledMs / 6);

  function start(response: Response) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
  }

  return {
    get count() {
      return open.size;
    },
    open(request, response) {
      if (open.size >= limit) {
        throw bringupError('too_many_streams', `${limit} streams are open already.`, { limit });
      }
      const entry: { fullSince: number | null } = { fullSince: null };
      // A client may have gone while its run was looked up: its end is told no more.
      if (!hasGone(response)) {
        open.set(response, entry);
        response.once('close', () => open.delete(response));
        response.on('drain', () => (entry.fullSince = null));
      }
      start(response);
      // Nobody reads the body of a HEAD: without an end the stream would stay open for nobody.
      if (request.method === 'HEAD') response.end();
      return {
        get closed() {
          return hasGone(response);
        },
        lastId: lastEventId(request),
        async send(event) {
          if (hasGone(response)) return;
          // Events that were ready at once must not keep others from being served.
          if (response.write(frame(event))) await immediate();
          else await drained(response);
        },
        end: (last) => void response.end(last && frame(last)),
        onClose: (listener) => void (hasGone(response) ? listener() : response.once('close', listener)),
      };
    },
    close() {
      clearInterval(heartbeat);
      clearInterval(sweep);
      for (const response of open.keys()) response.end();
    },
  };
}

const hasGone = (response: Response): boolean => response.closed || response.destroyed || response.writableEnded;

/** What the browser sends by itself after a broken connection; null when there is nothing, or nothing of ours. */
export function lastEventId(request: Request): string | null {
  const id = request.get('last-event-id') ?? '';
  return /^[\x21-\x7e]{1,200}$/.test(id) ? id : null;
}

const frame = ({ event, json, id }: ServerEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${json}\n\n`;

/** Settles when the client has taken what was written, or is gone. */
const drained = (response: Response): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
