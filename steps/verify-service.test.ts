// verify_dependencies and the application as a service: a real supervisor restarts the lab's look-alike of ComfyUI, which then has
// to answer with the classes of its nodes.
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nodeKinds } from '../lab/node-kinds.ts';
import { noteOf, rows } from './testing/application.ts';
import { type Comfyui, createComfyui, node } from './testing/comfyui.ts';
import { createEnvironment } from './testing/python-environment.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';
import { startSupervised, type Supervised } from './testing/supervisor.ts';

const LIMIT = { timeout: 120_000 };
let box: Sandbox;
let python: string;
let app: Comfyui;
let supervised: Supervised;
const verify = (more: object = {}) => app.verify({ ready_url: supervised.url, import_limit_s: 4, ...more });
const classes = async () => Object.keys((await (await fetch(`${supervised.url}/object_info`)).json()) as object).sort();
const pid = () => supervised.ctl('pid', 'comfyui');

beforeAll(async () => {
  box = createSandbox();
  python = await createEnvironment(path.join(box.folder, 'v'));
  app = createComfyui(box, python, 'app', { first: node('first') });
  supervised = await startSupervised(python, app.ui_home, (port) => `main.py --cpu --port ${port}`);
}, 120_000);
afterAll(async () => {
  await supervised?.stop();
  box.remove();
});

it('restarts the application, and is ready when it has the nodes’ classes', LIMIT, async () => {
  createComfyui(box, python, 'app', {
    second: node('second', { requirements: 'iniconfig\n', imports: ['iniconfig'] }),
  });
  const before = await pid();
  const end = await verify();
  expect(end).toMatchObject({ code: 0, warnings: [], failure: null });
  expect(end.result).toMatchObject({ restarted: true, ready: true, classes: 2, imports: { failed: [] } });
  expect(await pid()).not.toBe(before);
  expect(await classes()).toEqual(['first node', 'second node']);
  expect(end.progress?.done).toBe(end.progress?.total);
});

it('leaves an application alone that runs with this tree already', LIMIT, async () => {
  // Its start has to be later than the tree by more than the clock's steps: one restart after the other.
  const end = await verify({ restart: 'always' });
  expect(end.result).toMatchObject({ restarted: true, ready: true });
  const before = await pid();
  await expect.poll(async () => (await verify()).note, { timeout: 60_000 }).toContain('already running with this tree');
  const again = await pid();
  expect((await verify()).result).toMatchObject({ restarted: false, ready: true, classes: 2 });
  expect(await pid()).toBe(again);
  expect(before).toMatch(/^\d+/);
});

it('has every good node ready though others fail, exit and hang', LIMIT, async () => {
  createComfyui(box, python, 'app', {
    importfail: nodeKinds.importfail.files,
    importexit: nodeKinds.importexit.files,
    importhang: nodeKinds.importhang.files,
  });
  const end = await verify();
  expect(end.failureCode).toBe('imports_failed');
  expect(rows(end)).toEqual({
    first: 'success',
    second: 'success',
    importfail: 'failed',
    importexit: 'failed',
    importhang: 'failed',
  });
  expect(end.result).toMatchObject({
    restarted: true,
    ready: true,
    imports: {
      failed: expect.arrayContaining([
        expect.objectContaining({ node: 'importfail', reason: 'import_failed' }),
        expect.objectContaining({ node: 'importexit', reason: 'import_exits' }),
        expect.objectContaining({ node: 'importhang', reason: 'import_hangs' }),
      ]),
    },
    set_aside: {
      importexit: '.bringup-set-aside.disabled/importexit',
      importhang: '.bringup-set-aside.disabled/importhang',
    },
  });
  expect(noteOf(end, 'importexit')).toContain('so that the application can start');
  expect(await classes()).toEqual(['first node', 'second node']);
  expect(existsSync(app.file('importexit'))).toBe(false);

  // They get another chance: one is mended, the other one is not.
  writeFileSync(app.file('.bringup-set-aside.disabled/importexit/__init__.py'), node('mended')['__init__.py'] ?? '');
  const again = await verify();
  expect(rows(again)).toMatchObject({ importexit: 'success', importhang: 'failed' });
  expect(await classes()).toEqual(['first node', 'mended node', 'second node']);
  for (const name of ['importexit', 'importfail', '.bringup-set-aside.disabled'])
    rmSync(app.file(name), { recursive: true });
});

it('is not ready where it does not answer, and says what its log says', LIMIT, async () => {
  renameSync(path.join(app.ui_home, 'main.py'), path.join(app.ui_home, 'real.py'));
  const check =
    'import sys\nif "--quick-test-for-ci" in sys.argv:\n    print("Import times for custom nodes:\\n   0.0 seconds: " + sys.argv[0])\nelse:\n    sys.exit("no GPU today")\n';
  writeFileSync(path.join(app.ui_home, 'main.py'), check);
  const end = await verify({ restart: 'always', ready_limit_s: 60 });
  renameSync(path.join(app.ui_home, 'real.py'), path.join(app.ui_home, 'main.py'));
  expect(end.failureCode).toBe('not_ready');
  expect(end.failure).toMatch(
    /^The application is not ready: it ends soon after each start; .*Connection refused; its log ends with: .*no GPU today/,
  );
  expect(end.result).toMatchObject({ restarted: true, ready: false });
});

it('is not taken in by something else that answers at its address', LIMIT, async () => {
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = await verify({
    restart: 'always',
    ready_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  await new Promise((resolve) => server.close(resolve));
  expect(end.failureCode).toBe('not_ready');
  expect(end.failure).toContain('something else than the program comfyui answers at');
});

it('asks without a restart where that is not wanted, and fails where it is and cannot be', LIMIT, async () => {
  expect((await verify({ restart: 'always' })).result).toMatchObject({ ready: true });
  const before = await pid();
  const end = await verify({ restart: 'never' });
  expect(end).toMatchObject({ code: 0, result: { restarted: false, ready: true, classes: 2 } });
  expect(await pid()).toBe(before);
  createComfyui(box, python, 'app', { third: node('third') });
  const stale = await verify({ restart: 'never' });
  expect(stale).toMatchObject({ code: 0, result: { restarted: false, ready: false } });
  expect(stale.note).toContain('was not restarted: it answers, but without the classes of third');
  const other = await verify({ restart: 'always', service: 'other' });
  expect(other.failureCode).toBe('tool_missing');
  expect(other.failure).toContain('supervisor knows no program other: ');
});
