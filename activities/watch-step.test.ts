// What is told of a step while it runs: a real box behind a proxy that cuts, a real receiver.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SshdBox } from '../lab/sshd-box.ts';
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts';
import { startWebReceiver, until, verified, type WebReceiver } from '../tests/support/receivers.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';
import { overTimeAfter } from './watch-step.ts';

let box: SshdBox;
let proxy: TcpProxy;
let stack: Stack;
let web: WebReceiver;
let secret: string;

beforeAll(async () => {
  web = await startWebReceiver();
  const notify = { allow_private_targets: true, unreachable_after_s: 1.5 };
  const started = await startStackWithBox({ trusted: false, notify });
  ({ stack, box } = started);
  return started.stop;
});
beforeAll(async () => {
  proxy = await startTcpProxy(box);
  await stack.trust({ ...box, host: proxy.host, port: proxy.port, hostKey: box.hostKey });
  const events = ['unreachable', 'recovered', 'over_time', 'waiting'];
  const { body } = await stack.post('/api/v1/notifications/channels', {
    ...{ name: 'all', kind: 'webhook', events, target: { url: web.url } },
  });
  secret = String(body['secret']);
  return proxy.stop;
});
afterAll(() => web?.stop());
beforeEach(() => void (web.received.length = 0));

const start = (command: string, more: object = {}) =>
  stack.start({
    ssh_connection: `ssh -p ${proxy.port} ${box.user}@${proxy.host}`,
    step_delay: 0,
    steps: [{ action: 'run_command', label: 'Work', command, ...more }],
  });
const told = () => web.received.map((one) => verified(secret, one));

describe('a step that is watched', () => {
  it('tells that its box is silent and that it is back, each once', async () => {
    const id = await start('for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do echo line $i; sleep 0.25; done');
    await stack.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
    proxy.refuse();
    proxy.reset();
    await until(web.received, 1);
    proxy.accept();
    await stack.ended(id);
    await until(web.received, 2);
    const [silent, back] = told();
    expect([silent?.type, back?.type]).toEqual(['run.unreachable', 'run.recovered']);
    expect(silent?.data.log_tail[0]).toBe('line 1');
    expect(silent?.data['since']).toBe(back?.data['since']);
    const ids = web.received.map(({ headers }) => String(headers['webhook-id']));
    expect(ids[1]).toBe(ids[0]?.replace('unreachable', 'recovered'));
  });

  it('says nothing of a hiccup, nor of a step in its time', async () => {
    const id = await start('echo a; sleep 1.2; echo b');
    await stack.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
    proxy.reset();
    expect(await stack.ended(id)).toMatchObject({ status: 'completed' });
    expect((await stack.get(`/api/v1/notifications/deliveries?workflow_id=${id}`)).body['items']).toEqual([]);
  });

  it('tells once that most of its limit is over', async () => {
    const id = await start('echo slow; sleep 2.7', { timeout_s: 5 });
    await until(web.received, 1);
    expect(told()[0]).toMatchObject({ type: 'run.over_time', data: { workflow_id: id, log_tail: ['slow'] } });
    await stack.ended(id);
    expect(web.received).toHaveLength(1);
  });

  it('takes too long after three times its usual time and ten minutes, or 80 % of its limit', () => {
    expect(overTimeAfter(2, 3_600)).toBe(600);
    expect(overTimeAfter(400, 3_600)).toBe(1_200);
    expect(overTimeAfter(2_000, 3_600)).toBe(2_880);
    expect(overTimeAfter(1, 18)).toBeCloseTo(14.4);
  });
});
