// A façade on loopback for the page's tests: real HTTP, with the state that the test puts into it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunState } from '../../../contract/run-state.ts';

/** What a request was. */
interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: object;
}

/** Starts the server on a free port. */
export async function startExampleServer() {
  const asked: Asked[] = [];
  let run: RunState | null = null;
  let silent = false;
  const replies = new Map<string, (body: Record<string, unknown>) => Reply>();

  const answer = (method: string, path: string, body: Record<string, unknown>): Reply => {
    const own = replies.get(`${method} ${path}`);
    if (own) return own(body);
    if (path === '/workflow/state') {
      return { body: run ? { success: true, state: run } : { success: false, message: 'No workflow state found' } };
    }
    if (path === '/config/workflow') {
      return { body: { success: true, workflow_step_delay: 5, temporal_url: null, version: '0.1.0' } };
    }
    return { body: { success: true } };
  };

  const server = createServer((request, response) => void serve(request, response));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = 'GET', url = '/' } = request;
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    asked.push({ method, url, headers: request.headers, body });
    if (silent) {
      request.socket.destroy();
      return;
    }
    if (url.startsWith('/api/v1/events')) {
      // A stream on which nothing happens.
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      return;
    }
    const reply = answer(method, url.split('?')[0] ?? url, body);
    // happy-dom takes an answer with an ETag from its cache, whatever the request says.
    const usual = { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' };
    response.writeHead(reply.status ?? 200, { ...usual, ...reply.headers });
    response.end(JSON.stringify(reply.body));
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    requests: (method: string, path: string) =>
      asked.filter((request) => request.method === method && request.url.split('?')[0] === path),
    show: (state: RunState | null) => void (run = state),
    reply: (request: string, by: (body: Record<string, unknown>) => Reply) => void replies.set(request, by),
    beSilent: (now: boolean) => void (silent = now),
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

export type ExampleServer = Awaited<ReturnType<typeof startExampleServer>>;
