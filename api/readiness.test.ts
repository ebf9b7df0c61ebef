import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import { aliveSchema } from '../contract/events.ts';
import { freePort } from '../lab/free-port.ts';
import { type Stack, startStack } from '../tests/support/stack.ts';
import { readEvents } from '../tests/support/event-stream.ts';
import { createApi } from './create-api.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

/** The API alone: no worker polls its queue. */
async function apiAlone<Result>(address: string, use: (url: string) => Promise<Result>): Promise<Result> {
  const home = await mkdtemp(path.join(tmpdir(), 'bringup-home-'));
  const settings = await loadSettings({ HOME: home, BRINGUP_HOME: home });
  await ensureHome(settings);
  const temporal = { namespace: 'default', connectionOptions: { address } };
  const api = await createApi(settings, temporal, pino({ level: 'silent' }), `nobody-${path.basename(home)}`);
  try {
    await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
    return await use(`http://127.0.0.1:${(api.server.address() as AddressInfo).port}`);
  } finally {
    await api.close();
    await rm(home, { recursive: true });
  }
}

const ask = async (url: string) => {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, body: await response.json() };
};

describe('GET /readyz', () => {
  it('is ready when store, Temporal and a worker are there', async () => {
    const ready = { success: true, checks: { store: { ok: true }, temporal: { ok: true }, worker: { ok: true } } };
    await vi.waitFor(async () => expect(await stack.get('/readyz')).toMatchObject({ status: 200, body: ready }), 5_000);
  });

  it('says that no worker polls', async () => {
    expect(await apiAlone(inject('temporalAddress'), ask)).toMatchObject({
      status: 503,
      body: { success: false, checks: { temporal: { ok: true }, worker: { ok: false, message: 'No worker polls.' } } },
    });
  });

  it('says that Temporal does not answer, while the process is alive', async () => {
    const seen = await apiAlone(`127.0.0.1:${await freePort()}`, async (url) => ({
      ready: await ask(url),
      alive: (await fetch(`${url}/healthz`)).status,
    }));
    expect(seen).toMatchObject({
      alive: 200,
      ready: { status: 503, body: { checks: { store: { ok: true }, temporal: { ok: false } } } },
    });
  });
});

it('is told to everybody who follows the runs, at once and with since when it is so', async () => {
  const { checks } = await apiAlone(`127.0.0.1:${await freePort()}`, async (url) => {
    let first = '';
    await readEvents(`${url}/api/v1/events`, ({ event, data }) => (event === 'alive' ? ((first = data), true) : false));
    return aliveSchema.parse(JSON.parse(first));
  });
  expect(checks).toMatchObject({ store: { ok: true, since: null }, temporal: { ok: false } });
  expect(Date.now() - Date.parse(checks.temporal.since ?? '')).toBeLessThan(10_000);
});

it('GET /metrics counts requests, questions to workflows and active runs', async () => {
  await stack.get('/healthz');
  const response = await fetch(`${stack.url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  expect(text).toMatch(/bringup_http_requests_total\{method="GET",status="200"\} [1-9]/);
  expect(text).toContain('bringup_runs_active 0');
  expect(text).toContain('bringup_workflow_queries_total 0');
  expect(text).toContain('process_resident_memory_bytes');
});
