// Nobody gets in: tokens, what they may do, sessions of browsers, guesses, other sites' pages, slow clients.
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import { createToken } from '../adapters/store/create-token.ts';
import { openStore } from '../adapters/store/open.ts';
import type { Store } from '../adapters/store/store.ts';
import { hashOf } from '../adapters/tokens.ts';
import { everythingBelow } from '../tests/support/everything-below.ts';
import { type Api, createApi } from './create-api.ts';

const PASSWORD = 'one that a person has thought of';
let home: string;
let store: Store;
let api: Api;
let url: string;

/** An API without Temporal: who comes in is decided before anybody is asked. */
async function serve(env: Record<string, string>): Promise<{ api: Api; url: string }> {
  const settings = await loadSettings({ HOME: home, PATH: process.env.PATH, BRINGUP_HOME: home, ...env });
  await ensureHome(settings);
  const temporal = { namespace: 'default', connectionOptions: { address: '127.0.0.1:1' } };
  const served = await createApi(settings, temporal, pino({ level: 'silent' }));
  await new Promise<void>((resolve) => served.server.listen(0, '127.0.0.1', resolve));
  return { api: served, url: `http://127.0.0.1:${(served.server.address() as AddressInfo).port}` };
}

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-access-'));
  ({ api, url } = await serve({ BRINGUP_TOKEN: PASSWORD }));
  store = await openStore(home);
});
afterAll(async () => {
  await api?.close();
  await store?.close();
  await rm(home, { recursive: true, force: true });
});

const make = (name: string, scope: 'read' | 'run' | 'admin', days: number | null = 1) =>
  createToken(store, { name, scope, expires_in_days: days, created_by: 'test' });

interface Ask {
  method?: string;
  token?: string;
  cookie?: string;
  body?: unknown;
}

async function ask(at: string, { method = 'GET', token, cookie, body }: Ask = {}, from = url) {
  const response = await fetch(from + at, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : null) as unknown };
}

