// The main job: all nine steps on a real sshd box, through the product as it is started by `npm start`. Nodes come from local git
// repositories, packages from PyPI through pip.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import type { RunState, StepState } from '../../contract/run-state.ts';
import { MEDIA } from '../../lab/comfyui-tree.ts';
import { type GitServer, startGitServer } from '../../lab/git-server.ts';
import { makeNodeRepositories, type NodeKind, nodeRepository } from '../../lab/node-repositories.ts';
import { startVastStandIn, type VastStandIn } from '../../lab/vast-stand-in.ts';
import { type ComfyuiBox, startComfyuiBox, step } from '../support/comfyui-box.ts';
import { everythingBelow } from '../support/everything-below.ts';
import { type LoopbackServer, startLoopbackServer } from '../support/loopback-server.ts';
import { createProduct, type Product } from '../support/product.ts';

const API_KEY = `key-${randomBytes(16).toString('hex')}`;
const VAST_KEY = `vast-${randomBytes(16).toString('hex')}`;
const INSTANCE = 4711;
const NODES: NodeKind[] = ['n01-plain', 'n02-humanize', 'n03-tabulate', 'n04-colorama', 'n05-inflection', 'installpy'];
/** These come over HTTP, the others by file:// URL. */
const OVER_HTTP: NodeKind[] = ['n02-humanize', 'n03-tabulate'];
const PACKAGES = ['humanize', 'tabulate', 'colorama', 'inflection'];

let product: Product;
let box: ComfyuiBox;
let git: GitServer;
let vast: VastStandIn;
let civitai: LoopbackServer;
let first: RunState;
const asked: (string | undefined)[] = [];
const nodeUrl = (name: NodeKind) =>
  OVER_HTTP.includes(name) ? git.url(name) : nodeRepository(box.repositories, name).url;

beforeAll(async () => {
  const restart = () => box.restart();
  const instance = {
    host: '127.0.0.1',
    get port() {
      return box.port;
    },
    restart,
  };
  vast = await startVastStandIn({ instances: [{ id: INSTANCE, box: instance }], key: VAST_KEY });
  civitai = await startLoopbackServer((request, response) => {
    asked.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json').end('{"username":"story"}');
  });
  product = await createProduct({ VAST_URL: vast.url, VAST_API_KEY: VAST_KEY });
  box = await startComfyuiBox(product);
  git = await startGitServer({ root: box.repositories });
  await Promise.all([makeNodeRepositories(box.repositories, NODES), product.up()]);
});
afterAll(async () => {
  await git?.stop();
  await civitai?.stop();
  await vast?.stop();
  await box?.stop();
  await product?.remove();
});

const nineSteps = (): JsonObject[] => {
  const application = { ui_home: box.uiHome, python: box.python };
  const nodes = NODES.map((name) => ({ name, url: nodeUrl(name) }));
  return [
    step('test_ssh', 'Look at the box'),
    step('set_ui_home', 'Set UI_HOME', { ui_home: box.uiHome }),
    step('get_ui_home', 'Read UI_HOME back'),
    step('setup_civitdl', 'Set up civitdl', { api_key: API_KEY }),
    step('test_civitdl', 'Test civitdl', { civitai_url: civitai.url }),
    step('sync_instance', 'Bring the pictures home', { ui_home: box.uiHome }),
    step('install_custom_nodes', 'Install nodes', { ...application, nodes }),
    step('verify_dependencies', 'Verify dependencies', application),
    step('reboot_instance', 'Reboot', { command: box.rebootCommand }),
  ];
};
const stepOf = (state: RunState, action: string): StepState => {
  const found = state.steps.find((one) => one.action === action);
  if (!found) throw new Error(`no step ${action}`);
  return found;
};
const head = async (name: NodeKind) =>
  (await box.sh(`git -C '${box.uiHome}/custom_nodes/${name}' rev-parse HEAD`)).stdout.trim();
/** When the files of the nodes were last touched. */
const touched = () =>
  box.sh(`cd '${box.uiHome}/custom_nodes' && find . -type f -not -path '*/__pycache__/*' -printf '%p %T@\\n' | sort`);

/** When the files of a node were last touched. */
const touchedOf = async (name: NodeKind) =>
  (
    await box.sh(
      `cd '${box.uiHome}/custom_nodes/${name}' && find . -type f -not -path '*/__pycache__/*' -printf '%p %T@\n' | sort`,
    )
  ).stdout;

