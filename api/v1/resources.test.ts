// What stands beside the runs in /api/v1: boxes, host keys, actions, templates, settings, health.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { steps } from '../../steps/index.ts';
import { command } from '../../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

const run = (text: string): JsonObject => ({ ssh_connection: box.connection, step_delay: 0, steps: [command(text)] });
const items = async (at: string): Promise<JsonObject[]> => (await stack.get(at)).body['items'] as JsonObject[];

async function patch(body: object) {
  const response = await fetch(`${stack.url}/api/v1/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as JsonObject };
}

describe('/api/v1/instances', () => {
  it('gives each box once, with its newest run and the one that is at work on it', async () => {
    await stack.ended(await stack.start(run('true')));
    const id = await stack.start(run('while ! [ -e ~/go ]; do sleep 0.05; done'));
    const found = (await items('/api/v1/instances')).filter(({ port }) => port === box.port);
    expect(found).toMatchObject([{ runs: 2, active_run: id, practice: false, last_run: { workflow_id: id } }]);
    const key = String(found[0]?.['key']);
    expect((await stack.get(`/api/v1/instances/${encodeURIComponent(key)}`)).body).toMatchObject({
      held_by: { run: id, ours: true, at_work: null },
    });
    writeFileSync(path.join(box.home, 'go'), '');
    await stack.ended(id);
    expect((await stack.get(`/api/v1/instances/${encodeURIComponent(key)}`)).body).toMatchObject({
      key,
      active_run: null,
      last_run: { outcome: 'done' },
      ...{ last_reach: { state: 'answered' }, held_by: null, price: null },
    });
    expect(await stack.get('/api/v1/instances/nobody')).toMatchObject({
      status: 404,
      body: { code: 'instance_not_found' },
    });
  });
});

describe('/api/v1/host-keys', () => {
  it('tells what is trusted, what was shown, and who decided', async () => {
    const strange = await startSshdBox({ identityFile: box.identityFile });
    const { connection, hostKey, port } = strange;
    const at = `/api/v1/host-keys/${strange.host}/${port}`;
    expect(await stack.get(at)).toMatchObject({ status: 404, body: { code: 'host_key_not_found' } });
    await stack.post('/ssh/verify-host', { ssh_connection: connection });
    expect((await stack.get(at)).body).toMatchObject({ known: [], offered: { fingerprint: hostKey.fingerprint } });
    await stack.post('/ssh/verify-host', { ssh_connection: connection, accept: true });
    expect((await stack.get(at)).body).toMatchObject({
      known: [{ fingerprint: hostKey.fingerprint, key_type: 'ssh-ed25519' }],
      decisions: [{ decision: 'accepted', decided_by: expect.stringMatching(/^local, /) as string }],
    });
    expect((await items('/api/v1/host-keys')).map((one) => one['port'])).toEqual(expect.arrayContaining([port]));
    await strange.stop();
  });
});

describe('/api/v1/actions', () => {
  it('gives every action with a schema that a form can be made of', async () => {
    const actions = await items('/api/v1/actions');
    expect(actions.map(({ action }) => action)).toEqual(Object.keys(steps));
    const home = actions.find(({ action }) => action === 'set_ui_home');
    expect(home).toMatchObject({ changes_nothing: false, has_probe: true, undo: expect.any(String) as string });
    expect(actions.find(({ action }) => action === 'test_ssh')).toMatchObject({ changes_nothing: true, undo: null });
    const { parameters } = home ?? {};
    expect(parameters).toMatchObject({ type: 'object', properties: { ui_home: { type: 'string' } } });
    expect(await stack.get('/api/v1/actions/none')).toMatchObject({ status: 404, body: { code: 'action_not_found' } });
  });
});

describe('/api/v1/templates', () => {
  it('lists them, a broken file with its mistake, and gives each whole', async () => {
    writeFileSync(
      path.join(stack.home, 'templates', 'broken.yaml'),
      'id: broken\nname: B\nnom: x\nsteps: [{ action: test_ssh, label: T }]\n',
    );
    const templates = await items('/api/v1/templates');
    expect(templates.find(({ id }) => id === 'comfyui')).toMatchObject({ error: null, practice: false });
    expect(templates.find(({ id }) => id === 'broken')).toMatchObject({
      error: expect.stringContaining('nom') as string,
    });
    expect((await stack.get('/api/v1/templates/comfyui')).body).toMatchObject({
      id: 'comfyui',
      steps: expect.any(Array) as [],
    });
    expect(await stack.get('/api/v1/templates/broken')).toMatchObject({ status: 400 });
    expect(await stack.get('/api/v1/templates/none')).toMatchObject({
      status: 404,
      body: { code: 'template_not_found' },
    });
  });
});

describe('/api/v1/settings', () => {
  it('changes the named values of config.yaml and nothing else', async () => {
    const file = path.join(stack.home, 'config.yaml');
    writeFileSync(file, '# mine\nworkflow_step_delay: 3 # short\nlimits:\n  kill_grace_s: 9\n');
    expect((await stack.get('/api/v1/settings')).body).toMatchObject({
      restart_needed: false,
      settings: { workflow_step_delay: 5 },
      file: { workflow_step_delay: 3, limits: { kill_grace_s: 9 } },
      file_problem: null,
    });
    const changed = await patch({ workflow_step_delay: 1, limits: { kill_grace_s: null, unreachable_s: 60 } });
    expect(changed).toMatchObject({
      status: 200,
      body: { restart_needed: true, settings: { workflow_step_delay: 1 } },
    });
    expect(readFileSync(file, 'utf8')).toBe('# mine\nworkflow_step_delay: 1 # short\nlimits:\n  unreachable_s: 60\n');
    expect((await stack.get('/api/v1/settings')).body).toMatchObject({
      restart_needed: true,
      settings: { workflow_step_delay: 5 },
      file: { workflow_step_delay: 1 },
    });
  });

  it('says where config.yaml cannot be read, and still what is in force', async () => {
    const file = path.join(stack.home, 'config.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, 'port: none\n');
    expect(await stack.get('/api/v1/settings')).toMatchObject({
      status: 200,
      body: {
        settings: { workflow_step_delay: 5 },
        file: null,
        file_problem: expect.stringContaining('line 1, column 7: port') as string,
      },
    });
    writeFileSync(file, before);
  });

  it('changes nothing where the result would not be valid', async () => {
    const file = path.join(stack.home, 'config.yaml');
    const before = readFileSync(file, 'utf8');
    expect(await patch({ port: 5001, colour: 'red' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('colour') as string },
    });
    expect(await patch({ limits: { kill_grace_s: 'long' } })).toMatchObject({
      status: 400,
      body: { facts: { field: 'limits.kill_grace_s' } },
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('takes a patch to a file that holds nothing, and one through a value that holds no names', async () => {
    const file = path.join(stack.home, 'config.yaml');
    writeFileSync(file, 'null\n');
    expect(await patch({ port: null })).toMatchObject({ status: 200 });
    expect(await patch({ limits: { kill_grace_s: 2 } })).toMatchObject({
      status: 200,
      body: { settings: { limits: { kill_grace_s: 2 } } },
    });
    expect(readFileSync(file, 'utf8')).toBe('limits:\n  kill_grace_s: 2\n');
    expect(await patch({ limits: { kill_grace_s: { 0: [] } } })).toMatchObject({
      status: 400,
      body: { facts: { field: 'limits.kill_grace_s' } },
    });
  });
});

it('/api/v1/health names what a start needs', async () => {
  expect((await stack.get('/api/v1/health')).body).toMatchObject({
    ready: true,
    checks: { store: { ok: true }, temporal: { ok: true }, worker: { ok: true } },
  });
});
