// What is missing, full, locked or wrong around the API: a clear answer, no crash, and all is well once it is over.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import Libsql from 'libsql';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import { isNotFound } from './temporal-errors.ts';
import { instanceWorkflowId } from '../contract/messages.ts';
import type { SshdBox } from '../lab/sshd-box.ts';
import { command, facadeClient } from '../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';
import { createWorker } from '../worker/create-worker.ts';
import { createDependencies } from '../worker/dependencies.ts';
import { createApi } from './create-api.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});
afterEach(() => vi.useRealTimers());

const start = (text = 'true', more = {}) => ({
  ssh_connection: box.connection,
  step_delay: 0,
  steps: [command(text)],
  ...more,
});

/** The API alone, in a folder: nobody polls its queue. */
async function startApi(home: string, queue: string) {
  const settings = await loadSettings({ HOME: home, BRINGUP_HOME: home });
  await ensureHome(settings);
  const temporal = { namespace: 'default', connectionOptions: { address: inject('temporalAddress') } };
  const api = await createApi(settings, temporal, pino({ level: 'silent' }), queue);
  await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
  return { api, settings, client: facadeClient(url) };
}

describe('without a worker', () => {
  it('a start is refused in time, and a worker that comes later starts nothing', async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'bringup-home-'));
    const queue = `late-${path.basename(home)}`;
    const { api, settings, client } = await startApi(home, queue);
    const id = `late ${home}`;
    const key = `root@${path.basename(home).toLowerCase()}:22`;
    const began = performance.now();
    const body = start('true', { workflow_id: id, ssh_connection: key });
    expect(await client.post('/workflow/start', body)).toMatchObject({
      status: 503,
      body: { success: false, code: 'temporal_unavailable' },
    });
    expect(performance.now() - began).toBeLessThan(10_000);

    const native = await NativeConnection.connect({ address: inject('temporalAddress') });
    const deps = await createDependencies(settings);
    const worker = await createWorker({
      connection: native,
      namespace: 'default',
      deps,
      workflows: { bundle: inject('workflowBundle') },
      taskQueue: queue,
    });
    const running = worker.run();
    const instance = stack.client.workflow.getHandle(instanceWorkflowId(key));
    await vi.waitFor(async () => expect((await instance.describe()).status.name).toBe('COMPLETED'), {
      timeout: 30_000,
      interval: 200,
    });
    const found = await stack.client.workflow
      .getHandle(id)
      .describe()
      .catch((error: unknown) => isNotFound(error));
    expect(found).toBe(true);
    expect((await client.get(`/workflow/state?workflow_id=${encodeURIComponent(id)}`)).status).toBe(404);
    worker.shutdown();
    await running;
    await native.close();
    await deps.close();
    await api.close();
    await rm(home, { recursive: true });
  }, 60_000);
});

describe('a database that another program holds', () => {
  it('is told as such, reading goes on, and afterwards all is well', async () => {
    const file = readdirSync(stack.home).find((name) => /\.(db|sqlite)$/.test(name)) ?? 'bringup.db';
    const other = new Libsql(path.join(stack.home, file));
    other.exec('BEGIN IMMEDIATE');
    const refused = await stack.post('/workflow/start', start());
    expect(refused).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    expect(refused.body['message']).toBe('Another program holds the database of Bringup.');
    expect((await stack.get('/workflow/state/summary')).status).toBe(200);
    other.exec('ROLLBACK');
    other.close();
    const id = await stack.start(start());
    expect((await stack.ended(id)).status).toBe('completed');
  }, 60_000);
});

const home = '/mnt';
const mayMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', home]).status === 0;

