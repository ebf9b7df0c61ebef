import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEventStreams, type EventStream, type EventStreams } from './sse.ts';

let streams: EventStreams;
let server: Server;
let opened: EventStream[];
let refused: unknown;

beforeEach(async () => {
  opened = [];
  refused = undefined;
  streams = createEventStreams({ limit: 2, heartbeatMs: 40, stalledMs: 240 });
  const app = express();
  app.get('/', (request, response) => {
    try {
      opened.push(streams.open(request, response));
    } catch (error) {
      refused = error;
      response.status(503).end();
    }
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  streams.close();
  server.closeAllConnections();
  server.close();
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

/** A client that reads only while it is not paused. */
async function client(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const begun = new Promise((resolve) => socket.once('data', resolve));
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await begun;
  return socket;
}

const last = (): EventStream => {
  const stream = opened.at(-1);
  if (!stream) throw new Error('no stream was opened');
  return stream;
};

it('tells proxies and browsers not to keep it, and that it is alive', async () => {
  const response = await fetch(url());
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString();
    if (/(: still here\n\n){2}/.test(text)) break;
  }
  expect(text).toMatch(/^retry: 1000\n\n/);
});

it('refuses one stream more than its limit, and takes one again when one has gone', async () => {
  const [one] = [await client(), await client()];
  expect((await fetch(url())).status).toBe(503);
  expect(refused).toMatchObject({ failure: { code: 'too_many_streams' } });
  one?.destroy();
  await expect.poll(() => streams.count).toBe(1);
  (await client()).destroy();
});

it('waits with the next event until a slow client has taken the last one', async () => {
  const socket = await client();
  socket.pause();
  const stream = last();
  const json = JSON.stringify('x'.repeat(64 * 1024));
  let sent = 0;
  const sending = (async () => {
    for (; sent < 200; sent += 1) await stream.send({ event: 'e', json });
  })();
  let before = -1;
  await expect.poll(() => sent === before || ((before = sent), false), { interval: 50 }).toBe(true);
  expect(sent).toBeLessThan(150);
  socket.resume();
  await sending;
  expect(stream.closed).toBe(false);
  socket.destroy();
});

it('drops a client that takes nothing, and wakes whoever was sending', async () => {
  const socket = await client();
  socket.pause();
  const stream = last();
  let gone = false;
  stream.onClose(() => (gone = true));
  const json = JSON.stringify('x'.repeat(64 * 1024));
  while (!stream.closed) await stream.send({ event: 'e', json });
  await expect.poll(() => gone).toBe(true);
  expect(streams.count).toBe(0);
  socket.destroy();
});

it('ends with the server', async () => {
  const response = await fetch(url());
  streams.close();
  expect(await response.text()).toBe('retry: 1000\n\n');
});