describe('where a token is needed', () => {
  it('nobody without one sees anything but that the process lives', async () => {
    for (const at of ['/workflow/state', '/workflow/state/summary', '/api/v1/runs', '/templates', '/metrics']) {
      expect([at, (await ask(at)).status]).toEqual([at, 401]);
    }
    expect(await ask('/api/v1/tokens')).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    const stop = { method: 'POST', body: { workflow_id: 'x' } };
    expect(await ask('/workflow/stop', stop)).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    expect((await ask('/healthz')).status).toBe(200);
    // Nobody who may not come in fills the disk.
    expect((await store.audit.list({ who: 'nobody', operation: 'stopWorkflow' }, 10, null)).rows).toEqual([]);
  });

  it('a token of the environment opens whatever it begins with', async () => {
    const given = 'bringup_that_somebody_has_pasted';
    const other = await serve({ BRINGUP_TOKEN: given });
    expect((await ask('/api/v1/session', { token: given }, other.url)).status).toBe(200);
    await other.api.close();
  });

  it('a guess counts once, also where the polled paths are asked', async () => {
    const other = await serve({ BRINGUP_TOKEN: PASSWORD });
    const statuses = [];
    for (let guess = 0; guess < 11; guess += 1) {
      statuses.push((await ask('/workflow/state', { token: 'wrong' }, other.url)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    await other.api.close();
  });

  it('a token may do what its scope holds, and no more', async () => {
    const read = (await make('looks', 'read')).token;
    const run = (await make('drives', 'run')).token;
    const admin = (await make('decides', 'admin')).token;
    const cancel = { method: 'POST', body: {} };
    const status = async (at: string, how: Ask) => (await ask(at, how)).status;
    expect(await status('/api/v1/runs', { token: read })).toBe(200);
    expect(await ask('/api/v1/runs/none/cancel', { ...cancel, token: read })).toMatchObject({
      status: 403,
      body: { code: 'not_allowed', facts: { scope: 'run' } },
    });
    expect(await status('/workflow/stop', { method: 'POST', body: { workflow_id: 'x' }, token: read })).toBe(403);
    expect(await status('/api/v1/runs/none/cancel', { ...cancel, token: run })).toBe(404);
    expect(await status('/api/v1/tokens', { token: run })).toBe(403);
    expect(await status('/api/v1/tokens', { token: admin })).toBe(200);
    expect(await status('/api/v1/tokens', { token: PASSWORD })).toBe(200);
  });

  it('a token opens nothing once its time is over or it was taken back; its last use is known, and only its hash is kept', async () => {
    const { row, token } = await make('short', 'read');
    expect((await ask('/api/v1/session', { token })).body).toMatchObject({
      kind: 'token',
      name: 'short',
      scope: 'read',
    });
    expect((await store.tokens.find(row.id))?.last_used_at).toMatch(/^20/);
    expect(await everythingBelow(home)).not.toContain(token);
    await store.tokens.remove(row.id);
    expect(await ask('/api/v1/session', { token })).toMatchObject({ status: 401 });
    const over = await make('over', 'read');
    await store.tokens.remove(over.row.id);
    await store.tokens.add({ ...over.row, expires_at: new Date(Date.now() - 1).toISOString() }, hashOf(over.token));
    expect(await ask('/api/v1/session', { token: over.token })).toMatchObject({ status: 401 });
  });

  it('an admin makes tokens and takes them back', async () => {
    const body = { name: 'by hand', scope: 'run' };
    const made = await ask('/api/v1/tokens', { method: 'POST', token: PASSWORD, body });
    expect(made).toMatchObject({ status: 201, body: { name: 'by hand', scope: 'run', last_used_at: null } });
    const { id, token } = made.body as { id: string; token: string };
    expect((await ask('/api/v1/session', { token })).status).toBe(200);
    const listed = await ask('/api/v1/tokens', { token: PASSWORD });
    expect(JSON.stringify(listed.body)).toContain(id);
    expect(JSON.stringify(listed.body)).not.toContain(token);
    const at = `/api/v1/tokens/${id}`;
    expect((await ask(at, { method: 'DELETE', token: PASSWORD })).status).toBe(204);
    expect((await ask(at, { method: 'DELETE', token: PASSWORD })).status).toBe(404);
    expect((await ask('/api/v1/session', { token })).status).toBe(401);
  });
});

describe('a browser', () => {
  const signIn = (token: string) => ask('/api/v1/session', { method: 'POST', body: { token } });

  it('signs in with a token, has a cookie that no script and no other site gets, and signs out', async () => {
    const { row, token } = await make('browser', 'run');
    const answer = await signIn(token);
    expect(answer).toMatchObject({ status: 201, body: { kind: 'session', name: 'browser', scope: 'run' } });
    const set = answer.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^bringup_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/);
    const cookie = set.split(';')[0] ?? '';
    expect((await ask('/workflow/state/summary', { cookie })).status).toBe(200);
    expect((await ask('/api/v1/tokens', { cookie })).status).toBe(403);
    expect(await everythingBelow(home)).not.toContain(cookie.split('=')[1]);
    expect((await ask('/api/v1/session', { method: 'DELETE', cookie })).status).toBe(204);
    expect((await ask('/workflow/state/summary', { cookie })).status).toBe(401);
    const again = (await signIn(token)).headers.get('set-cookie')?.split(';')[0] ?? '';
    await store.tokens.remove(row.id);
    expect((await ask('/workflow/state/summary', { cookie: again })).status).toBe(401);
  });

  it('is refused for a minute after ten guesses, with when to try again; programs with real tokens are not', async () => {
    const token = (await make('program', 'read')).token;
    const guesses = [];
    for (let guess = 0; guess < 11; guess += 1) guesses.push(await signIn(`guess ${guess}`));
    expect(guesses.map(({ status }) => status)).toEqual([...Array<number>(10).fill(401), 429]);
    expect(guesses[10]).toMatchObject({ body: { code: 'rate_limited' } });
    const seconds = Number(guesses[10]?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await signIn(PASSWORD)).status).toBe(429);
    expect((await ask('/api/v1/runs', { token })).status).toBe(200);
  });
});

describe('another site’s page', () => {
  const status = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(url);
      const options = { host: '127.0.0.1', port, path: '/healthz', headers };
      httpRequest(options, ({ statusCode }) => resolve(statusCode ?? 0))
        .on('error', reject)
        .end();
    });

  it('reaches nothing, not from another port of this computer either', async () => {
    const { host, port } = new URL(url);
    expect(await status({ host, origin: `http://${host}` })).toBe(200);
    expect(await status({ host, origin: 'https://evil.example' })).toBe(403);
    expect(await status({ host, origin: 'null' })).toBe(403);
    expect(await status({ host, origin: `http://127.0.0.1:${Number(port) - 1}` })).toBe(403);
  });
});

