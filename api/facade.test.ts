// The façade over HTTP, with everything real behind it: Temporal, the worker, an OpenSSH box.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../contract/json.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Stack, startStack, startStackWithBox } from '../tests/support/stack.ts';

let box: SshdBox;
let other: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox({ env: { CIVITDL_API_KEY: '' } });
  ({ stack, box } = started);
  return started.stop;
});
beforeAll(async () => {
  other = await startSshdBox({ identityFile: box.identityFile });
  return other.stop;
});

const run = (...steps: JsonObject[]): JsonObject => ({ ssh_connection: box.connection, step_delay: 0, steps });

describe('without any run', () => {
  it('says that there is no state, as an answer and not as an error', async () => {
    const fresh = await startStack();
    expect(await fresh.get('/workflow/state')).toEqual({
      status: 200,
      body: { success: false, message: 'No workflow state found' },
    });
    expect(await fresh.get('/workflow/state/summary')).toEqual({
      status: 200,
      body: { success: true, has_workflow: false, summary: null },
    });
    expect(await fresh.post('/workflow/clear', {})).toEqual({
      status: 200,
      body: { success: true, message: 'Workflow state cleared' },
    });
    await fresh.stop();
  });
});

it('calls a path that cannot be read a mistake of the client', async () => {
  expect(await stack.get('/templates/%E0%A4')).toMatchObject({
    status: 400,
    body: { success: false, code: 'input_invalid' },
  });
});

