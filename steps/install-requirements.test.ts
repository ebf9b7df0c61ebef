// The requirements of install_custom_nodes: real uv and pip, tiny packages from PyPI, one environment for all tests.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApplication, noteOf, rows } from './testing/application.ts';
import type { Files } from './testing/git-repository.ts';
import { createEnvironment, installedPackages, plantPackage } from './testing/python-environment.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

const LIMIT = { timeout: 120_000 };
let box: Sandbox;
let python: string;
let tests = 0;
beforeAll(async () => {
  box = createSandbox();
  python = await createEnvironment(path.join(box.folder, 'the venv'));
  await plantPackage(python, 'torch', '2.10.0');
}, 120_000);
afterAll(() => box.remove());

const application = (nodes: Record<string, Files>) => createApplication(box, python, `app ${(tests += 1)}`, nodes);

it('installs all requirements in one pass, whatever their files look like', LIMIT, async () => {
  const app = application({
    dos: {
      'requirements.txt':
        '\ufeff# comment\r\niniconfig==2.0.0  # why\r\n\r\n--extra-index-url https://none.example.org/\r\n',
    },
    nested: {
      'requirements.txt': '-r more/base.txt\n-e .\ntorch==2.0.1\ntorchvision>=0.1\nnvidia-cublas-cu12\n',
      'more/base.txt': 'pyjokes \\\n  == 0.6.0\n',
    },
    odd: { 'requirements.txt': 'toolz<0.13>=0.11\nsix; python_version < "3"\n' },
    none: { 'nodes.py': '' },
  });
  const end = await app.install();
  expect(end.stdout).toContain('[dos] left out: --extra-index-url https://none.example.org/');
  expect(end.stdout).toContain('[nested] left out: -e .');
  expect(rows(end)).toEqual({ dos: 'success', nested: 'success', odd: 'success', none: 'success' });
  expect(end).toMatchObject({ code: 0, note: 'nodes ready: 4 (4 cloned, 0 moved, 0 already there)', warnings: [] });
  expect(await installedPackages(python)).toMatchObject({
    iniconfig: '2.0.0',
    pyjokes: '0.6.0',
    toolz: '0.12.1',
    torch: '2.10.0',
  });
  expect(end.stdout.match(/Installed 3 packages/g)).toHaveLength(1);
  expect(end.stdout).toContain('[nested] left to the application: torch==2.0.1');
  // The box had no uv, and the application's environment has none of it now.
  expect(end.stdout).toContain(`There is no uv on the box: bringing it to ${box.home}/.bringup/uv`);
  expect(await installedPackages(python)).not.toHaveProperty('uv');
  expect(end.result).toMatchObject({
    packages: { iniconfig: [null, '2.0.0'], pyjokes: [null, '0.6.0'], toolz: [null, '0.12.1'] },
    commits: { dos: expect.stringMatching(/^[0-9a-f]{40}$/) },
  });

  const again = await app.install();
  expect(again).toMatchObject({ code: 0, note: 'nothing to do: 4 nodes already there' });
  expect(noteOf(again, 'dos')).toMatch(/^already there at [0-9a-f]{7}$/);
});

it('finds the node whose requirements cannot be met, and installs those of the others', LIMIT, async () => {
  const app = application({
    bad: { 'requirements.txt': 'iniconfig\nno-such-package-of-bringup==9.9\n' },
    good: { 'requirements.txt': 'pyfiglet==1.0.2\n' },
    conflict: { 'requirements.txt': 'pyfiglet==0.8.post1\n' },
  });
  const end = await app.install();
  expect(end.failureCode).toBe('nodes_failed');
  expect(rows(end)).toEqual({ bad: 'failed', good: 'success', conflict: 'failed' });
  expect(noteOf(end, 'bad')).toContain('no-such-package-of-bringup==9.9');
  expect(noteOf(end, 'bad')).not.toContain('iniconfig');
  expect(noteOf(end, 'conflict')).toBe(
    'requirements: pyfiglet==0.8.post1 does not go together with pyfiglet==1.0.2 of good',
  );
  expect(end.result).toMatchObject({
    problems: [
      { node: 'bad', reason: 'missing_package', accepted: false },
      { node: 'conflict', reason: 'conflict', accepted: false },
    ],
  });
  expect(end.failure).toMatch(/^2 of 3 nodes failed: bad: requirements: .*; conflict: requirements: /);
  expect(end.progress).toMatchObject({ done: 3, total: 3 });
  expect((await installedPackages(python))['pyfiglet']).toBe('1.0.2');
});

it('takes what a template accepts as a warning, by reason or by node', LIMIT, async () => {
  const app = application({
    missing: { 'requirements.txt': 'no-such-package-of-bringup==9.9\n' },
    spare: { 'install.py': 'raise SystemExit(3)\n' },
    good: { 'requirements.txt': 'iniconfig\n' },
  });
  const nodes = app.nodes.map((node) => ({ ...node, optional: node.name === 'spare' }));
  const end = await app.install({ nodes, accept: ['missing_package'] });
  expect(end).toMatchObject({ code: 0, result: { failed: [] } });
  expect(rows(end)).toEqual({ missing: 'warning', spare: 'warning', good: 'success' });
  expect(noteOf(end, 'spare')).toContain(
    'install.py ended with exit code 3: it said nothing (accepted by the template)',
  );
  expect(end.warnings).toHaveLength(2);
});

