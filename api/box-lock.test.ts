// One run at a time on a box, also where Temporal cannot know: two control planes, or two names of one box.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Stack, startStack } from '../tests/support/stack.ts';

let box: SshdBox;
let proxy: TcpProxy;
let ours: Stack;
let theirs: Stack;

beforeAll(async () => {
  box = await startSshdBox();
  ours = await startStack({ identityFile: box.identityFile });
  theirs = await startStack({ identityFile: box.identityFile });
  proxy = await startTcpProxy(box);
  await ours.trust(box);
  await ours.trust({ ...box, port: proxy.port, hostKey: box.hostKey });
  await theirs.trust({ ...box, host: 'localhost', port: box.port, hostKey: box.hostKey });
});
afterAll(async () => {
  await ours?.stop();
  await theirs?.stop();
  await proxy?.stop();
  await box?.stop();
});

const below = (name: string) => path.join(box.folder, name);
// Both stacks share the tests' Temporal, where a name stands for a box: each has names of its own.
const byName = (stack: Stack) => `${box.user}@${stack === ours ? `127.0.0.1:${proxy.port}` : `localhost:${box.port}`}`;
const isAtWork = (stack: Stack, id: string) =>
  stack.until(id, ({ steps }) => steps[0]?.phase === 'running' && steps[0].log_bytes > 0);

it.each([
  ['another control plane', () => theirs],
  ['the same control plane under another name of the box', () => ours],
])('%s is refused before it changes anything, with the holder’s name', async (_who, second) => {
  const go = below(`go-${Math.random()}`);
  const first = await ours.start({
    workflow_id: `holder-${Math.random()}`,
    ssh_connection: box.connection,
    step_delay: 0,
    steps: [command(`echo up; until [ -e ${go} ]; do sleep 0.1; done`), command(`rm ${go}`)],
  });
  await isAtWork(ours, first);
  const mark = below('changed');
  const refused = { ssh_connection: byName(second()), step_delay: 0, steps: [command(`touch ${mark}; touch ${go}`)] };
  const state = await second().ended(await second().start(refused));
  expect(state).toMatchObject({ status: 'failed', failure: { code: 'box_locked' } });
  expect(state.failure?.message).toContain(first);
  expect(existsSync(mark)).toBe(false);
  writeFileSync(go, '');
  expect(await ours.ended(first)).toMatchObject({ status: 'completed' });
  // Given back at the end of the run, or freed by proof, for our own next one at once.
  const next = { ssh_connection: byName(ours), step_delay: 0, steps: [command('echo mine')] };
  expect(await ours.ended(await ours.start(next))).toMatchObject({ status: 'completed' });
});

it('a box that was given back is free for another control plane', async () => {
  const steps = [command('echo mine')];
  await ours.ended(await ours.start({ ssh_connection: box.connection, step_delay: 0, steps }));
  await expect.poll(() => existsSync(path.join(box.home, '.bringup', 'lock')), { timeout: 10_000 }).toBe(false);
  const run = await theirs.start({ ssh_connection: byName(theirs), step_delay: 0, steps });
  expect(await theirs.ended(run)).toMatchObject({ status: 'completed' });
});