describe.skipIf(!mayMount)('a disk that is full', () => {
  it('refuses a start by its reason, serves what it has, and goes on when there is room', async () => {
    const small = await mkdtemp(path.join(tmpdir(), 'bringup-small-'));
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]).status).toBe(0);
    try {
      const { api, client } = await startApi(small, `full-${path.basename(small)}`);
      const filler = path.join(small, 'filler');
      await writeFile(filler, Buffer.alloc(4_000_000)).catch((error: NodeJS.ErrnoException) =>
        expect(error.code).toBe('ENOSPC'),
      );
      // A box of its own: its workflow is nobody else's.
      const key = `root@${path.basename(small).toLowerCase()}:22`;
      const large = start('x'.repeat(15_000), { workflow_id: 'on a full disk', ssh_connection: key });
      const refused = await client.post('/workflow/start', large);
      expect(refused).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
      expect(refused.body['message']).toContain('its disk is full');
      expect((await client.get('/healthz')).status).toBe(200);
      expect((await client.get('/workflow/state/summary')).status).toBe(200);
      await rm(filler);
      // With room the start gets as far as Temporal, where no worker is.
      expect(await client.post('/workflow/start', large)).toMatchObject({
        status: 503,
        body: { code: 'temporal_unavailable' },
      });
      await api.close();
    } finally {
      expect(spawnSync('umount', ['-l', small]).status).toBe(0);
      await rm(small, { recursive: true });
    }
  }, 60_000);
});

describe('a clock that is set', () => {
  it.each([
    ['back by a day', -86_400_000],
    ['forward by a day', 86_400_000],
  ])(
    '%s stops no run from being seen',
    async (_, jump) => {
      const gate = (step: number) => path.join(box.home, `gate${jump}-${step}`);
      const waits = (step: number) => command(`until [ -e '${gate(step)}' ]; do sleep 0.1; done`);
      const id = await stack.start(start('true', { steps: [waits(0), waits(1)] }));
      await stack.until(id, ({ steps }) => steps[0]?.phase === 'running');
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + jump });
      const seen = (what: object) =>
        vi.waitFor(
          async () => expect((await stack.get(`/workflow/state?workflow_id=${id}`)).body.state).toMatchObject(what),
          { timeout: 10_000, interval: 100 },
        );
      await writeFile(gate(0), '');
      await seen({ current_step: 1, steps: [{ status: 'completed' }, { phase: 'running' }], stale: false });
      await writeFile(gate(1), '');
      await seen({ status: 'completed', stale: false });
    },
    40_000,
  );
});

describe('a thousand bad requests', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const bodies: [name: string, body: string][] = [
    ['bad JSON', '{"ssh_connection": '],
    ['no object', '[]'],
    ['a number', '7'],
    ['2 MB', JSON.stringify({ ssh_connection: 'x'.repeat(2_000_000) })],
    ['10,000 steps', JSON.stringify({ ssh_connection: 'root@h', steps: Array(10_000).fill({ action: 'test_ssh' }) })],
    ['wrong types', JSON.stringify({ ssh_connection: {}, steps: 'x' })],
    ['steps of wrong types', JSON.stringify({ ssh_connection: 'root@h', steps: [null, 7, []] })],
    ['a step with a prototype', '{"ssh_connection":"root@h","steps":[{"__proto__":{"action":"test_ssh"}}]}'],
    ['a step with a constructor', '{"ssh_connection":"root@h","steps":[{"action":"test_ssh","constructor":{}}]}'],
    ['an action of Object', '{"ssh_connection":"root@h","steps":[{"action":"constructor"}]}'],
    [
      'deep JSON',
      `{"ssh_connection":"root@h","steps":[{"action":"run_command","command":"true","x":${deep}}],"step_delay":-1}`,
    ],
  ];
  const post = (body: string) =>
    fetch(`${stack.url}/workflow/start`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

  it.each(bodies)('is refused: %s', async (_, body) => {
    const response = await post(body);
    expect([400, 413]).toContain(response.status);
    expect(await response.json()).toMatchObject({ success: false });
  });

  it('ignores what it does not know, and keeps the keys of the caller', async () => {
    const step = { ...command('true'), mine: { deep: [1] } };
    const id = await stack.start(start('true', { steps: [step], unknown: [1] }));
    const { steps } = await stack.ended(id);
    expect(steps[0]).toMatchObject({ status: 'completed', mine: { deep: [1] } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('leaves no handle and no memory behind', async () => {
    const handles = () => readdirSync('/proc/self/fd').length;
    const round = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        const [, body] = bodies[index % bodies.length] ?? ['', ''];
        await (await post(body)).arrayBuffer();
      }
    };
    await round(100);
    const before = { handles: handles(), heap: process.memoryUsage().heapUsed };
    await round(1_000);
    expect(handles() - before.handles).toBeLessThan(10);
    expect((process.memoryUsage().heapUsed - before.heap) / 1e6).toBeLessThan(80);
    expect((await stack.get('/healthz')).status).toBe(200);
  }, 90_000);
});
