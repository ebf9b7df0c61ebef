import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeComfyuiTree } from './comfyui-tree.ts';
import { run, ssh } from './openssh.ts';
import { processesWith } from './processes.ts';
import type { LabBox } from './sshd.ts';
import { startSshdBox } from './sshd-box.ts';
import { startSupervisor } from './supervisor.ts';
import { startThickBox, thickBoxesAvailable } from './thick-box.ts';

const LIMIT = { timeout: 20_000 };
vi.setConfig({ testTimeout: 90_000 });
const boxes: LabBox[] = [];
afterEach(async () => {
  for (const box of boxes.splice(0)) await box.stop();
});
const pidOf = (status: { stdout: string }) => /^comfyui +RUNNING +pid (\d+),/.exec(status.stdout)?.[1];
const answers = async (url: string) => (await fetch(`${url}/api/system_stats`)).status;

test('runs the application on a thin box, restarts it when told to, and ends', async () => {
  const box = await startSshdBox();
  boxes.push(box);
  const uiHome = path.join(box.home, 'ComfyUI');
  await makeComfyuiTree(uiHome);
  const supervisor = await startSupervisor(box, { uiHome, python: 'python3', env: { COLOUR: '100% blue' } });
  await vi.waitFor(async () => expect(await answers(supervisor.url)).toBe(200), LIMIT);
  await vi.waitFor(async () => expect(pidOf(await supervisor.control('status'))).toBeDefined(), LIMIT);
  const before = pidOf(await supervisor.control('status'));

  // As a step says it: by name, found on the path.
  expect(await ssh(box, 'supervisorctl restart comfyui')).toMatchObject({
    code: 0,
    stdout: 'comfyui: stopped\ncomfyui: started\n',
  });

  expect(pidOf(await supervisor.control('status'))).not.toBe(before);
  await vi.waitFor(async () => expect(await answers(supervisor.url)).toBe(200), LIMIT);
  expect(await readFile(supervisor.log, 'utf8')).toContain('To see the GUI go to: http://127.0.0.1:');
  expect(processesWith('COLOUR=100% blue')).toHaveLength(1);

  await supervisor.stop();
  expect(processesWith('COLOUR=100% blue')).toEqual([]);
  expect((await supervisor.control('status')).stdout).toContain('no such file');
  await supervisor.start();
  await vi.waitFor(async () => expect(await answers(supervisor.url)).toBe(200), LIMIT);
  await box.stop();
  expect(processesWith(`BRINGUP_LAB_BOX=${box.folder}`)).toEqual([]);
});

describe.runIf((await thickBoxesAvailable()) === true)('on a thick box', () => {
  test('lies where a rented one has it', async () => {
    const box = await startThickBox({
      files: { '/workspace/ComfyUI/custom_nodes/a.py': 'NODE_CLASS_MAPPINGS = {}\n' },
    });
    boxes.push(box);
    const main = await readFile(path.join(import.meta.dirname, 'comfyui', 'main.py'), 'utf8');
    await ssh(box, 'cat >/workspace/ComfyUI/main.py', { input: main });
    const supervisor = await startSupervisor(box, { uiHome: '/workspace/ComfyUI', python: 'python3' });
    await vi.waitFor(async () => expect(await answers(supervisor.url)).toBe(200), LIMIT);
    expect((await ssh(box, 'supervisorctl restart comfyui')).stdout).toContain('comfyui: started');
    expect((await ssh(box, 'cat /var/log/portal/comfyui.log')).stdout).toContain('custom_nodes/a.py');
    expect((await run('ls', ['/var/log/portal/comfyui.log'])).code).not.toBe(0);
  });
});