it('runs all nine steps on a real box to the end, with the API key never in sight', async () => {
  const bootMark = box.bootMark;
  const id = await product.start({ ...box.request(...nineSteps()), workflow_id: 'first set-up' });
  const looking = { on: true };
  const keySeen = keyInSight(looking);
  const seen: number[] = [];
  const noted = (state: RunState) => {
    if (seen.at(-1) !== state.progress_percent) seen.push(state.progress_percent);
    return state.phase === 'ended';
  };
  try {
    first = await product.until(id, noted, 150_000);
  } finally {
    looking.on = false;
  }
  expect(first.error_message).toBeUndefined();
  expect(first).toMatchObject({ status: 'completed', outcome: 'done', progress_percent: 100, current_step: 8 });
  expect(first.steps.map(({ action, status, phase }) => [action, status, phase])).toEqual(
    nineSteps().map(({ action }) => [action, 'completed', 'done']),
  );
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.filter((percent) => percent === 100)).toHaveLength(1);
  expect(box.bootMark).not.toBe(bootMark);
  expect(await keySeen).toEqual({ looks: expect.any(Number), arguments: 0, files: 0 });
});

it('makes UI_HOME known to login shells, and reads it back as they see it', async () => {
  expect(stepOf(first, 'get_ui_home').result).toBe(box.uiHome);
  expect((await box.sh(`bash -lc 'echo "$UI_HOME"'`)).stdout).toBe(`${box.uiHome}\n`);
});

it('has the nodes on the box, a task row for each, and their packages importable', async () => {
  const { tasks, progress } = stepOf(first, 'install_custom_nodes');
  expect(tasks.map(({ name, status }) => [name, status])).toEqual(NODES.map((name) => [name, 'success']));
  expect(progress).toMatchObject({ done: NODES.length, total: NODES.length, unit: 'nodes' });
  const modules = PACKAGES.join(', ');
  const imported = await box.sh(`'${box.python}' -c 'import ${modules}; print(humanize.__file__)'`);
  expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining(`${box.home}/venv/`) });
  const loaded = await box.sh(`cd '${box.uiHome}' && '${box.python}' main.py --cpu --quick-test-for-ci 2>&1`);
  expect(loaded.code).toBe(0);
  expect(loaded.stdout).not.toContain('IMPORT FAILED');
  for (const name of NODES) expect(loaded.stdout).toContain(`/custom_nodes/${name}`);
});

it('keeps what git and uv wrote as the log of the step', () => {
  const file = path.join(product.home, 'logs', first.execution_id, '07-install_custom_nodes-1.log');
  const log = readFileSync(file, 'utf8');
  for (const name of NODES) expect(log).toContain(`[${name}] Cloning into`);
  expect(log).toMatch(/^ \+ humanize==\d/m);
  expect(stepOf(first, 'install_custom_nodes').log_bytes).toBe(statSync(file).size);
});

it('has the media here, byte for byte, blank and umlaut in the names', async () => {
  const { folder, files } = stepOf(first, 'sync_instance').result as { folder: string; files: number };
  expect(folder.startsWith(path.join(product.home, 'sync'))).toBe(true);
  expect(files).toBe(MEDIA.length);
  const log = readFileSync(path.join(product.home, 'logs', first.execution_id, '06-sync_instance-1.log'), 'utf8');
  for (const name of MEDIA) expect(log).toContain(`output/${name}\n`);
  const { tasks, progress } = stepOf(first, 'sync_instance');
  expect(tasks.map(({ status }) => status)).toEqual(Array(5).fill('success'));
  expect(progress).toMatchObject({ done: progress?.total, unit: 'bytes' });
  for (const name of MEDIA) {
    const here = readFileSync(path.join(folder, 'output', name));
    expect(here.equals(readFileSync(path.join(box.uiHome, 'output', name))), name).toBe(true);
  }
});

it('stores the API key where civitdl looks for it, and nowhere else', async () => {
  const config = path.join(box.home, '.config', 'civitdl', 'config.json');
  expect(readFileSync(config, 'utf8')).toContain(API_KEY);
  expect(statSync(config).mode & 0o777).toBe(0o600);
  expect(asked).toEqual([`Bearer ${API_KEY}`]);
  // Data folder with Temporal's and our own database, snapshots, logs of steps and of processes; then the box's job folders.
  expect(await everythingBelow(product.home)).not.toContain(API_KEY);
  expect(await everythingBelow(path.join(box.home, '.bringup', 'jobs'))).not.toContain(API_KEY);
  expect(JSON.stringify((await product.get('/workflow/state?workflow_id=first%20set-up')).body)).not.toContain(API_KEY);
});

