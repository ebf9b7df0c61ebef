// The single-step calls of the façade, each a run of one step on a real box, in the words that clients of the seed's line read.
import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../contract/json.ts';
import { MEDIA } from '../lab/comfyui-tree.ts';
import { nodeRepository } from '../lab/node-repositories.ts';
import type { SshdBox } from '../lab/sshd-box.ts';
import { createRepository } from '../steps/testing/git-repository.ts';
import { putComfyui } from '../tests/support/comfyui-box.ts';
import { command } from '../tests/support/facade-client.ts';
import { type LoopbackServer, startLoopbackServer } from '../tests/support/loopback-server.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;
let uiHome: string;
let repositories: string;
let civitai: LoopbackServer;

beforeAll(async () => {
  const started = await startStackWithBox({ trusted: false, env: { CIVITDL_API_KEY: '' } });
  ({ stack, box } = started);
  return started.stop;
});
beforeAll(async () => {
  uiHome = path.join(box.home, 'ComfyUI');
  repositories = await putComfyui(box, uiHome, ['n01-plain', 'n02-humanize']);
  civitai = await startLoopbackServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end('{"username":"me"}');
  });
  return civitai.stop;
});

/** A template of the person's own; JSON is YAML. */
const putTemplate = (id: string, steps: JsonObject[]) => {
  const folder = path.join(stack.home, 'templates');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${id}.yaml`), JSON.stringify({ id, name: id, steps }));
};
const call = (at: string, more: JsonObject = {}) => stack.post(at, { ssh_connection: box.connection, ...more });

describe('POST /ssh/test', () => {
  it('asks for the host key first, with its fingerprint, and leaves no run that holds the box', async () => {
    const answer = await call('/ssh/test');
    expect(answer).toMatchObject({
      status: 409,
      body: {
        success: false,
        message: 'Host key verification required',
        code: 'host_key_unknown',
        host_verification_needed: true,
        host: box.host,
        port: String(box.port),
      },
    });
    expect(answer.body['fingerprint']).toContain(box.hostKey.fingerprint);
    expect(await stack.ended(String(answer.body['workflow_id']))).toMatchObject({ status: 'cancelled' });
    expect(await call('/ssh/verify-host', { accept: true })).toMatchObject({ status: 200, body: { added: true } });
  });

  it('says that it works, and what the box is', async () => {
    const answer = await call('/ssh/test');
    expect(answer).toMatchObject({
      status: 200,
      body: { success: true, message: 'SSH connection successful', output: 'SSH connection successful\n' },
    });
    expect(answer.body['hostname']).toEqual(expect.any(String));
    expect(answer.body['uptime']).toEqual(expect.any(String));
  });

  it('is a run like any other: the latest, with its log, and one at a time on a box', async () => {
    const answer = await call('/ssh/test');
    const { body } = await stack.get('/workflow/state');
    expect(body.state).toMatchObject({ workflow_id: answer.body['workflow_id'], status: 'completed' });
    const id = await stack.start({ ssh_connection: box.connection, step_delay: 0, steps: [command('sleep 60')] });
    expect(await call('/ssh/test')).toMatchObject({
      status: 409,
      body: { code: 'run_active', message: 'Workflow is already running', workflow_id: id },
    });
    await stack.post('/workflow/stop', { workflow_id: id });
    await stack.ended(id);
  });

  it.each([
    [{ ssh_connection: '' }, 'SSH connection string is required'],
    [{ ssh_connection: 'a b c' }, /format|Expected/],
  ])('refuses %j', async (body, message) => {
    const answer = await stack.post('/ssh/test', body);
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });
});

describe('UI_HOME', () => {
  it('is not set at first, then set, then read back', async () => {
    expect(await call('/ssh/get-ui-home')).toMatchObject({
      status: 422,
      body: { success: false, message: 'Failed to get UI_HOME', code: 'step_failed' },
    });
    expect(await call('/ssh/set-ui-home', { ui_home: '/not/there' })).toMatchObject({
      status: 422,
      body: { message: 'Failed to set UI_HOME', code: 'path_not_found', error: expect.stringContaining('/not/there') },
    });
    expect(await call('/ssh/set-ui-home', { ui_home: `${uiHome}/` })).toMatchObject({
      status: 200,
      body: {
        message: 'UI_HOME set successfully',
        output: `UI_HOME=${uiHome}\nUI_HOME set to: ${uiHome}\n`,
      },
    });
    expect(await call('/ssh/get-ui-home')).toMatchObject({
      status: 200,
      body: { message: 'UI_HOME retrieved successfully', ui_home: uiHome },
    });
  });

  it('that a run has set must be what it reads afterwards', async () => {
    const other = path.join(box.home, 'other');
    const spoil = command(`echo 'export UI_HOME=${other}' >>~/.profile`);
    const id = await stack.start({
      ssh_connection: box.connection,
      step_delay: 0,
      steps: [{ action: 'set_ui_home', ui_home: uiHome }, spoil, { action: 'get_ui_home' }],
    });
    const { steps } = await stack.ended(id);
    expect(steps[2]?.failure).toMatchObject({ code: 'ui_home_mismatch' });
    expect(steps[2]?.failure?.message).toContain(`says UI_HOME=${other}, expected ${uiHome}`);
    expect((await call('/ssh/set-ui-home', { ui_home: uiHome })).status).toBe(200);
  });
});

it('POST /ssh/configure-links links the folders of models', async () => {
  expect(await call('/ssh/configure-links', { ui_home: uiHome })).toMatchObject({
    status: 200,
    body: { message: 'Model links configured successfully' },
  });
  expect(lstatSync(path.join(uiHome, 'models', 'loras')).isSymbolicLink()).toBe(true);
});

it('POST /ssh/install-browser-agent installs it, and says which part failed', async () => {
  const url = createRepository(path.join(box.home, 'agent.git'), {
    'setup.py':
      'from setuptools import setup; setup(name="browser-agent", version="1", py_modules=["browser_agent"])\n',
    'browser_agent.py': '',
  });
  const given = { url, browser: false, ui_home: uiHome };
  for (const kind of ['installed', 'unchanged']) {
    expect(await call('/ssh/install-browser-agent', given)).toMatchObject({
      status: 200,
      body: { success: true, message: 'BrowserAgent installed and verified successfully', kind },
    });
  }
  expect(await call('/ssh/install-browser-agent', { ...given, module: 'other' })).toMatchObject({
    status: 422,
    body: { success: false, message: 'BrowserAgent installation failed: import', code: 'browser_agent_broken' },
  });
}, 120_000);

it('civitdl is set up with a key that is never given back, and tested', async () => {
  const key = 'key-0123456789abcdef';
  const answer = await call('/ssh/setup-civitdl', { api_key: key });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      message: 'CivitDL installed and configured successfully',
      version: 'civitdl v2.2.0',
      api_key_configured: true,
    },
  });
  expect(JSON.stringify(answer)).not.toContain(key);
  expect(await call('/ssh/test-civitdl', { civitai_url: civitai.url })).toMatchObject({
    status: 200,
    body: {
      message: 'CivitDL tests passed',
      has_warning: false,
      tests: { cli: true, config: true, api: true },
      api_status: 200,
      api_note: null,
    },
  });
}, 120_000);

describe('custom nodes', () => {
  const nodes = () =>
    (['n01-plain', 'n02-humanize'] as const).map((name) => ({ name, url: nodeRepository(repositories, name).url }));

  it('have no progress before the first installation', async () => {
    expect(await call('/ssh/install-custom-nodes/progress')).toEqual({
      status: 200,
      body: { success: true, in_progress: false, message: 'No progress available' },
    });
    expect(await stack.post('/ssh/install-custom-nodes/progress', {})).toMatchObject({
      status: 400,
      body: { message: 'Missing ssh_connection parameter' },
    });
  });

  // Debian's own Python takes no packages, so the requirements of one of them fail.
  it('are installed in one call, counted, and their progress can be asked for', async () => {
    const wanted = [...nodes(), { name: 'gone', url: `file://${repositories}/not-there.git` }];
    const answer = await call('/ssh/install-custom-nodes', {
      ui_home: uiHome,
      python: '/usr/bin/python3',
      nodes: wanted,
    });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        success: false,
        message: 'Installation failed',
        code: 'nodes_failed',
        total_nodes: 3,
        successful_clones: 2,
        failed_clones: 1,
        failed_requirements: 1,
        failed_nodes: [{ name: 'n02-humanize' }, { name: 'gone' }],
      },
    });
    const { body } = await call('/ssh/install-custom-nodes/progress');
    expect(body['progress']).toMatchObject({
      in_progress: false,
      completed: true,
      success: false,
      status: 'failed',
      total_nodes: 3,
      processed: 3,
    });
    const named = await call('/ssh/install-custom-nodes/progress', { task_id: answer.body['task_id'] ?? '' });
    expect(named.body['progress']).toEqual(body['progress']);
  }, 120_000);

  it('take the nodes of a template where none are named', async () => {
    expect(await call('/ssh/install-custom-nodes', { ui_home: uiHome, template: 'no-such' })).toMatchObject({
      status: 404,
      body: { code: 'template_not_found' },
    });
  });
});

