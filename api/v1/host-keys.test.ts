import { beforeAll, describe, expect, it } from 'vitest';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { command } from '../../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;
beforeAll(async () => {
  const started = await startStackWithBox({ trusted: false });
  ({ stack, box } = started);
  return started.stop;
});

const post = (at: string, body: object) => stack.post(`/api/v1/host-keys/${at}`, body);
const run = () => stack.start({ ssh_connection: box.connection, step_delay: 0, steps: [command('true')] });

describe('a host key through /api/v1', () => {
  it('is shown, accepted, replaced after it has changed, and forgotten; only one that was shown', async () => {
    const { connection: ssh_connection, host, port } = box;
    const { fingerprint } = box.hostKey;
    expect(await post('accept', { ssh_connection, fingerprint })).toMatchObject({
      status: 409,
      body: { code: 'host_key_not_shown' },
    });
    const shown = await post('show', { ssh_connection });
    expect(shown).toMatchObject({ status: 200, body: { host, port: String(port), already_known: false } });
    expect(JSON.stringify(shown.body)).toContain(fingerprint);
    expect(await post('accept', { ssh_connection, fingerprint })).toMatchObject({
      status: 200,
      body: { already_known: false },
    });
    expect(await post('show', { ssh_connection })).toMatchObject({ body: { already_known: true } });
    expect(await stack.ended(await run())).toMatchObject({ status: 'completed' });

    await box.restart({ newHostKey: true });
    const changed = box.hostKey.fingerprint;
    expect(await post(`${host}/${port}/replace`, { fingerprint: changed })).toMatchObject({ status: 409 });
    expect(await stack.ended(await run())).toMatchObject({ failure: { code: 'host_key_changed' } });
    expect(await post('accept', { ssh_connection, fingerprint: changed })).toMatchObject({
      status: 409,
      body: { code: 'host_key_changed' },
    });
    expect(await post(`${host}/${port}/replace`, { fingerprint: changed })).toMatchObject({
      status: 200,
      body: { fingerprint: changed, already_known: false, note: null },
    });
    expect(await stack.ended(await run())).toMatchObject({ status: 'completed' });

    const removed = await fetch(`${stack.url}/api/v1/host-keys/${host}/${port}`, { method: 'DELETE' });
    expect([removed.status, await removed.json()]).toEqual([200, { removed: 1, note: null }]);
    const audit = await stack.get('/api/v1/audit?operation=replaceHostKey');
    expect(audit.body['items']).toMatchObject([
      { who: 'local', status: 200, target: { host, port: String(port) }, before: fingerprint, after: changed },
      { status: 409, after: { code: 'host_key_not_shown' } },
    ]);
  });
});
