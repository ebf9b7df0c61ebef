// The stream against a real server of events. How tabs share it is seen in Chromium (tests/stories/survives.test.ts).
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestEventSource } from '../testing/event-source.ts';
import { type Link, type LiveEvent, type OneStream, openOneStream } from './one-stream.ts';

let server: Server;
let answers: { url: string; response: ServerResponse; open: boolean }[];
let refuse: boolean;
let streams: OneStream[];
let events: LiveEvent[];
let links: Link[];

beforeEach(async () => {
  [answers, streams, events, links, refuse] = [[], [], [], [], false];
  server = createServer((request, response) => {
    if (refuse) return void response.writeHead(503).end();
    const answer = { url: request.url ?? '', response, open: true };
    response.once('close', () => (answer.open = false));
    answers.push(answer);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  for (const stream of streams) stream.close();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const WAIT = { timeout: 10_000, interval: 10 };
const newest = () => answers.at(-1);
const send = (event: string, data: object) =>
  newest()?.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

async function open(silentMs?: number): Promise<OneStream> {
  const { port } = server.address() as AddressInfo;
  const stream = openOneStream({
    url: `http://127.0.0.1:${port}/events`,
    onEvent: (event) => events.push(event),
    onLink: (link) => links.push(link),
    makeSource: (url) => new TestEventSource(url) as unknown as EventSource, // what is used of it is there
    ...(silentMs === undefined ? {} : { silentMs }),
  });
  streams.push(stream);
  await expect.poll(() => links.at(-1)?.state, WAIT).toBe('live');
  return stream;
}

it('tells what it hears, and that it is live', async () => {
  await open();
  send('run', { workflow_id: 'a' });
  await expect.poll(() => events, WAIT).toEqual([{ event: 'run', data: { workflow_id: 'a' } }]);
});

it('connects again by itself, and says since when nobody answers', async () => {
  await open();
  refuse = true;
  const before = Date.now();
  newest()?.response.destroy();
  await expect.poll(() => links.filter(({ state }) => state === 'away').length, WAIT).toBeGreaterThan(1);
  const since = links.filter(({ state }) => state === 'away').map((link) => link.since);
  expect(new Set(since).size).toBe(1);
  expect(since[0]).toBeGreaterThanOrEqual(before);
  refuse = false;
  await expect.poll(() => links.at(-1)?.state, WAIT).toBe('live');
  send('run', { workflow_id: 'b' });
  await expect.poll(() => events, WAIT).toEqual([{ event: 'run', data: { workflow_id: 'b' } }]);
});

it('takes a connection on which nothing comes for dead', async () => {
  await open(100);
  await expect.poll(() => answers.length, WAIT).toBeGreaterThan(1);
  await expect.poll(() => answers[0]?.open, WAIT).toBe(false);
});

it('connects anew after the computer has slept, and claims meanwhile that nobody is heard', async () => {
  await open();
  const { now } = Date;
  Date.now = () => now() + 12_000;
  try {
    await expect.poll(() => links.map(({ state }) => state), WAIT).toEqual(['live', 'connecting', 'live']);
  } finally {
    Date.now = now;
  }
  await expect.poll(() => answers.map((answer) => answer.open), WAIT).toEqual([false, true]);
});

it('asks for the runs that are watched, and ends the old connection only when the new one is open', async () => {
  const stream = await open();
  stream.watch(['a b', 'c']);
  await expect.poll(() => answers.length, WAIT).toBe(2);
  const watch = new URL(newest()?.url ?? '', 'http://x').searchParams.get('watch');
  expect(watch?.split(',').map(decodeURIComponent)).toEqual(['a b', 'c']);
  await expect.poll(() => answers.map((answer) => answer.open), WAIT).toEqual([false, true]);
  expect(links.map(({ state }) => state)).not.toContain('away');
  stream.watch(['c', 'a b']);
  send('state', { workflow_id: 'c' });
  await expect.poll(() => events, WAIT).toEqual([{ event: 'state', data: { workflow_id: 'c' } }]);
  expect(answers).toHaveLength(2);
});

it('ends its connection when it is closed', async () => {
  const stream = await open();
  stream.close();
  await expect.poll(() => answers.map((answer) => answer.open), WAIT).toEqual([false]);
});