describe('/sync', () => {
  it('knows of no sync before the first', async () => {
    expect(await stack.get('/sync/latest')).toMatchObject({ status: 404, body: { message: 'No sync progress found' } });
    expect(await stack.get('/sync/progress/x')).toMatchObject({
      status: 404,
      body: { message: 'Sync progress not found' },
    });
    expect(await stack.get('/sync/active')).toEqual({ status: 200, body: { success: true, items: [] } });
  });

  it('brings the media home and counts it, and the progress is there afterwards', async () => {
    const answer = await call('/sync/vastai-connection', { ui_home: uiHome, cleanup: true });
    const id = String(answer.body['sync_id']);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        message: 'VastAI-Connection sync completed successfully',
        stats: { files_transferred: MEDIA.length },
        summary: { by_ext: { png: MEDIA.length - 1, mp4: 1 }, cleanup_enabled: false },
      },
    });
    const progress = { sync_id: id, status: 'completed', current_stage: 'complete', progress_percent: 100 };
    expect(await stack.get(`/sync/progress/${id}`)).toMatchObject({ status: 200, body: { progress } });
    expect(await stack.get('/sync/latest')).toMatchObject({ body: { sync: progress } });
  });

  it('says why it failed', async () => {
    expect(await call('/sync/vastai-connection', { ui_home: '/not/there' })).toMatchObject({
      status: 422,
      body: { success: false, message: 'VastAI-Connection sync failed', code: 'path_not_found' },
    });
  });
});

