// Unreachable is not failed: a box behind a bad network, a real sshd behind a proxy that cuts.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { SshdBox } from '../lab/sshd-box.ts';
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';

let box: SshdBox;
let proxy: TcpProxy;
let stack: Stack;
let connection: string;

beforeAll(async () => {
  const started = await startStackWithBox({ trusted: false });
  ({ stack, box } = started);
  return started.stop;
});
beforeAll(async () => {
  proxy = await startTcpProxy(box);
  await stack.trust({ ...box, host: proxy.host, port: proxy.port, hostKey: box.hostKey });
  connection = `ssh -p ${proxy.port} ${box.user}@${proxy.host}`;
  return proxy.stop;
});

const run = (command: string) =>
  stack.start({
    ssh_connection: connection,
    step_delay: 0,
    steps: [{ action: 'run_command', label: 'Work', command }],
  });

describe('a box that cannot be reached in the middle of a step', () => {
  it('makes the step unreachable with since and until when, and the step goes on where it was', async () => {
    const mark = path.join(box.home, 'begun');
    const id = await run(`echo begun >> ${mark}; for i in 1 2 3 4 5 6 7 8; do echo line $i; sleep 0.25; done`);
    await stack.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
    proxy.refuse();
    proxy.reset();
    const cut = await stack.until(id, ({ steps }) => steps[0]?.phase === 'unreachable');
    expect(cut).toMatchObject({ status: 'running', steps: [{ status: 'in_progress' }] });
    const { since = '', gives_up_at = '' } = cut.steps[0]?.phase_info ?? {};
    expect(Date.parse(gives_up_at) - Date.parse(since)).toBe(1_800_000);
    proxy.accept();
    const state = await stack.ended(id);
    expect(state).toMatchObject({ status: 'completed', steps: [{ attempt: 1 }] });
    const log = path.join(stack.home, 'logs', state.execution_id, '01-run_command-1.log');
    expect(readFileSync(log, 'utf8')).toBe([1, 2, 3, 4, 5, 6, 7, 8].map((i) => `line ${i}\n`).join(''));
    expect(readFileSync(mark, 'utf8')).toBe('begun\n');
  });

  it('takes a login that is refused in the middle of a step for silence: the command goes on', async () => {
    const keys = path.join(box.folder, 'authorized_keys');
    const allowed = readFileSync(keys, 'utf8');
    const go = path.join(box.home, 'go');
    const id = await run(`echo up; while ! [ -e ${go} ]; do sleep 0.1; done; echo done`);
    await stack.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
    writeFileSync(keys, '');
    proxy.reset();
    const refused = 'refused the login';
    await stack.until(id, ({ steps }) => steps[0]?.phase_info?.reason?.includes(refused) === true);
    writeFileSync(keys, allowed);
    writeFileSync(go, '');
    expect(await stack.ended(id, 30_000)).toMatchObject({ status: 'completed', steps: [{ attempt: 1 }] });
  });

  it('is not called cancelled before its processes could be ended, and is when it is back', async () => {
    const alive = path.join(box.home, 'alive');
    const id = await run(`while :; do date +%s.%N > ${alive}; sleep 0.1; done`);
    await vi.waitFor(() => readFileSync(alive), { timeout: 10_000 });
    proxy.refuse();
    proxy.reset();
    await stack.until(id, ({ steps }) => steps[0]?.phase === 'unreachable');
    await stack.post('/workflow/stop', { workflow_id: id });
    const waiting = await stack.until(id, ({ phase }) => phase === 'cancelling');
    // It could not be done yet, and that is said.
    expect(waiting).toMatchObject({ status: 'running', steps: [{ phase: 'unreachable' }] });
    proxy.accept();
    const state = await stack.ended(id);
    expect(state.status).toBe('cancelled');
    const last = readFileSync(alive, 'utf8');
    const next = await run('sleep 0.4');
    await stack.ended(next);
    expect(readFileSync(alive, 'utf8')).toBe(last);
  });
});

describe('a box that was never there', () => {
  it('is cancelled at once when a run is stopped there: nothing was ever started', async () => {
    proxy.refuse();
    proxy.reset();
    await vi.waitFor(() => expect(proxy.connections).toBe(0), { timeout: 5000 });
    const id = await run('true');
    await stack.until(id, ({ steps }) => steps[0]?.phase === 'unreachable');
    await stack.post('/workflow/stop', { workflow_id: id });
    const state = await stack.ended(id, 5_000);
    proxy.accept();
    expect(state.status).toBe('cancelled');
  });

  it('fails the test of the connection within its limit, in words', async () => {
    proxy.refuse();
    proxy.reset();
    const id = await stack.start({
      ssh_connection: connection,
      step_delay: 0,
      steps: [{ action: 'test_ssh', label: 'Test' }],
    });
    const state = await stack.ended(id, 60_000);
    proxy.accept();
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'ssh_unreachable' } });
    expect(state.error_message).toMatch(/^Step 1 \(test_ssh\) failed: .* cannot be reached: .*No answer for 20 s\.$/);
  }, 70_000);
});
