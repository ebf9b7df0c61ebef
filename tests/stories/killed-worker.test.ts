// Whatever dies in the middle of a step: the run completes, its log is whole, and nothing on the box ran twice.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { RunState } from '../../contract/run-state.ts';
import { createRepository } from '../../steps/testing/git-repository.ts';
import { type ComfyuiBox, startComfyuiBox, step } from '../support/comfyui-box.ts';
import { createProduct, type Product } from '../support/product.ts';

// Says when it begins, prints while it runs, and ends when it is told to.
const INSTALL_PY = `import os, sys, time
home = os.environ["HOME"]
with open(os.path.join(home, "begun"), "a") as begun:
    begun.write("install.py of " + os.path.basename(os.getcwd()) + "\\n")
line = 0
while not os.path.exists(os.path.join(home, "go-on")):
    line += 1
    print("line", line, "of a long installation", flush=True)
    time.sleep(0.02)
print("installed after", line, "lines", flush=True)
`;

let product: Product;
let box: ComfyuiBox;
let round = 0;
const below = (...parts: string[]) => path.join(box.home, ...parts);

beforeAll(async () => {
  product = await createProduct();
  box = await startComfyuiBox(product);
  await product.up();
});
afterAll(async () => {
  await box?.stop();
  await product?.remove();
});
beforeEach(() => {
  round += 1;
});

const goOn = () => writeFileSync(below('go-on'), '');
const begun = () => (existsSync(below('begun')) ? readFileSync(below('begun'), 'utf8').trim().split('\n') : []);
/** Folders of the remote jobs of a run that install nodes. */
const jobs = () => readdirSync(below('.bringup', 'jobs')).map((name) => below('.bringup', 'jobs', name));
const boxLog = (): Buffer => {
  const logs = jobs().map((folder) => readFileSync(path.join(folder, 'log')));
  const found = logs.filter((log) => log.includes(`[slow-${round}]`));
  expect(found).toHaveLength(1);
  return found[0] ?? Buffer.alloc(0);
};
const storedLog = ({ execution_id }: RunState) =>
  readFileSync(path.join(product.home, 'logs', execution_id, '02-install_custom_nodes-1.log'));

/** Starts a run and waits until its node's install.py is under way, with some of its log here. */
async function inMidInstallation(): Promise<string> {
  const name = `slow-${round}`;
  for (const marker of ['go-on', 'begun']) rmSync(below(marker), { force: true });
  createRepository(path.join(box.repositories, name), {
    '__init__.py': 'NODE_CLASS_MAPPINGS = {}\n',
    'install.py': INSTALL_PY,
  });
  const nodes = [{ name, url: path.join(box.repositories, name) }];
  const counted = `echo ran >> "$HOME/after-${round}"`;
  const id = await product.start({
    ...box.request(
      step('run_command', 'First', { command: `echo ran >> "$HOME/before-${round}"` }),
      step('install_custom_nodes', 'Install', { ui_home: box.uiHome, python: box.python, nodes }),
      step('run_command', 'Last', { command: counted }),
    ),
    workflow_id: `run ${round}`,
  });
  await product.until(id, ({ steps }) => (steps[1]?.log_bytes ?? 0) > 1000);
  return id;
}

/** Lets the step end and checks all that must hold, whatever has died meanwhile. */
async function completesOnce(id: string): Promise<RunState> {
  goOn();
  const state = await product.ended(id, 60_000);
  expect(state.error_message).toBeUndefined();
  expect(state).toMatchObject({ status: 'completed', outcome: 'done', progress_percent: 100 });
  expect(state.steps.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
  expect(begun()).toEqual([`install.py of slow-${round}`]);
  for (const marker of ['before', 'after']) expect(readFileSync(below(`${marker}-${round}`), 'utf8')).toBe('ran\n');
  expect(storedLog(state).equals(boxLog())).toBe(true);
  expect(storedLog(state).toString()).toMatch(/installed after (\d+) lines/);
  expect(await executionsOf(id)).toEqual([state.execution_id]);
  return state;
}

async function executionsOf(id: string): Promise<string[]> {
  const { port } = JSON.parse(readFileSync(path.join(product.home, 'temporal-ports.json'), 'utf8')) as { port: number };
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  try {
    const found: string[] = [];
    for await (const one of new Client({ connection }).workflow.list({ query: `WorkflowId = '${id}'` }))
      found.push(one.runId);
    return found;
  } finally {
    await connection.close();
  }
}

it('goes on with the step when the worker is killed in the middle of install_custom_nodes', async () => {
  const id = await inMidInstallation();
  await product.kill('worker');
  const before = await product.until(id, ({ status }) => status === 'running');
  // The new worker has adopted the job once more of its log arrives.
  await product.until(id, ({ steps }) => (steps[1]?.log_bytes ?? 0) > (before.steps[1]?.log_bytes ?? 0), 40_000);
  await completesOnce(id);
});

it('serves the run’s state again after the API was killed', async () => {
  const id = await inMidInstallation();
  const before = await product.until(id, ({ status }) => status === 'running');
  await product.kill('api');
  const after = await product.until(id, ({ stale }) => !stale, 15_000);
  expect(after).toMatchObject({ status: 'running', execution_id: before.execution_id, current_step: 1 });
  expect(after.progress_percent).toBeGreaterThanOrEqual(before.progress_percent);
  await completesOnce(id);
});

it('goes on by `npm start` alone after everything was killed at once', async () => {
  const id = await inMidInstallation();
  await product.cutPower();
  const logAtCut = boxLog().length;
  await vi.waitFor(() => expect(boxLog().length).toBeGreaterThan(logAtCut));
  const again = await product.up({ by: 'npm', args: [] });
  expect(again.output()).not.toContain('Practice run');
  await completesOnce(id);
});

it('leaves the remote job alone on Ctrl-C, and goes on with it at the next start', async () => {
  const id = await inMidInstallation();
  await product.interrupt();
  const logAtEnd = boxLog().length;
  await vi.waitFor(() => expect(boxLog().length).toBeGreaterThan(logAtEnd));
  goOn();
  await vi.waitFor(() => expect(boxLog().toString()).toContain('installed after'));
  await product.up();
  await completesOnce(id);
});
