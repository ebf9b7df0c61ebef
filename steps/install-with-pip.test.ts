// install_custom_nodes where uv cannot be had: the environment's own pip does the work, and the guard holds all the same.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApplication, noteOf, rows } from './testing/application.ts';
import type { Files } from './testing/git-repository.ts';
import { createEnvironment, installedPackages, plantPackage, writeWheel } from './testing/python-environment.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

const LIMIT = { timeout: 120_000 };
let box: Sandbox;
let python: string;
beforeAll(async () => {
  box = createSandbox();
  python = await createEnvironment(path.join(box.folder, 'the venv'));
  await plantPackage(python, 'torch', '2.10.0');
}, 120_000);
afterAll(() => box.remove());

/** A node that brings a wheel whose metadata asks for another torch. */
async function nodeThatWantsTorch(name: string): Promise<Files> {
  const wheel = await writeWheel(box.folder, name, ['torch==2.0.1']);
  return { [wheel]: readFileSync(path.join(box.folder, wheel)), 'requirements.txt': `./${wheel}\n` };
}

it('lets no requirement of a requirement replace the application’s torch, and installs the rest', LIMIT, async () => {
  const app = createApplication(box, python, 'guard', {
    wants: await nodeThatWantsTorch('wants_torch_a'),
    good: { 'requirements.txt': 'iniconfig==2.0.0\n' },
    bad: { 'requirements.txt': 'no-such-package-of-bringup==9.9\npyjokes==0.6.0\n' },
  });
  const end = await app.install({ installer: 'pip' });
  expect(rows(end)).toEqual({ wants: 'failed', good: 'success', bad: 'failed' });
  expect(noteOf(end, 'wants')).toContain('wants-torch-a 1.0 depends on torch==2.0.1');
  expect(noteOf(end, 'bad')).toContain('no-such-package-of-bringup==9.9');
  expect(end.result).toMatchObject({
    problems: [
      { node: 'wants', reason: 'conflict' },
      { node: 'bad', reason: 'missing_package' },
    ],
  });
  expect(await installedPackages(python)).toMatchObject({ torch: '2.10.0', iniconfig: '2.0.0', pyjokes: '0.6.0' });
});

it('is what is left where uv cannot be brought, and does nothing the second time', LIMIT, async () => {
  const app = createApplication(box, python, 'offline', { good: { 'requirements.txt': 'toolz==0.12.1\n' } });
  // pip reaches its index, but uv is not in it: the folder is in the way.
  const end = await box.run(
    'install_custom_nodes',
    { ui_home: app.ui_home, python, nodes: app.nodes },
    { home: '/dev/null' },
  );
  expect(end.code).toBe(0);
  expect(end.stdout).toContain('uv could not be brought: going on with pip');
  expect(await app.install({ installer: 'pip' })).toMatchObject({ note: 'nothing to do: 1 nodes already there' });
});

it('lets uv keep the application’s torch out of every resolution, where there is one', LIMIT, async () => {
  const app = createApplication(box, python, 'uv', {
    wants: await nodeThatWantsTorch('wants_torch_b'),
    bad: { 'requirements.txt': 'no-such-package-of-bringup\n' },
  });
  const end = await app.install();
  expect(rows(end)).toEqual({ wants: 'success', bad: 'failed' });
  expect(noteOf(end, 'bad')).toMatch(/no-such-package-of-bringup was not found/);
  expect(await installedPackages(python)).toMatchObject({ wants_torch_b: '1.0', torch: '2.10.0' });
});
