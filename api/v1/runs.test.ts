// /api/v1/runs over HTTP, with everything real behind it: Temporal, the worker, an OpenSSH box.
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { problemSchema } from '../../contract/problem.ts';
import { runItemSchema } from '../../contract/run-list.ts';
import { runStateSchema } from '../../contract/run-state-schema.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { command } from '../../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

const run = (...steps: JsonObject[]): JsonObject => ({
  ssh_connection: box.connection,
  steps: steps.map(({ status: _status, ...step }) => step),
});
const at = (id: string, verb = '') => `/api/v1/runs/${encodeURIComponent(id)}${verb && `/${verb}`}`;

async function start(body: JsonObject): Promise<string> {
  const answer = await stack.post('/api/v1/runs', body);
  expect(answer).toMatchObject({ status: 201, body: { execution_id: expect.any(String) as string } });
  return String(answer.body['workflow_id']);
}

async function send(method: string, path: string, headers: Record<string, string> = {}, body?: object) {
  const response = await fetch(stack.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : null) as JsonObject };
}

describe('a run', () => {
  it('is started, looked at as the document says, and found in the list', async () => {
    const id = await start(run(command('echo hi'), { action: 'test_ssh' }));
    await stack.ended(id);
    const { body } = await send('GET', at(id));
    expect(runStateSchema.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ workflow_id: id, status: 'completed', outcome: 'done', step_delay: 0 });
    const list = await send(
      'GET',
      `/api/v1/runs?outcome=done&instance=${encodeURIComponent(String((body['instance'] as JsonObject)['key']))}`,
    );
    const items = list.body['items'] as JsonObject[];
    expect(items.map((item) => runItemSchema.safeParse(item).error)).toEqual(items.map(() => undefined));
    expect(items.map(({ workflow_id }) => workflow_id)).toContain(id);
    expect((await send('GET', `${at(id, 'steps')}/0/attempts/1`)).body).toMatchObject({
      action: 'run_command',
      phase: 'done',
      log_bytes: 3,
      log_ended: true,
    });
  });

  it('is not sent again to whoever has it', async () => {
    const id = await start(run(command('true')));
    await stack.ended(id);
    const etag = (await send('GET', at(id))).headers.get('etag') ?? '';
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      expect((await send('GET', at(id), { 'if-none-match': tag })).status).toBe(304);
    }
    expect((await send('GET', at(id), { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('is refused with a problem that says what, where and what to do', async () => {
    const refused = await send('POST', '/api/v1/runs', {}, { ...run(command('true')), colour: 'red' });
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(problemSchema.safeParse(refused.body).error).toBeUndefined();
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'input_invalid', detail: expect.stringContaining('colour') as string },
    });
    expect(await send('GET', at('nowhere'))).toMatchObject({ status: 404, body: { code: 'run_not_found' } });
    expect(await send('GET', '/api/v1/runs?cursor=rubbish')).toMatchObject({
      status: 400,
      body: { code: 'input_invalid' },
    });
  });
});

it('gives pages without a gap or a double, however many runs begin meanwhile', async () => {
  const ids = [];
  for (let count = 0; count < 5; count += 1) {
    ids.push(await start({ ...run(command('true')), template: { id: 'paging' } }));
    await stack.ended(ids.at(-1) ?? '');
  }
  const found: unknown[] = [];
  let cursor = '';
  do {
    const { body } = await send('GET', `/api/v1/runs?template=paging&limit=2${cursor && `&cursor=${cursor}`}`);
    found.push(...(body['items'] as JsonObject[]).map(({ workflow_id }) => workflow_id));
    if (found.length === 2) await stack.ended(await start({ ...run(command('true')), template: { id: 'paging' } }));
    cursor = String(body['next_cursor'] ?? '');
  } while (cursor);
  expect(found).toEqual(ids.reverse());
});

describe('with an Idempotency-Key', () => {
  it('starts one run however often it is sent', async () => {
    const key = { 'idempotency-key': 'once-1' };
    const body = run(command('sleep 0.5'));
    const answers = [await send('POST', '/api/v1/runs', key, body), await send('POST', '/api/v1/runs', key, body)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(answers[1]?.headers.get('idempotency-replayed')).toBe('true');
    expect(await send('POST', '/api/v1/runs', key, run(command('other')))).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    await stack.ended(String(answers[0]?.body['workflow_id']));
  });

  it('leaves the key free where nothing was started', async () => {
    const key = { 'idempotency-key': 'once-2' };
    expect(
      (await send('POST', '/api/v1/runs', key, { ...run(command('true')), steps: [{ action: 'none' }] })).status,
    ).toBe(400);
    const answer = await send('POST', '/api/v1/runs', key, run(command('true')));
    expect(answer.status).toBe(201);
    await stack.ended(String(answer.body['workflow_id']));
  });
});

describe('a pause', () => {
  it('holds the run between two steps until somebody says go on', async () => {
    const id = await start(run(command('sleep 1'), command('echo second')));
    await stack.until(id, ({ steps }) => steps[0]?.status === 'in_progress');
    expect((await send('POST', at(id, 'resume'))).body).toMatchObject({ code: 'run_not_paused' });
    expect((await send('POST', at(id, 'pause'))).status).toBe(202);
    const paused = await stack.until(id, ({ phase }) => phase === 'paused');
    expect(paused).toMatchObject({
      status: 'running',
      pause_requested: true,
      steps: [{ status: 'completed' }, { status: 'pending' }],
    });
    expect((await send('POST', at(id, 'resume'))).status).toBe(202);
    expect(await stack.ended(id)).toMatchObject({ outcome: 'done' });
    expect(await send('POST', at(id, 'pause'))).toMatchObject({ status: 409, body: { code: 'run_not_paused' } });
  });

  it('can be cancelled', async () => {
    const id = await start(run(command('sleep 0.5'), command('echo never')));
    await send('POST', at(id, 'pause'));
    await stack.until(id, ({ phase }) => phase === 'paused');
    expect((await send('POST', at(id, 'cancel'))).status).toBe(202);
    expect(await stack.ended(id)).toMatchObject({
      outcome: 'cancelled',
      steps: [{ status: 'completed' }, { status: 'pending' }],
    });
  });
});

describe('a run that failed', () => {
  it('is continued at the failed step, under its id, without the earlier ones running again', async () => {
    const id = await start(run(command('echo x >> ~/first'), command('test -e ~/mended'), command('echo third')));
    const failed = await stack.ended(id);
    expect(failed).toMatchObject({ outcome: 'failed', current_step: 1 });
    await stack.ended(await start(run(command('touch ~/mended; cat ~/first'))));
    const again = await send('POST', at(id, 'continue'), {}, {});
    expect(again).toMatchObject({ status: 201, body: { workflow_id: id } });
    const done = await stack.ended(id);
    expect(done).toMatchObject({
      outcome: 'done',
      steps: [{ carried_from: failed.execution_id, attempt: 1 }, { status: 'completed' }, { status: 'completed' }],
    });
    const count = await start(run(command('test "$(cat ~/first)" = x')));
    expect(await stack.ended(count)).toMatchObject({ outcome: 'done' });
    expect((await send('GET', `${at(id, 'steps')}/0/attempts/1`)).body).toMatchObject({
      execution_id: failed.execution_id,
    });
    expect((await send('GET', `${at(id)}?execution_id=${failed.execution_id}`)).body).toMatchObject({
      outcome: 'failed',
    });
    expect(await send('POST', at(id, 'continue'), {}, {})).toMatchObject({
      status: 409,
      body: { code: 'run_not_continuable' },
    });
  });

  it('is run again as a new run', async () => {
    const id = await start({ ...run(command('exit 3')), workflow_id: 'first try' });
    await stack.ended(id);
    const again = await send('POST', at(id, 'run-again'), {}, {});
    expect(again.status).toBe(201);
    const state = await stack.ended(String(again.body['workflow_id']));
    expect(state).toMatchObject({ outcome: 'failed', steps: [{ command: 'exit 3' }] });
    expect(state.workflow_id).not.toBe(id);
  });
});

describe('a run that is blocked on a host key', () => {
  it('goes on with exactly the key that it has shown', async () => {
    const strange = await startSshdBox({ identityFile: box.identityFile });
    const id = await start({ ...run(command('echo in')), ssh_connection: strange.connection });
    await stack.until(id, ({ status }) => status === 'blocked');
    const other = `SHA256:${'A'.repeat(43)}`;
    expect(await send('POST', at(id, 'confirm-host-key'), {}, { fingerprint: other })).toMatchObject({
      status: 409,
      body: { code: 'host_key_not_shown' },
    });
    const { fingerprint } = strange.hostKey;
    expect((await send('POST', at(id, 'confirm-host-key'), {}, { fingerprint })).status).toBe(202);
    expect(await stack.ended(id)).toMatchObject({ outcome: 'done' });
    await strange.stop();
  });
});

it('gives a limit of the step at work more time', async () => {
  const id = await start(run(command('sleep 1')));
  await stack.until(id, ({ steps }) => steps[0]?.status === 'in_progress');
  expect((await send('POST', at(id, 'extend'), {}, { seconds: 100 })).status).toBe(202);
  const state = await stack.ended(id);
  expect(state.steps[0]?.timeout_s).toBeGreaterThan(600);
});
