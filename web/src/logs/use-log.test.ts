// What the viewer holds of a log while answers come late, or not at all: real HTTP on loopback.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp, h } from 'vue';
import { apiKey, createApi } from '../api.ts';
import { TestEventSource } from '../testing/event-source.ts';
import { type Log, useLog } from './use-log.ts';

const LOG = Array.from({ length: 3_000 }, (_, index) => `[a] line ${index + 1}\n`);
const offsetOf = (line: number): number => LOG.slice(0, line - 1).join('').length;
const SIZE = offsetOf(LOG.length + 1);

let server: Server;
let streams: string[];
/** Requests whose path ends so get no answer. */
let silent: string | null;
/** Answers to requests whose path ends so wait for this. */
let late: { path: string; until: Promise<void> } | null;
let asked: string[];
let log: Log;
let unmount: () => void;

const part = (from: number, to: number) => ({
  offset: offsetOf(from),
  next_offset: offsetOf(to + 1),
  line: from,
  size: SIZE,
  ended: false,
  text: LOG.slice(from - 1, to).join(''),
});

async function answer({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams: query } = new URL(url, 'http://x');
  const name = pathname.split('/').at(-1) ?? '';
  asked.push(name);
  if (silent === name) return void response.writeHead(503, { connection: 'close' }).end();
  if (name === 'events') {
    streams.push(query.get('offset') ?? '');
    return response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  }
  if (late?.path === name) await late.until;
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' });
  if (name === 'tail') {
    const end = Number(query.get('before_line') ?? LOG.length + 1) - 1;
    return void response.end(JSON.stringify(part(Math.max(1, end - Number(query.get('lines')) + 1), end)));
  }
  const from = LOG.findIndex((_, index) => offsetOf(index + 1) >= Number(query.get('offset'))) + 1;
  response.end(
    JSON.stringify(from === 0 ? part(LOG.length + 1, LOG.length) : part(from, Math.min(LOG.length, from + 99))),
  );
}

beforeEach(async () => {
  [streams, asked, silent, late] = [[], [], null, null];
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(`http://127.0.0.1:${port}/`);
  vi.stubGlobal('EventSource', TestEventSource);
});
afterEach(async () => {
  unmount();
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

function mount(task?: string): void {
  const app = createApp({
    setup() {
      log = useLog({ workflowId: 'w', step: 0, attempt: 1, task, ended: false, active: true }, () => true);
      return () => h('p');
    },
  });
  app.provide(apiKey, createApi());
  app.mount(document.createElement('div'));
  unmount = () => app.unmount();
}
const stretch = () => [log.store.first.line, log.store.rows.at(-1)?.line];

it('asks for nothing more of what it held while it jumps to the end', async () => {
  mount();
  await log.openLine(1);
  let go = (): void => undefined;
  late = { path: 'log', until: new Promise((done) => (go = done)) };
  const jump = log.openEnd();
  const more = log.loadDown();
  await jump;
  go();
  await more;
  expect([...stretch(), log.hasEnd.value]).toEqual([2_001, 3_000, true]);
});

it('keeps what is shown when a jump is not answered, and says so until something is', async () => {
  mount();
  await log.openEnd();
  silent = 'tail';
  expect(await log.openLine(5)).toBe(false);
  expect([log.state.value, log.error.value !== null, ...stretch()]).toEqual(['shown', true, 2_001, 3_000]);
  silent = null;
  await log.loadUp();
  expect([log.error.value, ...stretch()]).toEqual([null, 1, 3_000]);
});

it('goes on with a row’s lines, too, after nobody answered', async () => {
  mount('a');
  silent = 'log';
  await log.openEnd();
  await expect.poll(() => log.isLinked.value).toBe(false);
  expect(streams).toEqual([]);
  silent = null;
  log.renew();
  await expect.poll(() => streams).toEqual([String(SIZE)]);
  expect(log.isLinked.value).toBe(true);
});

it('follows from the last byte that came when it connects anew', async () => {
  mount();
  await log.openEnd();
  await expect.poll(() => streams.length).toBe(1);
  log.renew();
  await expect.poll(() => streams).toEqual([String(SIZE), String(SIZE)]);
});
