// What the stream tells, as lists of runs and whoever listens see it: a real server of events, a real cache of queries.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp, defineComponent, h } from 'vue';
import { type RunItem, toRunItem } from '../../../contract/run-list.ts';
import { TestEventSource } from '../testing/event-source.ts';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import { placeOf, provideLive, RUNS_KEY } from './live.ts';

let server: Server;
let answers: ServerResponse[];
let queries: QueryClient;
let end: () => void;
let live: ReturnType<typeof provideLive>;
let told: [number, number | undefined][];
let returns: number;

const run = toRunItem(exampleRun({ progress_percent: 10 }));
const LISTS = [
  [...RUNS_KEY, 'of-boxes'],
  [...RUNS_KEY, { state: 'active' }],
] as const;

beforeEach(async () => {
  [answers, told, returns] = [[], [], 0];
  server = createServer((_request, response) => {
    answers.push(response);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  vi.stubGlobal('EventSource', TestEventSource);
  queries = new QueryClient();
  queries.setQueryData(LISTS[0], { items: [run] }, { updatedAt: 1_000 });
  queries.setQueryData(LISTS[1], { pages: [{ items: [run], next_cursor: null }], pageParams: [''] });
  queries.setQueryData([...RUNS_KEY, { state: 'failed' }], { pages: [{ items: [], next_cursor: null }] });
  const { port } = server.address() as AddressInfo;
  const Shell = defineComponent({
    setup() {
      live = provideLive(`http://127.0.0.1:${port}/events`);
      live.onBack(() => (returns += 1));
      live.onRun((item, before) => told.push([item.progress_percent, before?.progress_percent]));
      return () => h('p');
    },
  });
  const app = createApp(Shell).use(VueQueryPlugin, { queryClient: queries });
  app.mount(document.createElement('div'));
  end = () => app.unmount();
  await expect.poll(() => live.link.value.state).toBe('live');
});
afterEach(async () => {
  end();
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const send = (event: string, data: object) =>
  answers.at(-1)?.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
const percents = () =>
  LISTS.map((key) => {
    const data = queries.getQueryData<{ items?: RunItem[]; pages?: { items: RunItem[] }[] }>(key);
    return (data?.items ?? data?.pages?.[0]?.items ?? []).map(({ progress_percent }) => progress_percent);
  });
const isInvalid = () => queries.getQueryState([...RUNS_KEY, { state: 'failed' }])?.isInvalidated;

it('shows a run’s newest word in every list that has it, and each list stays as old as it was', async () => {
  send('run', { ...run, progress_percent: 20 });
  await expect.poll(percents).toEqual([[20], [20]]);
  expect(queries.getQueryState(LISTS[0])?.dataUpdatedAt).toBe(1_000);
  // What an earlier execution came to is not overwritten by the next one.
  send('run', { ...run, execution_id: 'next', progress_percent: 90 });
  await expect.poll(() => told.length).toBe(2);
  expect(percents()).toEqual([[20], [20]]);
  send('run', { ...run, progress_percent: 30 });
  await expect
    .poll(() => told)
    .toEqual([
      [20, undefined],
      [90, 20],
      [30, 90],
    ]);
});

it('asks lists anew when a run belongs into another one, not for each percent', async () => {
  send('run', run);
  await expect.poll(isInvalid, { timeout: 5_000 }).toBe(true);
  expect(placeOf({ ...run, progress_percent: 99, current_step: 2 })).toBe(placeOf(run));
  const elsewhere = [{ execution_id: 'other' }, { phase: 'ended' }, { outcome: 'failed' }, { warnings: 1 }] as const;
  for (const change of elsewhere) expect(placeOf({ ...run, ...change })).not.toBe(placeOf(run));
});

it('tells what Bringup itself lacks', async () => {
  send('alive', { at: run.last_update, checks: { worker: { ok: false } } });
  await expect.poll(() => live.checks.value).toEqual({ worker: { ok: false } });
});

it('forgets after a break what it was told before: what ended meanwhile is not told', async () => {
  expect(returns).toBe(0);
  send('run', run);
  await expect.poll(() => live.items.value.size).toBe(1);
  answers.at(-1)?.destroy();
  await expect.poll(() => live.link.value.state).toBe('away');
  await expect.poll(() => live.link.value.state, { timeout: 5_000 }).toBe('live');
  expect(live.items.value.size).toBe(0);
  expect(returns).toBe(1);
  send('run', toRunItem(completedRun()));
  await expect.poll(() => live.items.value.size).toBe(1);
});