describe('POST /workflow/start', () => {
  it('starts a run under the caller’s id and answers as clients expect', async () => {
    const answer = await stack.post('/workflow/start', { ...run(command('echo hi')), workflow_id: 'my run/1 ä' });
    expect(answer).toEqual({
      status: 200,
      body: { success: true, message: 'Workflow started successfully', workflow_id: 'my run/1 ä' },
    });
    const state = await stack.ended('my run/1 ä');
    expect(state).toMatchObject({
      workflow_id: 'my run/1 ä',
      status: 'completed',
      current_step: 0,
      progress_percent: 100,
    });
    expect(state.end_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each([
    [{}, 400, 'input_invalid', 'SSH connection string is required'],
    [{ ssh_connection: 'root@h' }, 400, 'input_invalid', 'Workflow steps are required'],
    [{ ssh_connection: 'root@h', steps: [] }, 400, 'input_invalid', 'Workflow steps are required'],
    [
      { ssh_connection: 'a b c', steps: [{ action: 'test_ssh', label: 'T' }] },
      400,
      'input_invalid',
      /ssh|format|Expected/i,
    ],
    [
      { ssh_connection: 'root:secret@h:22', steps: [{ action: 'test_ssh', label: 'T' }] },
      400,
      'input_invalid',
      /password/,
    ],
    [
      { ssh_connection: 'ssh -o ProxyCommand=evil h', steps: [{ action: 'test_ssh', label: 'T' }] },
      400,
      'input_invalid',
      /ProxyCommand/,
    ],
    [
      {
        ssh_connection: 'root@h',
        steps: [
          { action: 'test_ssh', label: 'T' },
          { action: 'dance', label: 'D' },
        ],
      },
      400,
      'unknown_action',
      /Step 2: Unknown action: dance/,
    ],
    [{ ssh_connection: 'root@h', steps: [{ label: 'T' }] }, 400, 'input_invalid', /Step 1: action/],
    [
      { ssh_connection: 'root@h', steps: [{ action: 'set_ui_home', label: 'U', ui_home: 'relative' }] },
      400,
      'input_invalid',
      /Step 1 \(set_ui_home\): ui_home/,
    ],
    [
      { ssh_connection: 'root@h', steps: [{ action: 'run_command', label: 'R' }] },
      400,
      'input_invalid',
      /Step 1 \(run_command\): command/,
    ],
    [
      { ssh_connection: 'root@h', steps: [{ action: 'reboot_instance', label: 'B' }] },
      400,
      'reboot_impossible',
      /Instance ID is required/,
    ],
    [
      { ssh_connection: 'root@h', steps: [{ action: 'reboot_instance', label: 'B', instance_id: 7 }] },
      400,
      'reboot_impossible',
      /API key not found/,
    ],
    [
      { ssh_connection: 'root@h', instance_id: 'my box', steps: [{ action: 'test_ssh', label: 'T' }] },
      400,
      'input_invalid',
      /instance_id: must be the number of an instance/,
    ],
    [
      { ssh_connection: 'root@h', step_delay: -1, steps: [{ action: 'test_ssh', label: 'T' }] },
      400,
      'input_invalid',
      /step_delay/,
    ],
    [
      { ssh_connection: 'root@h', workflow_id: '\ud800', steps: [{ action: 'test_ssh' }] },
      400,
      'input_invalid',
      /workflow_id: must not hold half characters/,
    ],
    [{ ssh_connection: '123456', steps: [{ action: 'test_ssh', label: 'T' }] }, 400, 'input_invalid', /VAST_API_KEY/],
  ])('refuses %j before anything runs', async (body, status, code, message) => {
    const answer = await stack.post('/workflow/start', body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, code });
    expect(answer.body['message']).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(JSON.stringify(answer.body)).not.toContain('secret@');
  });

  it('names the step and the field of a refused parameter', async () => {
    const { body } = await stack.post(
      '/workflow/start',
      run(command('true'), { action: 'set_ui_home', label: 'U', ui_home: '../x' }),
    );
    expect(body).toMatchObject({ step: 2, field: 'ui_home' });
  });

  it('answers 400 for what is not JSON, and takes a body without content type as empty', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${stack.url}/workflow/start`, { method: 'POST', headers, body: '{"oops' });
    const broken = await post({ 'content-type': 'application/json' });
    expect([broken.status, await broken.json()]).toMatchObject([400, { success: false, code: 'body_not_json' }]);
    const untyped = await post({ 'content-type': 'text/plain' });
    expect([untyped.status, await untyped.json()]).toMatchObject([
      400,
      { message: 'SSH connection string is required' },
    ]);
  });

  it('refuses a second run on the same box, however it is written, with the id of the running one', async () => {
    await stack.trust(other);
    const id = await stack.start(run(command('sleep 20')));
    const again = await stack.post('/workflow/start', {
      ...run(command('true')),
      ssh_connection: `${box.user}@${box.host}:${box.port}`,
    });
    expect(again).toMatchObject({
      status: 409,
      body: { success: false, message: 'Workflow is already running', code: 'run_active', workflow_id: id },
    });
    const same = await stack.post('/workflow/start', { ...run(command('true')), workflow_id: id });
    expect(same).toMatchObject({ status: 409, body: { code: 'run_active' } });
    const beside = await stack.start({ ...run(command('true')), ssh_connection: other.connection });
    expect((await stack.ended(beside)).status).toBe('completed');
    await stack.post('/workflow/stop', { workflow_id: id });
    await stack.ended(id);
  });

  it('can start the next run as soon as the end of the last one was read', async () => {
    for (let round = 0; round < 3; round += 1) {
      const id = await stack.start(run(command('true')));
      await stack.ended(id);
    }
  });
});

describe('GET /workflow/state', () => {
  it('shows a failure with its step, its words and the last lines of the log', async () => {
    const id = await stack.start(
      run(command('true'), command('echo about to fail; echo bad >&2; exit 7'), command('true')),
    );
    const state = await stack.ended(id);
    expect(state).toMatchObject({ status: 'failed', outcome: 'failed', current_step: 1 });
    expect(state.error_message).toMatch(/^Step 2 \(run_command\) failed: .*exit code 7/);
    expect(state.failure?.log_tail).toEqual(['about to fail', 'bad']);
    expect(state.steps.map(({ status }) => status)).toEqual(['completed', 'failed', 'pending']);
    expect(state.steps[1]?.error).toContain('exit code 7');
    expect(state.progress_percent).toBeLessThan(100);
  });

  it('hands the caller’s own keys and labels back unchanged', async () => {
    const id = await stack.start(run(command('true', { label: '🔧 Test', my_key: { deep: [1] } })));
    expect((await stack.ended(id)).steps[0]).toMatchObject({
      label: '🔧 Test',
      my_key: { deep: [1] },
      status: 'completed',
    });
  });

  it('is the most recently started run without an id, and 404 for an id that nobody knows', async () => {
    const id = await stack.start(run(command('true')));
    await stack.ended(id);
    expect((await stack.get('/workflow/state')).body.state?.workflow_id).toBe(id);
    expect(await stack.get('/workflow/state?workflow_id=nobody')).toMatchObject({
      status: 404,
      body: { message: 'Workflow nobody not found', code: 'run_not_found' },
    });
  });

  it('answers 304 to who has it already', async () => {
    const first = await fetch(`${stack.url}/workflow/state`);
    const etag = first.headers.get('etag') ?? '';
    await first.text();
    const second = await fetch(`${stack.url}/workflow/state`, { headers: { 'if-none-match': etag } });
    expect(second.status).toBe(304);
  });

  it('sums up a run that is active and one that has ended', async () => {
    const id = await stack.start(run(command('true'), command('sleep 20')));
    await stack.until(id, ({ current_step }) => current_step === 1);
    const { body } = await stack.get(`/workflow/state/summary?workflow_id=${id}`);
    expect(body).toMatchObject({
      has_workflow: true,
      summary: { active: true, is_running: true, status: 'running', current_step: 1, total_steps: 2 },
    });
    await stack.post('/workflow/stop', { workflow_id: id });
    await stack.ended(id);
    const { body: after } = await stack.get(`/workflow/state/summary?workflow_id=${id}`);
    expect(after).toMatchObject({ summary: { active: false, is_running: false, status: 'cancelled' } });
  });
});

describe('POST /workflow/stop', () => {
  it('ends the step’s processes on the box and says cancelled only then', async () => {
    const id = await stack.start(
      run(command(`trap '' TERM; while :; do sleep 0.05; date +%s.%N > ${box.home}/alive; done`), command('true')),
    );
    await vi.waitFor(() => readFileSync(`${box.home}/alive`), { timeout: 10_000 });
    expect(await stack.post('/workflow/stop', { workflow_id: id })).toEqual({
      status: 200,
      body: { success: true, message: 'Workflow stop requested' },
    });
    const cancelling = await stack.until(id, ({ phase }) => phase !== 'running');
    expect(cancelling.phase).toBe('cancelling');
    const state = await stack.ended(id);
    const last = readFileSync(`${box.home}/alive`, 'utf8');
    expect(state).toMatchObject({
      status: 'cancelled',
      outcome: 'cancelled',
      steps: [{ status: 'failed', phase: 'cancelled' }, { status: 'pending' }],
    });
    const later = await stack.start(run(command('sleep 0.3')));
    await stack.ended(later);
    expect(readFileSync(`${box.home}/alive`, 'utf8')).toBe(last);
  });

  it('refuses what is not there, what has ended and what has no id', async () => {
    expect(await stack.post('/workflow/stop', {})).toMatchObject({
      status: 400,
      body: { message: 'Workflow ID is required' },
    });
    expect(await stack.post('/workflow/stop', { workflow_id: 'nobody' })).toMatchObject({
      status: 404,
      body: { message: 'Workflow not found or already stopped' },
    });
    const id = await stack.start(run(command('true')));
    await stack.ended(id);
    expect(await stack.post('/workflow/stop', { workflow_id: id })).toMatchObject({
      status: 409,
      body: { code: 'run_ended' },
    });
  });
});

describe('POST /workflow/clear', () => {
  it('hides an ended run from the view without id, keeps it by id, and is refused while a run is active', async () => {
    const id = await stack.start(run(command('sleep 20')));
    expect(await stack.post('/workflow/clear', {})).toMatchObject({ status: 409, body: { code: 'run_active' } });
    await stack.post('/workflow/stop', { workflow_id: id });
    await stack.ended(id);
    await stack.post('/workflow/clear', {});
    expect((await stack.get('/workflow/state')).body.state?.workflow_id).not.toBe(id);
    expect((await stack.get(`/workflow/state?workflow_id=${id}`)).body.state?.workflow_id).toBe(id);
  });
});
