// The product on Postgres: a run from start to end, and what is said while the database is away.
import { access } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts';
import { postgresDatabase } from '../tests/support/databases.ts';
import { startStack, type Stack } from '../tests/support/stack.ts';

let box: SshdBox;
let proxy: TcpProxy;
let stack: Stack;

beforeAll(async () => {
  box = await startSshdBox();
  const url = new URL(await postgresDatabase());
  proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  url.host = `127.0.0.1:${proxy.port}`;
  stack = await startStack({ identityFile: box.identityFile, env: { BRINGUP_DATABASE_URL: url.href } });
  await stack.trust(box);
});
afterAll(async () => {
  await stack?.stop();
  await proxy?.stop();
  await box?.stop();
});

const start = async (workflow_id: string, command: string) => {
  const steps = [{ action: 'run_command', command }];
  const body = { workflow_id, ssh_connection: box.connection, steps };
  expect(await stack.post('/api/v1/runs', body)).toMatchObject({ status: 201 });
};
const run = async (id: string) => (await stack.get(`/api/v1/runs/${id}`)).body as Record<string, unknown>;
const ended = (id: string) =>
  vi.waitFor(async () => expect(await run(id)).toMatchObject({ phase: 'ended' }), { timeout: 20_000, interval: 50 });

describe('on Postgres', () => {
  it('a run is started, shown, found and kept with its attempts', async () => {
    await start('first', 'echo hello');
    await ended('first');
    expect(await run('first')).toMatchObject({ outcome: 'done' });
    expect((await stack.get('/api/v1/runs?action=run_command&step_outcome=done&id_part=IRS')).body).toMatchObject({
      items: [{ workflow_id: 'first' }],
    });
    expect((await stack.get('/api/v1/runs/first/attempts')).body).toMatchObject({
      items: [{ attempt: 1, purpose: 'run', outcome: 'done', action: 'run_command', failure: null }],
    });
  });

  it('while the database is away, that is said; the step goes on, and nothing of it is lost', async () => {
    const mark = path.join(stack.home, 'mark');
    await start('second', `touch ${mark}.begun; sleep 1; touch ${mark}`);
    // The attempt is in the store before its command is at work, which the store may be asked for in between.
    await vi.waitFor(() => access(`${mark}.begun`), { timeout: 10_000 });
    proxy.refuse();
    proxy.reset();
    expect(await stack.get('/api/v1/runs')).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    expect((await stack.get('/healthz')).status).toBe(200);
    await vi.waitFor(() => access(mark), { timeout: 10_000 });
    proxy.accept();
    await ended('second');
    expect(await run('second')).toMatchObject({ outcome: 'done' });
    const { items } = (await stack.get('/api/v1/runs/second/attempts')).body as { items: object[] };
    expect(items).toMatchObject([{ attempt: 1, outcome: 'done' }]);
  }, 60_000);
});