describe('who changed what', () => {
  it('is written down with who, from where, what, before and after, for what was refused, too', async () => {
    const { token } = await make('auditor', 'admin');
    const patch = { method: 'PATCH', token, body: { workflow_step_delay: 7 } };
    expect((await ask('/api/v1/settings', patch)).status).toBe(200);
    await ask('/api/v1/runs/none/cancel', { method: 'POST', body: {}, token: (await make('small', 'read')).token });
    const items = async (query: string) => {
      const { body } = await ask(`/api/v1/audit?${query}`, { token });
      return (body as { items: unknown[] }).items;
    };
    await vi.waitFor(async () => {
      expect(await items('operation=changeSettings')).toMatchObject([
        {
          who: 'token auditor',
          from: '127.0.0.1',
          status: 200,
          before: { workflow_step_delay: 5 },
          after: { workflow_step_delay: 7 },
        },
      ]);
    });
    expect(await items('who=token%20small')).toMatchObject([
      { operation: 'cancelRun', target: { workflow_id: 'none' }, status: 403, after: { code: 'not_allowed' } },
    ]);
    const all = JSON.stringify(await items('limit=200'));
    expect(all).toContain('signIn');
    expect(all).not.toContain(PASSWORD);
    expect(all).not.toContain('guess 3');
  });
});

describe('a body', () => {
  it('with a key that reaches into prototypes, or nested without an end, is refused', async () => {
    const send = async (text: string) => {
      const response = await fetch(`${url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: text,
      });
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    expect(await send('{"token":"x","__proto__":{"scope":"admin"}}')).toEqual([400, 'input_invalid']);
    expect(await send('{"a":[{"constructor":{"prototype":1}}]}')).toEqual([400, 'input_invalid']);
    expect(await send(`${'['.repeat(40)}${']'.repeat(40)}`)).toEqual([400, 'input_invalid']);
    expect(await send(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).toMatchObject([400, expect.anything()]);
  });
});

describe('a client that sends slowly', () => {
  it('loses its connection', async () => {
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const said: Buffer[] = [];
    socket.on('data', (bytes) => said.push(bytes));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('POST /workflow/stop HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    await closed;
    expect(Buffer.concat(said).toString()).toMatch(/^HTTP\/1\.1 408/);
  }, 20_000);
});

describe('starts', () => {
  it('of one caller are limited by the minute', async () => {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path.join(home, 'config.yaml'), 'limits:\n  starts_per_minute: 3\n');
    const other = await serve({});
    const start = () => ask('/api/v1/runs', { method: 'POST', body: { ssh_connection: 'x', steps: [] } }, other.url);
    const answers = [await start(), await start(), await start(), await start()];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 429]);
    expect(answers[3]?.headers.get('retry-after')).toBe('60');
    await other.api.close();
  });
});
