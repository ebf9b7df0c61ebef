// A box that comes back under another port: after a reboot, and in the middle of a step.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../lab/free-port.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts';
import { startVastStandIn, type VastStandIn } from '../lab/vast-stand-in.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Stack, startStack } from '../tests/support/stack.ts';

const KEY = 'a-key-of-vast-for-tests';
let box: SshdBox;
let stranger: SshdBox;
let first: TcpProxy;
let second: TcpProxy;
let vast: VastStandIn;
let stack: Stack;
/** Where Vast says that the boxes are; another number for each test. */
let port = 0;

beforeAll(async () => {
  box = await startSshdBox();
  stranger = await startSshdBox({ identityFile: box.identityFile });
  first = await startTcpProxy(box);
  second = await startTcpProxy(box);
  const moving = {
    host: box.host,
    restart: () => Promise.resolve(),
    get port() {
      return port;
    },
  };
  const rebooting = {
    host: box.host,
    restart: async () => box.restart({ port: await freePort() }),
    get port() {
      return box.port;
    },
  };
  vast = await startVastStandIn({
    instances: [
      { id: 1, box: rebooting },
      { id: 2, box: moving },
      { id: 3, box: moving },
    ],
    key: KEY,
  });
  stack = await startStack({
    identityFile: box.identityFile,
    env: { VAST_URL: vast.url, VAST_API_KEY: KEY },
  });
  await stack.trust(box);
  await stack.trust({ ...box, port: first.port, hostKey: box.hostKey });
});
afterAll(async () => {
  await stack?.stop();
  await vast?.stop();
  await first?.stop();
  await second?.stop();
  await box?.stop();
  await stranger?.stop();
});

const at = (given: number) => `ssh -p ${given} ${box.user}@${box.host}`;
const below = (name: string) => path.join(box.folder, name);

it('survives a reboot that changes the port, and the steps and runs after it find the box', async () => {
  const before = box.port;
  const run = {
    ssh_connection: at(before),
    step_delay: 0,
    instance_id: 1,
    steps: [
      command('echo one'),
      { action: 'reboot_instance', label: 'Reboot' },
      command(`echo two >> ${below('two')}`),
    ],
  };
  const state = await stack.ended(await stack.start(run), 60_000);
  expect(state.error_message).toBeUndefined();
  expect(state).toMatchObject({ status: 'completed' });
  expect(box.port).not.toBe(before);
  const again = { ...run, steps: [command(`echo three >> ${below('two')}`)] };
  expect(await stack.ended(await stack.start(again))).toMatchObject({ status: 'completed' });
  expect(readFileSync(below('two'), 'utf8')).toBe('two\nthree\n');
  first.setTarget(box);
  second.setTarget(box);
}, 60_000);

it('goes on with a step whose box changed its address, where the log stopped', async () => {
  port = first.port;
  const go = below('go');
  const id = await stack.start({
    ssh_connection: at(first.port),
    step_delay: 0,
    instance_id: 2,
    steps: [command(`echo begun >> ${below('begun')}; echo up; until [ -e ${go} ]; do sleep 0.1; done; echo end`)],
  });
  await stack.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
  port = second.port;
  first.refuse();
  first.reset();
  await stack.until(id, ({ steps }) => steps[0]?.phase === 'unreachable');
  await stack.until(id, ({ steps }) => steps[0]?.phase === 'running', 40_000);
  writeFileSync(go, '');
  expect(await stack.ended(id)).toMatchObject({ status: 'completed' });
  expect(readFileSync(below('begun'), 'utf8')).toBe('begun\n');
  first.accept();
}, 60_000);

it('takes no other box for it: the host key decides', async () => {
  port = first.port;
  const id = await stack.start({
    ssh_connection: at(first.port),
    step_delay: 0,
    instance_id: 3,
    steps: [command('echo up; sleep 60')],
  });
  await stack.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
  port = stranger.port;
  first.refuse();
  first.reset();
  const state = await stack.ended(id, 60_000);
  expect(state).toMatchObject({ status: 'failed', failure: { code: 'host_key_changed' } });
  expect(existsSync(path.join(stranger.home, '.bringup'))).toBe(false);
}, 60_000);