describe('/templates', () => {
  it('have the seed’s steps and buttons', async () => {
    const { body } = await stack.get('/templates/comfyui');
    const template = body['template'] as JsonObject;
    expect(template['setup_steps']).toContainEqual({
      name: 'Set up civitdl',
      type: 'civitdl_install',
      description: expect.stringContaining('civitdl'),
    });
    expect(template['ui_config']).toMatchObject({
      setup_buttons: expect.arrayContaining([
        { label: 'Test the login', action: 'test_ssh', style: 'primary', tooltip: expect.any(String) },
      ]),
    });
  });

  it('run one of their steps', async () => {
    expect(await call('/templates/comfyui/execute-step', { step_name: 'Test the login' })).toMatchObject({
      status: 200,
      body: { success: true },
    });
    expect(
      await call('/templates/comfyui/execute-step', { step_name: 'civitdl_install', version: 'no version' }),
    ).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
  });

  it('know their steps by the seed’s types and by older names of them', async () => {
    const repository = createRepository(path.join(box.home, 'tool.git'));
    putTemplate('older', [
      { action: 'git_clone', label: 'Clone', url: repository, destination: '~/tool' },
      { action: 'python_venv', label: 'Environment', path: '~/tool-venv' },
      { action: 'install_browser_agent', label: 'Agent', url: `${repository}-not`, destination: '~/no-agent' },
      { action: 'test_civitdl', label: 'Test', civitai_url: civitai.url },
      { action: 'reboot_instance', label: 'Again', command: 'true' },
    ]);
    const { body } = await stack.get('/templates/older');
    expect((body['template'] as { setup_steps: { type: string }[] }).setup_steps.map(({ type }) => type)).toEqual([
      'git_clone',
      'python_venv',
      'browser_agent_install',
      'test_civitdl',
      'reboot',
    ]);
    const execute = (step_name: string) => call('/templates/older/execute-step', { step_name });
    expect(await execute('git_clone')).toMatchObject({ status: 200, body: { success: true } });
    expect(await execute('setup_python_venv')).toMatchObject({ status: 200, body: { success: true } });
    expect(await execute('browser_agent_install')).toMatchObject({ status: 422, body: { code: 'download_not_found' } });
    expect(await execute('civitdl_test')).toMatchObject({ status: 200, body: { success: true } });
    expect(await execute('clone_auto_installer')).toMatchObject({ status: 404 });
  }, 120_000);

  it.each([
    ['comfyui', { step_name: 'dance' }, 404, 'Step "dance" not found in template'],
    ['no-such', { step_name: 'x' }, 404, 'Template "no-such" not found'],
    ['comfyui', {}, 400, 'Step name is required'],
  ])('refuse what is not there: %s %j', async (id, body, status, message) => {
    expect(await call(`/templates/${id}/execute-step`, body)).toMatchObject({ status, body: { message } });
  });
});

describe('POST /ssh/reboot-instance', () => {
  it('needs to know how', async () => {
    expect(await stack.post('/ssh/reboot-instance', {})).toMatchObject({
      status: 400,
      body: { message: 'Instance ID is required' },
    });
    expect(await stack.post('/ssh/reboot-instance', { instance_id: 7 })).toMatchObject({
      status: 400,
      body: { message: 'VastAI API key not found' },
    });
  });

  it('answers when the box is back', async () => {
    const before = box.bootMark;
    expect(await call('/ssh/reboot-instance', { command: box.rebootCommand })).toMatchObject({
      status: 200,
      body: { success: true, note: expect.stringContaining('new boot mark') },
    });
    expect(box.bootMark).not.toBe(before);
  });
});

it('goes on when the caller goes away', async () => {
  const caller = new AbortController();
  const asked = fetch(`${stack.url}/ssh/install-custom-nodes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ssh_connection: box.connection, ui_home: uiHome, nodes: [] }),
    signal: caller.signal,
  }).catch(() => null);
  const before = (await stack.get('/workflow/state')).body.state?.workflow_id;
  let id = before;
  while (id === before) id = (await stack.get('/workflow/state')).body.state?.workflow_id;
  caller.abort();
  expect(await asked).toBeNull();
  expect(await stack.ended(String(id))).toMatchObject({ status: 'completed' });
});
