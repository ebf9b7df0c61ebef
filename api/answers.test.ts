// What the façade answers, yes or no, is what its document says: nothing missing, nothing more.
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../contract/json.ts';
import { refusalSchema } from '../contract/refusal.ts';
import { nodeRepository } from '../lab/node-repositories.ts';
import type { SshdBox } from '../lab/sshd-box.ts';
import { putComfyui } from '../tests/support/comfyui-box.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';
import type { ApiDependencies } from './dependencies.ts';
import { allRoutes } from './routes/index.ts';

const routes = allRoutes({ settings: {} } as ApiDependencies);
let box: SshdBox;
let stack: Stack;
let uiHome: string;
let repositories: string;

beforeAll(async () => {
  const started = await startStackWithBox({ trusted: false, env: { CIVITDL_API_KEY: '' } });
  ({ stack, box } = started);
  return started.stop;
});
beforeAll(async () => {
  uiHome = path.join(box.home, 'ComfyUI');
  repositories = await putComfyui(box, uiHome, ['n01-plain']);
});

/** Asks, and gives the body of an answer that is as documented. */
async function documented(status: number, at: string, body?: JsonObject, of = at.replace(/\?.*/, '')) {
  const answer = await (body ? stack.post(at, body) : stack.get(at));
  expect(answer, at).toMatchObject({ status });
  const route = routes.find((one) => one.path === of && one.method === (body ? 'post' : 'get'));
  const schema = route?.answers[status]?.schema ?? refusalSchema;
  // What a schema does not know it leaves out.
  expect(schema.parse(answer.body), at).toEqual(answer.body);
  return answer.body;
}

const onBox = (more: JsonObject = {}): JsonObject => ({ ssh_connection: box.connection, ...more });
const run = (...steps: JsonObject[]): JsonObject => onBox({ step_delay: 0, steps });

it('while nothing is known, and of a host key', async () => {
  await documented(200, '/workflow/state');
  await documented(200, '/workflow/state/summary');
  await documented(404, '/sync/latest');
  await documented(200, '/ssh/install-custom-nodes/progress', onBox());
  await documented(409, '/ssh/test', onBox());
  await documented(409, '/ssh/host-keys/resolve', { host: box.host, port: box.port });
  await documented(200, '/ssh/verify-host', onBox());
  await documented(200, '/ssh/verify-host', onBox({ accept: true }));
  await documented(200, '/ssh/verify-host', onBox({ accept: true }));
  await documented(200, '/ssh/host-keys/check', { ssh_output: 'Connection refused' });
  await documented(200, '/ssh/host-keys/resolve', { host: box.host, port: box.port });
});

it('of a run', async () => {
  const { workflow_id } = await documented(200, '/workflow/start', run(command('sleep 60', { timeout_s: 90 })));
  const id = String(workflow_id);
  await stack.until(id, ({ steps }) => steps[0]?.phase === 'running');
  await documented(200, `/workflow/state?workflow_id=${id}`);
  await documented(200, '/workflow/state/summary');
  await documented(200, '/workflow/extend', { workflow_id: id, seconds: 60 });
  await documented(409, '/workflow/resume', { workflow_id: id });
  await documented(200, '/workflow/stop', { workflow_id: id });
  await stack.ended(id);
  await documented(200, '/workflow/state');
  await documented(200, '/workflow/clear', {});
  await documented(400, '/workflow/start', run({ action: 'set_ui_home', ui_home: 7 }));
});

it('of single steps', async () => {
  await documented(200, '/ssh/test', onBox());
  await documented(200, '/ssh/set-ui-home', onBox({ ui_home: uiHome }));
  await documented(200, '/ssh/get-ui-home', onBox());
  await documented(422, '/ssh/set-ui-home', onBox({ ui_home: '/not/there' }));
  await documented(422, '/ssh/test-civitdl', onBox());
  const nodes = [{ name: 'n01-plain', url: nodeRepository(repositories, 'n01-plain').url }];
  await documented(200, '/ssh/install-custom-nodes', onBox({ ui_home: uiHome, python: '/usr/bin/python3', nodes }));
  await documented(200, '/ssh/install-custom-nodes/progress', onBox());
  await documented(200, '/ssh/verify-dependencies', onBox({ ui_home: uiHome, python: '/usr/bin/python3' }));
  await documented(200, '/ssh/reboot-instance', onBox({ command: box.rebootCommand }));
  await documented(400, '/ssh/reboot-instance', { command: 'reboot' });
}, 120_000);

it('of a sync, of templates and of the server itself', async () => {
  const { sync_id } = await documented(200, '/sync/vastai-connection', onBox({ ui_home: uiHome }));
  await documented(200, `/sync/progress/${String(sync_id)}`, undefined, '/sync/progress/{id}');
  await documented(200, '/sync/latest');
  await documented(200, '/sync/active');
  await documented(200, '/templates');
  await documented(200, '/templates/comfyui', undefined, '/templates/{id}');
  const step = onBox({ step_name: 'Test the login' });
  await documented(200, '/templates/comfyui/execute-step', step, '/templates/{id}/execute-step');
  await documented(200, '/config/workflow');
  await documented(200, '/healthz');
  await documented(200, '/readyz');
  await documented(200, '/openapi.json');
  await documented(200, '/ssh/host-keys/remove', { host: box.host, port: box.port });
}, 60_000);
