// What must hold whoever asks: host keys, secrets, whole snapshots, only our own pages.
import { readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import type { JsonObject } from '../contract/json.ts';
import { freePort } from '../lab/free-port.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { createApi } from './create-api.ts';
import { createSnapshots } from './snapshots.ts';
import { command } from '../tests/support/facade-client.ts';
import { startWebReceiver, until, verified } from '../tests/support/receivers.ts';
import { everythingBelow, type Stack, startStackWithBox } from '../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox({
    env: { CIVITDL_API_KEY: '' },
    notify: { allow_private_targets: ['127.0.0.0/8'] },
  });
  ({ stack, box } = started);
  return started.stop;
});

const run = (...steps: JsonObject[]): JsonObject => ({ ssh_connection: box.connection, step_delay: 0, steps });

describe('an unknown host key', () => {
  it('blocks the run with the real fingerprint until exactly that key is accepted', async () => {
    const strange = await startSshdBox({ identityFile: box.identityFile });
    const shown = strange.hostKey.fingerprint;
    const early = await stack.post('/ssh/verify-host', { ssh_connection: strange.connection, accept: true });
    expect(early).toMatchObject({ status: 409, body: { code: 'host_key_not_shown' } });
    const id = await stack.start({ ...run(command('echo in')), ssh_connection: strange.connection });
    const blocked = await stack.until(id, ({ status }) => status === 'blocked');
    expect(blocked.block_info).toEqual({
      block_reason: 'host_verification_needed',
      host: strange.host,
      port: String(strange.port),
      fingerprints: [`256 ${shown} [${strange.host}]:${strange.port} (ED25519)`],
    });
    const wrong = await stack.post('/ssh/verify-host', {
      ssh_connection: strange.connection,
      accept: true,
      fingerprint: 'SHA256:other',
    });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'host_key_not_shown' } });
    const asked = await stack.post('/ssh/verify-host', { ssh_connection: strange.connection });
    expect(asked.body).toMatchObject({
      message: 'Host key retrieved',
      needs_confirmation: true,
      port: String(strange.port),
    });
    const accepted = await stack.post('/ssh/verify-host', {
      ssh_connection: strange.connection,
      accept: true,
      fingerprint: shown,
    });
    expect(accepted.body).toMatchObject({ success: true, message: 'Host key added to known_hosts', added: true });
    expect(await stack.post('/workflow/resume', { workflow_id: id })).toMatchObject({
      status: 200,
      body: { message: 'Workflow resumed' },
    });
    expect((await stack.ended(id)).status).toBe('completed');
    expect(await stack.post('/workflow/resume', { workflow_id: id })).toMatchObject({
      status: 409,
      body: { message: 'Workflow is not in blocked state (current: completed)' },
    });

    await strange.restart({ newHostKey: true });
    const changed = await stack.start({ ...run(command('true')), ssh_connection: strange.connection });
    // The pooled connection is gone with the restart; the next one meets the new key.
    const state = await stack.ended(changed);
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'host_key_changed' } });
    expect(state.error_message).toContain(shown);
    const refused = await stack.post('/ssh/verify-host', { ssh_connection: strange.connection });
    expect(refused.status).toBe(200);
    const never = await stack.post('/ssh/verify-host', { ssh_connection: strange.connection, accept: true });
    expect(never).toMatchObject({ status: 409, body: { code: 'host_key_changed' } });
    await strange.stop();
  });
});

describe('a secret in a step', () => {
  it('is stored, logged and given back nowhere', async () => {
    const key = 'k3y-that-must-stand-nowhere-0815';
    const id = await stack.start(
      run(command('true', { api_key: key }), { action: 'test_ssh', label: 'T', api_key: key }),
    );
    const state = await stack.ended(id);
    expect(state.status).toBe('completed');
    expect(JSON.stringify(state)).not.toContain(key);
    expect(await everythingBelow(stack.home)).not.toContain(key);
    const history = await stack.client.workflow.getHandle(id).fetchHistory();
    expect(JSON.stringify(history)).not.toContain(Buffer.from(key).toString('base64').slice(4, 30));
  });
});

