// A start whose answer is lost on the way: real Temporal behind a line that can be slow and fall silent.
import { afterEach, beforeAll, expect, inject, it, vi } from 'vitest';
import type { SshdBox } from '../lab/sshd-box.ts';
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';

const ONE_WAY_MS = 300;
/** The limits of a start, and of looking what became of it, one after the other. */
const LIMIT_MS = 40_000;
vi.setConfig({ testTimeout: LIMIT_MS });
let box: SshdBox;
let line: TcpProxy;
let stack: Stack;

beforeAll(async () => {
  const [host = '', port = ''] = inject('temporalAddress').split(':');
  line = await startTcpProxy({ host, port: Number(port) });
  return line.stop;
});
beforeAll(async () => {
  const started = await startStackWithBox({ apiTemporalAddress: `127.0.0.1:${line.port}` });
  ({ stack, box } = started);
  line.setLatency(ONE_WAY_MS);
  return () => {
    line.setLatency(0);
    return started.stop();
  };
});
afterEach(() => line.resume());

const runOf = (workflow_id: string) => ({
  workflow_id,
  ssh_connection: box.connection,
  step_delay: 0,
  steps: [command('echo once')],
});
const start = (id: string) => stack.post('/workflow/start', runOf(id));

/** Resolves when Temporal has the run: its answer is on the slow line then. */
async function untilThere(id: string): Promise<void> {
  await expect
    .poll(
      () =>
        stack.client.workflow
          .getHandle(id)
          .describe()
          .then(
            () => true,
            () => false,
          ),
      { timeout: 5_000, interval: 10 },
    )
    .toBe(true);
}

it('is told as started when Temporal says so after all', async () => {
  const answer = start('late-answer');
  await untilThere('late-answer');
  line.pause();
  // The start itself is waited for until 5.7 s from now at most, its fate looked for until 7.3 s at least: in the middle of the two,
  // less the way there and back.
  setTimeout(() => line.resume(), 6_200);
  expect(await answer).toMatchObject({ status: 200, body: { workflow_id: 'late-answer' } });
  expect((await stack.ended('late-answer')).status).toBe('completed');
});

it('is told as unknown when nobody can be asked, and sent again with its key it is begun once', async () => {
  const send = () =>
    fetch(`${stack.url}/api/v1/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'unknown' },
      body: JSON.stringify(runOf('unknown-start')),
    });
  const first = send();
  await untilThere('unknown-start');
  line.pause();
  const answer = await first;
  expect({ status: answer.status, body: await answer.json() }).toMatchObject({
    status: 504,
    body: { code: 'start_unknown', facts: { workflow_id: 'unknown-start' } },
  });
  line.resume();
  expect((await send()).status).toBe(201);
  expect((await stack.ended('unknown-start')).status).toBe('completed');
  expect((await stack.get('/api/v1/runs?workflow_id=unknown-start')).body['items']).toHaveLength(1);
});

it('is told as not started when Temporal cannot be reached, and that stays true', async () => {
  line.pause();
  expect(await start('never')).toMatchObject({ status: 503, body: { code: 'temporal_unavailable' } });
  line.resume();
  expect(await stack.get('/workflow/state?workflow_id=never')).toMatchObject({ status: 404 });
});