it('keeps versions that the application asks for, and the numpy that its torch was built against', LIMIT, async () => {
  await plantPackage(python, 'numpy', '2.0.0');
  const app = application({
    old: { 'requirements.txt': 'numpy<1.24>=1.18\npyfiglet==1.0.2\n' },
    newer: { 'requirements.txt': 'text-unidecode==1.2\n' },
  });
  writeFileSync(path.join(app.ui_home, 'requirements.txt'), 'text-unidecode>=1.3\n');
  const end = await app.install();
  expect(rows(end)).toEqual({ old: 'failed', newer: 'failed' });
  expect(noteOf(end, 'old')).toBe(
    'requirements: numpy<1.24,>=1.18 does not go together with numpy 2.0.0 of the application, which stays',
  );
  expect(noteOf(end, 'newer')).toContain('text-unidecode==1.2');
  expect(await installedPackages(python)).toMatchObject({ numpy: '2.0.0', pyfiglet: '1.0.2' });
});

describe('install.py', () => {
  it('runs once per commit, in its folder, with the application’s Python', LIMIT, async () => {
    const app = application({
      fine: {
        'install.py':
          'import os, sys\nopen("ran", "a").write(sys.executable + " " + os.getcwd() + "\\n")\nprint("hello from install.py")\n',
      },
      broken: { 'install.py': 'import sys\nprint("about to break")\nsys.exit("no compiler here")\n' },
    });
    const end = await app.install();
    expect(rows(end)).toEqual({ fine: 'success', broken: 'failed' });
    expect(noteOf(end, 'broken')).toBe('install.py ended with exit code 1: no compiler here');
    expect(end.stdout).toContain('[broken] about to break');
    expect(end.stdout).toContain('hello from install.py');
    await app.install();
    expect(readFileSync(path.join(app.file('fine'), 'ran'), 'utf8')).toBe(`${python} ${app.file('fine')}\n`);
    expect(await app.install({ nodes: app.nodes.slice(0, 1) })).toMatchObject({
      code: 0,
      note: 'nothing to do: 1 nodes already there',
    });
  });
});

it('puts back what an install.py does to the application’s torch, and fails loudly', LIMIT, async () => {
  const site = '__import__("sysconfig").get_paths()["purelib"]';
  const app = application({
    vandal: {
      'install.py': `import os
site = ${site}
os.rename(site + "/torch-2.10.0.dist-info", site + "/torch-2.0.1.dist-info")
os.remove(site + "/torch/__init__.py")
open(site + "/torch/__init__.py", "w").write("broken = True")
`,
    },
  });
  const end = await app.install();
  expect(end.failureCode).toBe('nodes_failed');
  expect(end.failure).toContain(
    'Its install.py changed packages of the application (torch 2.10.0 became 2.0.1): they were put back',
  );
  expect((await installedPackages(python))['torch']).toBe('2.10.0');
  const { stdout } = await promisify(execFile)(python, ['-c', 'import torch; print(hasattr(torch, "broken"))']);
  expect(stdout).toBe('False\n');
});

it('ends an install.py that goes on too long, with all that it started', LIMIT, async () => {
  const app = application({
    slow: { 'install.py': 'import subprocess, time\nsubprocess.Popen(["sleep", "301"])\ntime.sleep(300)\n' },
  });
  const end = await app.install({ install_py_limit_s: 1 });
  expect(noteOf(end, 'slow')).toBe('install.py did not end within 1 s');
  expect(end.result).toMatchObject({ problems: [{ reason: 'install_py' }] });
  await expect(promisify(execFile)('pgrep', ['-f', '^sleep 301$'])).rejects.toMatchObject({ code: 1 });
});

describe('the application’s Python', () => {
  it('is looked for in the usual places', LIMIT, async () => {
    const app = application({ a: { 'requirements.txt': 'iniconfig\n' } });
    mkdirSync(path.join(app.ui_home, '.venv/bin'), { recursive: true });
    // A script and not a link: a link would not find its environment.
    writeFileSync(path.join(app.ui_home, '.venv/bin/python'), `#!/bin/sh\nexec '${python}' "$@"\n`, { mode: 0o755 });
    const end = await app.install({ python: '/nowhere/bin/python' });
    expect(end).toMatchObject({ code: 0 });
    expect(end.stdout).toContain(`/nowhere/bin/python is not there, using ${app.ui_home}/.venv/bin/python`);
  });

  it('is missed only where something has to be installed', async () => {
    const app = application({ plain: { 'a.py': '' }, needs: { 'requirements.txt': 'iniconfig\n' } });
    const end = await app.install({ python: '/nowhere/bin/python' });
    expect(end.failureCode).toBe('tool_missing');
    expect(rows(end)).toEqual({ plain: 'success', needs: 'failed' });
    expect(noteOf(end, 'needs')).toBe('there is no Python for its requirements (/nowhere/bin/python)');
    expect(await app.install({ python: '/nowhere/bin/python', nodes: app.nodes.slice(0, 1) })).toMatchObject({
      code: 0,
    });
  });
});

it('warns of a requirements file that the template names and the node lacks', async () => {
  const app = application({ a: { 'a.py': '' } });
  const end = await app.install({ nodes: app.nodes.map((node) => ({ ...node, requirements: 'deps/base.txt' })) });
  expect(end).toMatchObject({ code: 0, tasks: [{ name: 'a', status: 'warning' }] });
  expect(end.warnings[0]).toMatch(/^a: cloned at [0-9a-f]{7}; there is no deps\/base\.txt in it$/);
});
