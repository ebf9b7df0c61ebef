// An unknown host key: what was shown, and nothing else, is what gets pinned.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprintLine } from '../adapters/ssh/fingerprint.ts';
import { openStore } from '../adapters/store/open.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Stack, startStack } from '../tests/support/stack.ts';

let boxes: SshdBox[];
let stack: Stack;
let box: SshdBox;

beforeEach(async () => {
  boxes = [];
  box = await startBox();
  stack = await startStack({
    identityFile: box.identityFile,
  });
});
afterEach(async () => {
  await stack?.stop();
  for (const one of boxes) await one.stop();
});

async function startBox(options: Parameters<typeof startSshdBox>[0] = {}): Promise<SshdBox> {
  const started = await startSshdBox(options);
  boxes.push(started);
  return started;
}

const start = (connection = box.connection) =>
  stack.start({ ssh_connection: connection, step_delay: 0, steps: [command('echo hi')] });
const blocked = (id: string) => stack.until(id, ({ status }) => status === 'blocked');
const verify = (more: object, connection = box.connection) =>
  stack.post('/ssh/verify-host', { ssh_connection: connection, ...more });
const resume = (id: string) => stack.post('/workflow/resume', { workflow_id: id });
const lineOf = ({ host, port, hostKey }: SshdBox) =>
  fingerprintLine(host, port, hostKey.type, Buffer.from(hostKey.base64, 'base64'));
const knownHosts = () => readFileSync(path.join(stack.home, 'known_hosts'), 'utf8');

it('is pinned exactly as it was shown where a box has keys of several types, and ssh takes the same one', async () => {
  const folder = box.folder;
  for (const type of ['rsa', 'ecdsa'])
    spawnSync('ssh-keygen', ['-q', '-N', '', '-t', type, '-f', path.join(folder, type)]);
  const many = await startBox({
    identityFile: box.identityFile,
    sshdConfig: ['rsa', 'ecdsa'].map((type) => `HostKey ${path.join(folder, type)}`),
  });
  const id = await start(many.connection);
  const { block_info } = await blocked(id);
  const { body: shown } = await verify({}, many.connection);
  expect(block_info?.fingerprints).toEqual(shown['fingerprints']);
  expect((await verify({ accept: true }, many.connection)).body).toMatchObject({ added: true });
  const printed = spawnSync('ssh-keygen', ['-lf', path.join(stack.home, 'known_hosts')]).stdout.toString();
  expect(printed.trim().split('\n')).toEqual(block_info?.fingerprints);
  await resume(id);
  expect(await stack.ended(id)).toMatchObject({ status: 'completed' });
  const options = ['-F', 'none', '-o', 'StrictHostKeyChecking=yes', '-o', 'BatchMode=yes', '-i', box.identityFile];
  const file = ['-o', `UserKnownHostsFile=${path.join(stack.home, 'known_hosts')}`, '-p', String(many.port)];
  expect(spawnSync('ssh', [...options, ...file, many.host, 'echo in']).stdout.toString()).toBe('in\n');
});

it('is not pinned when the box shows another one between the question and the answer; then that one is asked about', async () => {
  const id = await start();
  const first = lineOf(box);
  expect((await blocked(id)).block_info?.fingerprints).toEqual([first]);
  await box.restart({ newHostKey: true });
  for (const more of [{}, { fingerprint: /SHA256:\S+/.exec(first)?.[0] }]) {
    const answer = await verify({ accept: true, ...more });
    expect(answer).toMatchObject({ status: 409, body: { code: 'host_key_not_shown' } });
    expect(answer.body['message']).toContain(lineOf(box));
  }
  expect(() => knownHosts()).toThrow('ENOENT');
  await resume(id);
  const again = await stack.until(id, ({ block_info }) => block_info?.fingerprints[0] === lineOf(box));
  expect(again.steps[0]?.status).toBe('blocked');
  expect((await verify({ accept: true })).body).toMatchObject({ added: true });
  await resume(id);
  const { status, steps, block_info } = await stack.ended(id);
  expect({ status, block_info, error: steps[0]?.error, failure: steps[0]?.failure }).toEqual({
    status: 'completed',
    block_info: undefined,
    error: undefined,
    failure: null,
  });
});

it('blocks again when the run goes on without an answer, any number of times', async () => {
  const id = await start();
  let since = (await blocked(id)).phase_info?.since;
  for (const _time of [1, 2, 3]) {
    await resume(id);
    const before = since;
    const next = await stack.until(
      id,
      ({ status, phase_info }) => status === 'blocked' && phase_info?.since !== before,
    );
    since = next.phase_info?.since;
  }
  await verify({ accept: true });
  await resume(id);
  expect(await stack.ended(id)).toMatchObject({ status: 'completed' });
});

it('may be accepted while the box is away: only the key that was shown is let in', async () => {
  const id = await start();
  await blocked(id);
  await box.down();
  expect((await verify({ accept: true })).body).toMatchObject({ added: true, fingerprints: [lineOf(box)] });
  await box.restart();
  await resume(id);
  expect(await stack.ended(id)).toMatchObject({ status: 'completed' });
  const store = await openStore(stack.home);
  const decisions = await store.hostKeys.decisions(box.host, box.port);
  await store.close();
  expect(decisions).toMatchObject([{ decision: 'accepted', fingerprint: box.hostKey.fingerprint }]);
});

it('is asked about for the jump host first, then for the box behind it', async () => {
  const jump = await startBox({ identityFile: box.identityFile });
  const connection = `ssh -J ${jump.user}@${jump.host}:${jump.port} -p ${box.port} ${box.user}@${box.host}`;
  const id = await start(connection);
  for (const hop of [jump, box]) {
    const { block_info } = await stack.until(id, (state) => state.block_info?.port === String(hop.port));
    expect(block_info?.fingerprints).toEqual([lineOf(hop)]);
    expect((await verify({}, connection)).body).toMatchObject({ port: String(hop.port), fingerprints: [lineOf(hop)] });
    expect((await verify({ accept: true }, connection)).body).toMatchObject({ added: true });
    await resume(id);
  }
  expect(await stack.ended(id)).toMatchObject({ status: 'completed' });
  expect(knownHosts().trim().split('\n')).toHaveLength(2);
});
