// @vitest-environment node
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import { createApi } from './api.ts';
import { followRun } from './follow-run.ts';

const EVERY_MS = 20;
let server: ExampleServer;
let follower: ReturnType<typeof followRun>;

beforeEach(async () => {
  server = await startExampleServer();
  const api = createApi({ baseUrl: server.url });
  follower = followRun({ askState: (id) => api.state(id), everyMs: EVERY_MS, patienceMs: 300 });
});
afterEach(async () => {
  follower.stop();
  await server.close();
});

const states = () => server.requests('GET', '/workflow/state');
// Ten pauses' worth of time in which nothing may happen.
const quiet = async (): Promise<number> => {
  const before = states().length;
  await new Promise((over) => setTimeout(over, 10 * EVERY_MS));
  return states().length - before;
};

it('asks once and no more where nothing was ever started', async () => {
  await follower.look();
  expect(follower.run.value).toBeNull();
  expect(follower.looked.value).toBe(true);
  expect(await quiet()).toBe(0);
});

it('keeps asking while a run is going and stops after its end', async () => {
  server.show(exampleRun());
  await follower.look();
  await vi.waitFor(() => expect(states().length).toBeGreaterThan(3));
  server.show(completedRun());
  await vi.waitFor(() => expect(follower.run.value?.status).toBe('completed'));
  expect(await quiet()).toBe(0);
});

it('keeps asking while a run is blocked', async () => {
  server.show(exampleRun({ status: 'blocked', phase: 'waiting' }));
  await follower.look();
  await vi.waitFor(() => expect(states().length).toBeGreaterThan(3));
});

it('asks for the run’s own id once it is known', async () => {
  server.show(exampleRun({ workflow_id: 'a/b c' }));
  await follower.look();
  await vi.waitFor(() => expect(states().length).toBeGreaterThan(1));
  expect(
    states()
      .map(({ url }) => url)
      .slice(0, 2),
  ).toEqual(['/workflow/state', '/workflow/state?workflow_id=a%2Fb%20c']);
});

it('keeps the last state and keeps asking while nobody answers', async () => {
  server.show(exampleRun());
  await follower.look();
  server.beSilent(true);
  await vi.waitFor(() => expect(follower.trouble.value).toMatchObject({ message: null }));
  expect(follower.run.value?.workflow_id).toBe('run-1');
  server.show(completedRun());
  server.beSilent(false);
  await vi.waitFor(() => expect(follower.run.value?.status).toBe('completed'));
  expect(follower.trouble.value).toBeNull();
});

it('keeps what it knew when the server cannot read the state', async () => {
  server.show(exampleRun());
  await follower.look();
  const body = { success: false, message: 'Temporal does not answer', code: 'temporal_unavailable' };
  server.reply('GET /workflow/state', () => ({ status: 503, body }));
  await vi.waitFor(() => expect(follower.trouble.value?.message).toBe('Temporal does not answer'));
  expect(follower.run.value?.workflow_id).toBe('run-1');
});

it('is patient with a run that was just started', async () => {
  const looked = follower.follow('run-1');
  await looked;
  await vi.waitFor(() => expect(states().length).toBeGreaterThan(2));
  server.show(exampleRun());
  await vi.waitFor(() => expect(follower.run.value?.workflow_id).toBe('run-1'));
});

it('gives a started run up that stays unknown', async () => {
  await follower.follow('gone');
  await vi.waitFor(async () => expect(await quiet()).toBe(0), { timeout: 3000 });
});

it('finds the run that was started after the shown one had ended, and follows it', async () => {
  server.show(completedRun());
  await follower.look();
  await follower.lookForNewer();
  expect(states().at(-1)?.url).toBe('/workflow/state');
  expect(follower.run.value?.status).toBe('completed');
  expect(await quiet()).toBe(0);
  server.show(exampleRun({ workflow_id: 'run-2', start_time: '2026-11-23T11:00:00.000Z' }));
  await follower.lookForNewer();
  expect(follower.run.value?.workflow_id).toBe('run-2');
  expect(await quiet()).toBeGreaterThan(0);
  expect(states().at(-1)?.url).toBe('/workflow/state?workflow_id=run-2');
});

it('keeps the run that has ended when nothing newer is there, or nobody answers', async () => {
  server.show(completedRun());
  await follower.look();
  server.show(null);
  await follower.lookForNewer();
  server.beSilent(true);
  await follower.lookForNewer();
  expect(follower.run.value?.workflow_id).toBe('run-1');
  expect(follower.trouble.value).toBeNull();
  expect(await quiet()).toBe(0);
});

it('does not let an old answer bring a forgotten run back', async () => {
  server.show(exampleRun());
  const looked = follower.look();
  follower.forget();
  await looked;
  expect(follower.run.value).toBeNull();
  expect(await quiet()).toBe(0);
});

it('begins with the run that a link names', async () => {
  server.show(exampleRun({ workflow_id: 'a/b c' }));
  follower.stop();
  const api = createApi({ baseUrl: server.url });
  follower = followRun({ askState: (id) => api.state(id), first: 'a/b c' });
  await follower.look();
  expect(states().map(({ url }) => url)).toEqual(['/workflow/state?workflow_id=a%2Fb%20c']);
});
