// Named secrets: written, never read back, and used by name from every door.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import type { RunState } from '../../contract/run-state.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { command } from '../../tests/support/facade-client.ts';
import { everythingBelow, type Stack, startStackWithBox } from '../../tests/support/stack.ts';

const VALUE = 'hf_n4med-s3cret/0815+x';
let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

async function send(method: string, at: string, body?: object) {
  const response = await fetch(`${stack.url}/api/v1/secrets${at}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, text, body: (text ? JSON.parse(text) : null) as JsonObject };
}
const put = (name: string, value: string) => send('PUT', `/${name}`, { value });
const run = (...steps: JsonObject[]): JsonObject => ({ ssh_connection: box.connection, step_delay: 0, steps });
const printed = (name: string) => readFile(path.join(box.home, name), 'utf8');
const logOf = async ({ execution_id }: RunState) => everythingBelow(path.join(stack.home, 'logs', execution_id));

describe('/api/v1/secrets', () => {
  it('takes a value and gives only names and times', async () => {
    expect(await put('b_second', VALUE)).toMatchObject({ status: 204, text: '' });
    expect((await put('a-first', `${VALUE}\nline 2`)).status).toBe(204);
    const { body, text } = await send('GET', '');
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    expect(body).toEqual({
      items: ['a-first', 'b_second'].map((name) => ({ name, created_at: time, updated_at: time })),
    });
    expect(text).not.toContain(VALUE);
    const created = (body['items'] as JsonObject[])[1]?.['created_at'];
    await put('b_second', 'another');
    const again = ((await send('GET', '')).body['items'] as JsonObject[])[1];
    expect(again?.['created_at']).toBe(created);
    expect(again?.['updated_at']).not.toBe(created);
    for (const name of ['a-first', 'b_second']) expect((await send('DELETE', `/${name}`)).status).toBe(204);
    expect(await send('DELETE', '/b_second')).toMatchObject({ status: 404, body: { code: 'secret_not_found' } });
    expect((await send('GET', '')).body).toEqual({ items: [] });
    expect((await send('GET', '/b_second')).status).toBe(405);
  });

  it('refuses names and values that are none, without a word of the value', async () => {
    for (const [name, value] of [
      ['1st', VALUE],
      ['a%2Fb', VALUE],
      ['x'.repeat(65), VALUE],
      ['ok', ''],
      ['ok', `${VALUE}\0`],
      ['ok', `${VALUE}${'ü'.repeat(9_000)}`],
    ] as const) {
      const { status, body, text } = await put(name, value);
      expect({ name, status, code: body['code'] }).toMatchObject({ status: 400, code: 'input_invalid' });
      expect(text).not.toContain(VALUE);
    }
    expect((await put('ok', 'x'.repeat(16 * 1024))).status).toBe(204);
    await send('DELETE', '/ok');
  });
});

describe('a step that names a secret', () => {
  const wanted = { secrets: { HF_TOKEN: 'hf' } };

  it('gets it as environment, its log shows it blanked, and it outlives the run', async () => {
    await put('hf', VALUE);
    const text =
      'printf %s "$HF_TOKEN" > ~/got; echo "it is $HF_TOKEN"; tr "\\0" "\\n" < /proc/$PPID/environ | grep -c HF_ || :';
    for (const from of ['/workflow/start', '/api/v1/runs']) {
      const { body } = await stack.post(from, run(command(text, wanted)));
      const state = await stack.ended(String(body['workflow_id']));
      expect(state).toMatchObject({ status: 'completed', steps: [{ secrets: { HF_TOKEN: 'hf' } }] });
      expect(await printed('got')).toBe(VALUE);
      // The wrapper beside the script does not have it.
      expect(await logOf(state)).toContain(`it is ${'*'.repeat(VALUE.length)}\n0\n`);
      expect(await everythingBelow(stack.home)).not.toContain(VALUE);
    }
    expect((await send('GET', '')).body['items']).toMatchObject([{ name: 'hf' }]);
  });

  it('keeps it blanked in a later step, too, which does not have it and prints what the first one left', async () => {
    await put('hf', VALUE);
    const steps = run(command('echo "key: $HF_TOKEN" > ~/left', wanted), command('cat ~/left'));
    const state = await stack.ended(await stack.start(steps));
    expect(await printed('left')).toBe(`key: ${VALUE}\n`);
    expect(await logOf(state)).toContain(`key: ${'*'.repeat(VALUE.length)}\n`);
  });

  it('is refused before anything runs when there is none of that name', async () => {
    const named = await stack.post(
      '/workflow/start',
      run(command('true'), command('true', { secrets: { T: 'none' } })),
    );
    expect(named).toMatchObject({
      status: 400,
      body: {
        code: 'input_invalid',
        message: expect.stringContaining('Step 2: secrets.T there is no secret none') as string,
      },
    });
    const key = { action: 'setup_civitdl', label: 'C', api_key: { secret: 'none' } };
    expect(await stack.post('/workflow/start', run(key))).toMatchObject({
      status: 400,
      body: { code: 'input_invalid' },
    });
    for (const secrets of [{ BRINGUP_JOB: 'hf' }, { 'A B': 'hf' }, { T: '../hf' }, { T: { secret: 'hf' } }, 'hf']) {
      const answer = await stack.post('/workflow/start', run(command('true', { secrets } as JsonObject)));
      expect({ secrets, status: answer.status }).toMatchObject({ status: 400 });
    }
  });

  it('can be run again and continued without sending it again', async () => {
    await put('hf', VALUE);
    const flag = path.join(box.home, 'may-go');
    const text = `[ -e ~/may-go ] || exit 3; printf %s "$HF_TOKEN" > ~/again`;
    const id = await stack.start(run(command(text, wanted)));
    expect((await stack.ended(id)).status).toBe('failed');
    await writeFile(flag, '');
    for (const verb of ['continue', 'run-again']) {
      const { status, body } = await stack.post(`/api/v1/runs/${id}/${verb}`, {});
      expect(status).toBe(201);
      const execution = String(body['execution_id']);
      const next = String(body['workflow_id']);
      const state = await stack.until(next, (one) => one.execution_id === execution && one.phase === 'ended');
      expect(state.status).toBe('completed');
      expect(await printed('again')).toBe(VALUE);
    }
  });

  it('in a template, and in a call of one step', async () => {
    const folder = path.join(stack.home, 'templates');
    await mkdir(folder, { recursive: true });
    const yaml = `id: mine\nname: Mine\nsteps:\n  - action: run_command\n    label: Use it\n    command: printf %s "$TOKEN" > ~/of-template\n    secrets: { TOKEN: hf }\n`;
    await writeFile(path.join(folder, 'mine.yaml'), yaml);
    const answer = await stack.post('/templates/mine/execute-step', {
      ssh_connection: box.connection,
      step_name: 'Use it',
    });
    expect(answer.status).toBe(200);
    expect(await printed('of-template')).toBe(VALUE);
    const none = await stack.post('/ssh/setup-civitdl', {
      ssh_connection: box.connection,
      api_key: { secret: 'none' },
    });
    expect(none).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
  });

  it('takes the secret civitdl by itself where nobody sent a key, and a named one as api_key', async () => {
    const { validateRun } = await import('../validate-run.ts');
    const { createSecrets } = await import('../../adapters/secrets/secrets.ts');
    const { loadSettings } = await import('../../adapters/settings/settings.ts');
    const secrets = createSecrets(stack.home);
    const check = async (step: JsonObject, env: Record<string, string> = {}) => {
      const settings = await loadSettings({ HOME: stack.home, BRINGUP_HOME: stack.home, ...env });
      const valid = await validateRun({ settings, vast: null, secrets }, run({ action: 'setup_civitdl', ...step }));
      return { ...valid.definition.steps[0], values: valid.secrets };
    };
    const [own, civitdl] = [expect.stringMatching(/^run\//) as string, 'named/civitdl'];
    expect(await check({})).toMatchObject({ secrets: [], values: [] });
    await put('civitdl', 'the-key-of-all');
    expect(await check({})).toMatchObject({ secrets: [{ name: 'CIVITDL_API_KEY', ref: civitdl }], values: [] });
    expect(await check({}, { CIVITDL_API_KEY: 'k' })).toMatchObject({
      secrets: [{ ref: own }],
      values: [{ value: 'k' }],
    });
    expect(await check({ api_key: 'sent' })).toMatchObject({ given: {}, secrets: [{ ref: own }] });
    expect(await check({ api_key: { secret: 'hf' } })).toMatchObject({
      given: { api_key: { secret: 'hf' } },
      secrets: [{ name: 'CIVITDL_API_KEY', ref: 'named/hf' }],
      values: [],
    });
    await put('two-lines', 'a\nb');
    await expect(check({ api_key: { secret: 'two-lines' } })).rejects.toThrow('must be one word here');
    const { body } = await stack.get('/api/v1/actions/run_command');
    expect(body).toMatchObject({ takes_secrets: true, parameters: { properties: { secrets: { type: 'object' } } } });
  });
});
