// The look-alike against what ComfyUI itself does: which nodes it loads, what it logs, how it ends, what it answers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeComfyuiTree } from '../comfyui-tree.ts';
import { freePort } from '../free-port.ts';
import { makeNodeRepositories, type NodeKind } from '../node-repositories.ts';
import { run } from '../openssh.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-comfyui-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** An application with these nodes, and its check, whose log is `stderr`. */
async function comfyui(name: string, nodes: NodeKind[]) {
  const home = path.join(folder, name);
  await makeComfyuiTree(home);
  for (const { name: node, url } of await makeNodeRepositories(path.join(folder, `${name}-repos`), nodes)) {
    expect((await run('git', ['clone', '-q', url, path.join(home, 'custom_nodes', node)])).code).toBe(0);
  }
  const main = path.join(home, 'main.py');
  return { home, main, check: (...more: string[]) => run('python3', [main, '--cpu', '--quick-test-for-ci', ...more]) };
}

test('loads good nodes, names bad ones and ends with 0', async () => {
  const { home, check } = await comfyui('mixed', ['n01-plain', 'importfail', 'nomappings']);
  await mkdir(path.join(home, 'custom_nodes', 'off.disabled'));
  await mkdir(path.join(home, 'custom_nodes', '.half-cloned'));
  await writeFile(path.join(home, 'custom_nodes', 'notes.txt'), '');
  await writeFile(path.join(home, 'custom_nodes', 'single.py'), 'NODE_CLASS_MAPPINGS = {}\n');
  const { code, stderr } = await check();
  expect(code).toBe(0);
  const nodes = `${home}/custom_nodes`;
  expect(stderr).toContain(
    `Cannot import ${nodes}/importfail module for custom nodes: No module named 'a_module_that_nobody_has'`,
  );
  expect(stderr).toContain(
    `Skip ${nodes}/nomappings module for custom nodes due to the lack of NODE_CLASS_MAPPINGS or comfy_entrypoint (need one).`,
  );
  const list = stderr.slice(stderr.indexOf('\nImport times for custom nodes:\n')).trim().split('\n').slice(1);
  expect(list.map((line) => line.replace(/^ *\d+\.\d seconds/, '')).sort()).toEqual(
    [
      ` (IMPORT FAILED): ${nodes}/.half-cloned`,
      ` (IMPORT FAILED): ${nodes}/importfail`,
      ` (IMPORT FAILED): ${nodes}/nomappings`,
      `: ${nodes}/n01-plain`,
      `: ${nodes}/single.py`,
    ].sort(),
  );
});

test('runs the scripts of nodes that come before all, and names those that fail', async () => {
  const { home, check } = await comfyui('early', ['prestartfail']);
  const { code, stderr } = await check();
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining(
      `Failed to execute startup-script: ${home}/custom_nodes/prestartfail/prestartup_script.py / `,
    ),
  ]);
  expect(stderr).toMatch(
    /\nPrestartup times for custom nodes:\n +\d+\.\d seconds \(PRESTARTUP FAILED\): \S+prestartfail\n/,
  );
  expect(stderr).toMatch(/\nImport times for custom nodes:\n +\d+\.\d seconds: \S+prestartfail\n/);
});

test('puts the level before each entry where it is asked to, as newer versions do', async () => {
  const { main } = await comfyui('levels', ['importfail']);
  const { stderr } = await run('env', ['LAB_COMFYUI_LOG=levels', 'python3', main, '--cpu', '--quick-test-for-ci']);
  expect(stderr).toMatch(/^\[WARNING\] Cannot import \S+importfail module/m);
  expect(stderr).toMatch(/^\[INFO\] \nImport times for custom nodes:\n\[INFO\] {4}\d\.\d seconds \(IMPORT FAILED\): /m);
});

test('loads a node with an install script after that ran', async () => {
  const { home, check } = await comfyui('install', ['installpy']);
  expect((await check()).stderr).toContain('(IMPORT FAILED)');
  await run('python3', [path.join(home, 'custom_nodes', 'installpy', 'install.py')]);
  expect((await check()).stderr).not.toContain('(IMPORT FAILED)');
});

test('dies with a node that exits, and can be told to load others only', async () => {
  const { check } = await comfyui('exits', ['importexit', 'n01-plain']);
  expect(await check()).toMatchObject({ code: 3, stderr: expect.not.stringContaining('Import times') as string });
  const alone = await check('--disable-all-custom-nodes', '--whitelist-custom-nodes', 'n01-plain');
  expect(alone.stderr).toContain('Skipping importexit due to disable_all_custom_nodes and whitelist_custom_nodes');
  expect(alone).toMatchObject({ code: 0, stderr: expect.stringMatching(/seconds: \S+n01-plain\n\n$/) as string });
});

test('answers what it is and which node classes it has, below /api, too', async () => {
  const { main } = await comfyui('serves', ['n01-plain', 'importfail']);
  const port = await freePort();
  const server = spawn('python3', [main, '--cpu', '--listen', '127.0.0.1', '--port', String(port)], { stdio: 'pipe' });
  try {
    for await (const line of createInterface({ input: server.stderr })) if (line.startsWith('To see the GUI')) break;
    for (const prefix of ['', '/api']) {
      const get = async (at: string) => (await fetch(`http://127.0.0.1:${port}${prefix}${at}`)).json();
      expect(await get('/system_stats')).toMatchObject({ system: { python_version: expect.stringContaining('3.') } });
      expect(await get('/object_info')).toMatchObject({
        'Lab n01-plain': { python_module: 'custom_nodes.n01-plain', category: 'lab', output: ['STRING'] },
      });
    }
    expect((await fetch(`http://127.0.0.1:${port}/api`)).status).toBe(404);
  } finally {
    server.kill('SIGKILL');
    await once(server, 'close');
  }
});