describe('a run that was terminated in Temporal', () => {
  it('is failed here, too, which is told once, and its box is free again', async () => {
    const web = await startWebReceiver();
    const channel = await stack.post('/api/v1/notifications/channels', {
      ...{ name: 'hook', kind: 'webhook', events: ['failed'], target: { url: `${web.url}/hook` } },
    });
    expect(channel.status).toBe(201);
    const id = await stack.start(run(command('true'), command('sleep 30'), command('true')));
    await stack.until(id, ({ steps }) => steps[1]?.phase === 'running');
    await stack.client.workflow.getHandle(id).terminate('by hand');
    const state = await stack.ended(id, 25_000);
    expect(state).toMatchObject({
      ...{ status: 'failed', failure: { code: 'run_lost' }, current_step: 1 },
      error_message: expect.stringContaining('terminated') as string,
    });
    expect(state.steps.map(({ phase }) => phase)).toEqual(['done', 'failed', 'pending']);
    const next = await stack.start(run(command('true')));
    expect((await stack.ended(next)).status).toBe('completed');
    await until(web.received, 1);
    const told = verified(String(channel.body['secret']), web.received[0]);
    expect(told).toMatchObject({ type: 'run.failed', data: { workflow_id: id, code: 'run_lost' } });
    expect(web.received.map(({ headers }) => headers['webhook-id'])).toEqual([`${state.execution_id}/failed/end`]);
    await web.stop();
  }, 40_000);
});

describe('without Temporal', () => {
  it('refuses a start with 503 and keeps the page', async () => {
    const settings = await loadSettings({ HOME: stack.home, BRINGUP_HOME: path.join(stack.home, 'without-temporal') });
    await ensureHome(settings);
    const temporal = { namespace: 'default', connectionOptions: { address: `127.0.0.1:${await freePort()}` } };
    const api = await createApi(settings, temporal, pino({ level: 'silent' }));
    await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
    const answer = await fetch(`${url}/workflow/start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(run(command('true'))),
    });
    expect([answer.status, await answer.json()]).toMatchObject([503, { success: false, code: 'temporal_unavailable' }]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/workflow/state/summary`)).status).toBe(200);
    await api.close();
  });
});

describe('the snapshot on disk', () => {
  const file = (name: string) => path.join(stack.home, 'state', name);

  it('is written for the run and for the latest, also while nobody asks', async () => {
    const id = await stack.start({ ...run(command('true')), workflow_id: 'watched by nobody' });
    await vi.waitFor(
      () => {
        const state: unknown = JSON.parse(readFileSync(file('latest.json'), 'utf8'));
        expect(state).toMatchObject({ workflow_id: id, status: 'completed' });
      },
      { timeout: 15_000 },
    );
    expect(await readdir(path.join(stack.home, 'state'))).toContain('watched%20by%20nobody.json');
  });

  it('is put aside when it is not whole, and never served', async () => {
    const id = await stack.start(run(command('true')));
    await stack.ended(id);
    await vi.waitFor(() => expect(readFileSync(file(`${id}.json`), 'utf8')).toContain('"completed"'), {
      timeout: 5000,
    });
    writeFileSync(file('half.json'), '{"workflow_id":"ha');
    const again = createSnapshots(path.join(stack.home, 'state'), pino({ level: 'silent' }));
    expect(again.load('half')).toBeNull();
    expect(await readdir(path.join(stack.home, 'state'))).toContain('half.json.broken');
    expect(again.load(id)).toMatchObject({ workflow_id: id });
  });
});

describe('the rest', () => {
  it('knows its settings, its health and its templates', async () => {
    expect((await stack.get('/config/workflow')).body).toMatchObject({ success: true, workflow_step_delay: 5 });
    expect(await stack.get('/healthz')).toMatchObject({ status: 200, body: { success: true } });
  });

  it('answers JSON for what does not exist', async () => {
    expect(await stack.get('/nothing/here')).toMatchObject({
      status: 404,
      body: { success: false, code: 'route_not_found' },
    });
  });

  it('does not let another site’s page in', async () => {
    const { port } = new URL(stack.url);
    const http = await import('node:http');
    const status = (headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        http
          .get({ host: '127.0.0.1', port, path: '/workflow/state', headers }, (response) =>
            resolve(response.statusCode ?? 0),
          )
          .on('error', reject);
      });
    expect(await status({ host: 'evil.example' })).toBe(403);
    expect(await status({ host: '127.evil.example', origin: 'http://127.evil.example' })).toBe(403);
    expect(await status({ host: `127.0.0.1:${port}`, origin: 'https://evil.example' })).toBe(403);
    expect(await status({ host: `localhost:${port}` })).not.toBe(403);
  });
});
