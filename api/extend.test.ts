// POST /workflow/extend, with everything real behind it.
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../contract/json.ts';
import { startTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts';
import type { SshdBox } from '../lab/sshd-box.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';

let box: SshdBox;
let proxy: TcpProxy;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});
beforeAll(async () => {
  proxy = await startTcpProxy(box);
  await stack.trust({ ...box, port: proxy.port, hostKey: box.hostKey });
  return proxy.stop;
});

const start = (step: JsonObject, port = box.port) =>
  stack.start({ ssh_connection: `ssh -p ${port} ${box.user}@127.0.0.1`, step_delay: 0, steps: [step] });
const isAtWork = (id: string) => stack.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
const extend = (workflow_id: string, more: JsonObject) => stack.post('/workflow/extend', { workflow_id, ...more });

describe('a step that needs longer', () => {
  it('ends at its limit, with its processes, and says so', async () => {
    const state = await stack.ended(await start(command('echo up; sleep 60', { timeout_s: 4 })));
    expect(state.failure).toMatchObject({ code: 'step_timed_out', facts: { timeout_s: 4 } });
  });

  it('gets more time while it runs, and shows until when', async () => {
    const id = await start(command('echo up; sleep 6; echo end', { timeout_s: 4 }));
    const before = await isAtWork(id);
    const answer = await extend(id, { seconds: 600 });
    expect(answer.body).toEqual({
      success: true,
      message: 'Limit extended',
      workflow_id: id,
      limit: 'timeout_s',
      seconds: 600,
    });
    const after = await stack.until(id, ({ steps }) => steps[0]?.timeout_s === 604);
    const untilOf = ({ steps }: typeof after) => Date.parse(steps[0]?.phase_info?.until ?? '');
    expect(untilOf(after) - untilOf(before)).toBe(600_000);
    expect(await stack.ended(id)).toMatchObject({ status: 'completed' });
  });

  it('ends when it is silent for longer than it may, unless that limit is extended', async () => {
    const quiet = await stack.ended(await start(command('echo up; sleep 60', { no_output_s: 2 })));
    expect(quiet.failure).toMatchObject({ code: 'step_quiet', facts: { no_output_s: 2 } });
    const id = await start(command('echo up; sleep 5; echo end', { no_output_s: 3 }));
    await isAtWork(id);
    expect((await extend(id, { seconds: 30, limit: 'no_output_s' })).status).toBe(200);
    expect(await stack.ended(id)).toMatchObject({ status: 'completed' });
  });

  it('waits longer for a box that cannot be reached', async () => {
    const id = await start(command('echo up; sleep 1; echo end', { unreachable_s: 3 }), proxy.port);
    await isAtWork(id);
    proxy.refuse();
    proxy.reset();
    const away = await stack.until(id, ({ steps }) => steps[0]?.phase === 'unreachable');
    expect((await extend(id, { seconds: 60 })).body).toMatchObject({ limit: 'unreachable_limit_s' });
    const longer = await stack.until(id, ({ steps }) => steps[0]?.unreachable_limit_s === 63);
    const givesUp = ({ steps }: typeof away) => Date.parse(steps[0]?.phase_info?.gives_up_at ?? '');
    expect(givesUp(longer) - givesUp(away)).toBe(60_000);
    await expect.poll(() => Date.now(), { timeout: 10_000 }).toBeGreaterThan(givesUp(away));
    proxy.accept();
    expect(await stack.ended(id)).toMatchObject({ status: 'completed' });
  });
});

describe('POST /workflow/extend refuses', () => {
  it('what makes no sense, in words', async () => {
    const id = await start(command('echo up; sleep 2'));
    await isAtWork(id);
    expect((await extend(id, { seconds: 0 })).body).toMatchObject({ code: 'input_invalid' });
    expect((await extend(id, { seconds: 5, limit: 'all' })).body).toMatchObject({ code: 'input_invalid' });
    expect((await extend(id, { seconds: 5, limit: 'no_output_s' })).body).toMatchObject({
      code: 'limit_not_extendable',
    });
    expect((await extend('nobody', { seconds: 5 })).body).toMatchObject({ code: 'run_not_found' });
    await stack.ended(id);
    expect((await extend(id, { seconds: 5 })).body).toMatchObject({ code: 'run_ended' });
  });
});