it('leaves everything alone the second time, and is quick about it', async () => {
  const before = { files: (await touched()).stdout, heads: await Promise.all(NODES.map(head)) };
  const steps = nineSteps().filter(({ action }) => action !== 'reboot_instance');
  const state = await product.ended(await product.start(box.request(...steps)), 60_000);
  expect(state).toMatchObject({ status: 'completed', outcome: 'done', progress_percent: 100 });
  expect(stepOf(state, 'install_custom_nodes')).toMatchObject({
    completion_note: `nothing to do: ${NODES.length} nodes already there`,
    result: { already_there: NODES.length, cloned: 0, failed: [] },
  });
  expect(stepOf(state, 'sync_instance').result).toMatchObject({ files: 0, files_on_box: MEDIA.length });
  expect({ files: (await touched()).stdout, heads: await Promise.all(NODES.map(head)) }).toEqual(before);
  expect(took(state)).toBeLessThan(took(first) / 2);
});

it('repairs exactly the node and the package that were taken away behind its back, when a run is continued', async () => {
  const all = nineSteps().filter(
    ({ action }) => !['reboot_instance', 'sync_instance', 'verify_dependencies'].includes(String(action)),
  );
  const failing = step('run_command', 'Last', { command: 'test -e ~/mended' });
  const id = await product.start(box.request(...all, failing));
  const failed = await product.ended(id, 60_000);
  expect(failed).toMatchObject({ outcome: 'failed', current_step: all.length });

  const [gone, ...kept] = NODES;
  await box.sh(
    `rm -rf '${box.uiHome}/custom_nodes/${gone}'; '${box.python}' -m pip uninstall -q -y humanize; touch ~/mended`,
  );
  const before = await Promise.all(kept.map((name) => touchedOf(name)));
  const { body } = await product.post(`/api/v1/runs/${id}/continue`, {});
  const final = await product.until(
    id,
    (state) => state.execution_id === body['execution_id'] && state.phase === 'ended',
  );
  expect(final.error_message).toBeUndefined();
  expect(final.outcome).toBe('done');
  const again = final.steps.filter(({ carried_from }) => carried_from === undefined).map(({ action }) => action);
  expect(again).toEqual(['install_custom_nodes', 'run_command']);
  const install = stepOf(final, 'install_custom_nodes');
  expect(install).toMatchObject({
    attempt: 1,
    probed: { holds: false, reason: expect.stringContaining(String(gone)) },
  });
  expect(install.result).toMatchObject({ cloned: 1, already_there: NODES.length - 1, failed: [] });
  expect(await Promise.all(kept.map((name) => touchedOf(name)))).toEqual(before);
  expect(
    await box.sh(`'${box.python}' -c 'import humanize'; test -d '${box.uiHome}/custom_nodes/${gone}'`),
  ).toMatchObject({
    code: 0,
  });
  const log = readFileSync(
    path.join(product.home, 'logs', final.execution_id, '06-install_custom_nodes-1.log'),
    'utf8',
  );
  expect(log.match(/^ [+-] \S+==/gm)).toEqual([expect.stringContaining('humanize==')]);
});

it('reboots through the provider when the run carries an instance id', async () => {
  const bootMark = box.bootMark;
  const id = await product.start({ ...box.request(step('reboot_instance', 'Reboot')), instance_id: INSTANCE });
  const state = await product.ended(id, 60_000);
  await vast.settled();
  expect(state).toMatchObject({ status: 'completed', outcome: 'done', instance_id: String(INSTANCE) });
  expect(state.steps[0]?.tasks.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
  expect(vast.requests.filter(({ line }) => line.startsWith('PUT'))).toEqual([
    {
      line: `PUT /api/v0/instances/reboot/${INSTANCE}/`,
      headers: expect.objectContaining({ authorization: `Bearer ${VAST_KEY}` }),
    },
  ]);
  expect(box.bootMark).not.toBe(bootMark);
  expect(await everythingBelow(product.home)).not.toContain(VAST_KEY);
});

const took = ({ start_time, end_time, steps }: RunState): number => {
  const reboot = steps.find(({ action }) => action === 'reboot_instance');
  const rebooting = reboot ? Date.parse(reboot.ended_at ?? '') - Date.parse(reboot.started_at ?? '') : 0;
  return Date.parse(end_time ?? '') - Date.parse(start_time) - rebooting;
};

/** Looks for the API key in every process's arguments (what `ps` shows) and in what the product has written, while `looking.on`. */
async function keyInSight(looking: { on: boolean }) {
  const seen = { looks: 0, arguments: 0, files: 0 };
  while (looking.on) {
    for (const pid of readdirSync('/proc'))
      if (/^\d+$/.test(pid) && argumentsOf(pid).includes(API_KEY)) seen.arguments += 1;
    if (seen.looks % 100 === 0) {
      // All but the practice box, which is large and has nothing to do with it.
      for (const folder of ['state', 'logs', 'secrets']) {
        if ((await everythingBelow(path.join(product.home, folder))).includes(API_KEY)) seen.files += 1;
      }
    }
    seen.looks += 1;
    await pause(5);
  }
  return seen;
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    // It has ended in between.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
