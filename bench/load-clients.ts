// Clients for bench/load.ts: pollers that keep their connection and their ETag, and streams that stay open.
import { Agent, type ClientRequest, get, type IncomingMessage } from 'node:http';

export interface Polls {
  /** Milliseconds of each. */
  times: number[];
  failed: number;
  /** Answered 304. */
  unchanged: number;
}

/** One poller for each URL, each with a connection of its own, for so long; its pauses are spread by half to both sides. */
export async function pollAll(urls: string[], pauseMs: number, forMs: number): Promise<Polls> {
  const polls: Polls = { times: [], failed: 0, unchanged: 0 };
  const until = performance.now() + forMs;
  await Promise.all(urls.map((url) => poller(url, pauseMs, until, polls)));
  return polls;
}

async function poller(url: string, pauseMs: number, until: number, polls: Polls): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let tag: string | undefined;
  await pause(Math.random() * pauseMs);
  while (performance.now() < until) {
    const started = performance.now();
    try {
      const answer = await ask(url, agent, tag);
      polls.times.push(performance.now() - started);
      if (answer.status === 304) polls.unchanged += 1;
      else if (answer.status !== 200) polls.failed += 1;
      tag = answer.tag ?? tag;
    } catch {
      polls.failed += 1;
    }
    await pause(pauseMs * (0.5 + Math.random()));
  }
  agent.destroy();
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function ask(url: string, agent: Agent, tag: string | undefined): Promise<{ status: number; tag: string | undefined }> {
  return new Promise((resolve, reject) => {
    const headers = tag === undefined ? {} : { 'if-none-match': tag };
    get(url, { agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve({ status: response.statusCode ?? 0, tag: response.headers.etag }));
    }).once('error', reject);
  });
}

export interface Streams {
  /** How many were answered as a stream of events. */
  opened: number;
  stillOpen(): number;
  close(): void;
}

interface Held {
  /** With false the bytes are left where they are. */
  reads: boolean;
  /** Called with the address's place in the list for each piece that came. */
  onPiece?: (index: number) => void;
}

/** Opens a stream for each URL and holds them. */
export async function holdOpen(urls: string[], { reads, onPiece }: Held): Promise<Streams> {
  const requests: ClientRequest[] = [];
  const open = new Set<IncomingMessage>();
  let opened = 0;
  const one = (url: string, index: number) =>
    new Promise<void>((resolve) => {
      const request = get(url, { agent: false, headers: { accept: 'text/event-stream' } }, (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          return resolve();
        }
        opened += 1;
        open.add(response);
        response.once('close', () => open.delete(response));
        if (reads) response.on('data', () => onPiece?.(index));
        resolve();
      });
      request.on('error', () => resolve()); // counted as not opened, or as lost
      requests.push(request);
    });
  await Promise.all(urls.map(one));
  return {
    opened,
    stillOpen: () => open.size,
    close: () => requests.forEach((request) => request.destroy()),
  };
}
