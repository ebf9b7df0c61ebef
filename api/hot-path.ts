// The two polled GETs, before Express: bytes that are ready, nothing parsed, nothing queried (SPEED.md, W4).
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Access } from './access.ts';
import { mayDo } from './caller.ts';
import { hasTag } from './if-none-match.ts';
import type { RunStates } from './run-states.ts';
import type { Served } from './served.ts';

const bodies: Record<string, (served: Served) => Buffer> = {
  '/workflow/state': ({ body }) => body,
  '/workflow/state/summary': ({ summary }) => summary,
};

/** Answers from what is in memory; false when Express has to. */
export function createHotPath(states: RunStates, access: Access) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.method !== 'GET') return false;
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const body = bodies[path];
    if (!body) return false;
    try {
      if (!mayDo(await access.callerOf(request), 'read')) return false;
    } catch {
      return false; // Express says why
    }
    const served = states.peek(new URLSearchParams(query).get('workflow_id') ?? undefined);
    if (!served) return false;
    send(request, response, served, body(served));
    return true;
  };
}

/** Sends ready bytes, or 304 when the client has them. */
export function send(request: IncomingMessage, response: ServerResponse, { etag }: Served, body: Buffer): void {
  const headers = { ETag: etag, 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' };
  if (hasTag(request, etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response
    .writeHead(200, { ...headers, 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length })
    .end(body);
}
