import { afterEach, expect, it, test, vi } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask } from '../../lab/postgres.ts';
import { startTcpProxy } from '../../lab/tcp-proxy.ts';
import { postgresDatabase } from '../../tests/support/databases.ts';
import { migrations } from './migrations/index.ts';
import { openPostgres } from './postgres.ts';
import { openStore } from './open.ts';
import type { Store } from './store.ts';
import { storeTrouble } from './store-trouble.ts';
import { at, definition } from './testing/stored-runs.ts';

const home = await mkdtemp(path.join(tmpdir(), 'bringup-store-'));
const opened: Store[] = [];
const open = async (databaseUrl: string) => {
  const store = await openStore(home, { databaseUrl });
  opened.push(store);
  return store;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await rm(home, { recursive: true, force: true });
});

it('is brought up to date once, however many open it at the same moment, and keeps what was written', async () => {
  const url = await postgresDatabase();
  const stores = await Promise.all([open(url), open(url), open(url), open(url)]);
  await Promise.all(stores.map((store, index) => store.runs.begin(definition(`wf ${index}`), at(index))));
  expect(await ask(url, 'SELECT version FROM bringup_schema')).toEqual([{ version: String(migrations.length) }]);
  const again = await open(url);
  expect((await again.runs.active()).map((run) => run.workflow_id)).toEqual(['wf 0', 'wf 1', 'wf 2', 'wf 3']);
});

it('of a newer Bringup is not touched', async () => {
  const url = await postgresDatabase();
  await (await open(url)).close();
  opened.pop();
  await ask(url, 'UPDATE bringup_schema SET version = 999');
  await expect(open(url)).rejects.toThrow('was written by a newer Bringup. Update Bringup.');
});

it('keeps and finds texts that Postgres has no character for', async () => {
  const store = await open(await postgresDatabase());
  await store.runs.begin({ ...definition('a\0b'), ssh_connection: 'x\0y' }, at(0));
  expect((await store.runs.byWorkflowId('a\0b'))?.definition.ssh_connection).toBe('x\0y');
});

test.each([
  [
    'postgres://me:hunter2@127.0.0.1:1/none',
    'store_unavailable',
    /^The database of BRINGUP_DATABASE_URL cannot be used: .*ECONNREFUSED/,
  ],
  ['postgres://me:hunter2@no.such.host.invalid/none', 'store_unavailable', /cannot be used: .*no\.such\.host\.invalid/],
  ['mysql://me:hunter2@localhost/none', 'input_invalid', /must be an address like postgres:/],
  ['hunter2', 'input_invalid', /must be an address like postgres:/],
])('%s is refused in one sentence without the password', async (url, code, words) => {
  const error: unknown = await openPostgres(url).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ failure: { code } });
  expect((error as Error).message).toMatch(words);
  expect((error as Error).message).not.toContain('hunter2');
});

it('that does not know us is refused in its words', async () => {
  const url = (await postgresDatabase()).replace(/:[0-9a-f]{24}@/, ':hunter2@');
  await expect(openPostgres(url)).rejects.toThrow(
    'The database of BRINGUP_DATABASE_URL cannot be used: password authentication failed for user "bringup"',
  );
});

it('that goes away is told as trouble of the store, and is asked again when it is back', async () => {
  const url = new URL(await postgresDatabase());
  const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
  try {
    const direct = await open(url.href);
    const store = await open(url.href.replace(url.host, `127.0.0.1:${proxy.port}`));
    await store.runs.begin(definition('before'), at(0));
    proxy.refuse();
    proxy.reset();
    const error: unknown = await store.runs.latest().catch((thrown: unknown) => thrown);
    expect(storeTrouble(error)).toMatch(/^Postgres cannot be asked: /);
    const begun: unknown = await store.runs.begin(definition('lost'), at(1)).catch((thrown: unknown) => thrown);
    expect(storeTrouble(begun)).toMatch(/^Postgres cannot be asked: /);
    await direct.runs.begin(definition('meanwhile'), at(2));
    const seen = store.version();
    proxy.accept();
    expect((await store.runs.latest())?.workflow_id).toBe('meanwhile');
    await vi.waitFor(() => expect(store.version()).toBeGreaterThan(seen), { timeout: 5_000 });
  } finally {
    await proxy.stop();
  }
});
