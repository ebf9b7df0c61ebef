// The pip half of install_custom_nodes: real pip and uv, tiny packages from PyPI, one environment for all tests.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRepository, type Files } from './testing/git-repository.ts';
import { createEnvironment, installedPackages, plantPackage, writeWheel } from './testing/python-environment.ts';
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

type Rows = { tasks: { name: string; status: string; note?: string }[] };
const rows = ({ tasks }: Rows) => Object.fromEntries(tasks.map(({ name, status }) => [name, status]));
const noteOf = ({ tasks }: Rows, name: string) => tasks.find((task) => task.name === name)?.note ?? '';

/** An application of its own with nodes of these files, and how to install them. */
function application(nodes: Record<string, Files>) {
  tests += 1;
  const ui_home = path.join(box.folder, `app ${tests}`);
  mkdirSync(ui_home);
  const list = Object.entries(nodes).map(([name, files]) => ({
    name,
    url: createRepository(path.join(box.folder, 'git', String(tests), name), files),
  }));
  return {
    ui_home,
    nodes: list,
    file: (name: string) => path.join(ui_home, 'custom_nodes', name),
    install: (more: object = {}, env: Record<string, string> = {}) =>
      box.run('install_custom_nodes', { ui_home, python, nodes: list, ...more }, { env }),
  };
}

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
  expect(end.stderr.trim().split('\n').sort()).toEqual([
    '[dos] left out: --extra-index-url https://none.example.org/',
    '[nested] left out: -e .',
  ]);
  expect(rows(end)).toEqual({ dos: 'success', nested: 'success', odd: 'success', none: 'success' });
  expect(end).toMatchObject({ code: 0, note: 'nodes ready: 4 (4 cloned, 0 moved, 0 already there)', warnings: [] });
  expect(await installedPackages(python)).toMatchObject({
    iniconfig: '2.0.0',
    pyjokes: '0.6.0',
    toolz: '0.12.1',
    torch: '2.10.0',
  });
  expect(end.stdout.match(/Successfully installed/g)).toHaveLength(1);
  expect(end.stdout).toContain('left to the application: torch==2.0.1');

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
  expect(noteOf(end, 'conflict')).toBe(
    'requirements: The user requested pyfiglet==0.8.post1; The user requested pyfiglet==1.0.2',
  );
  expect(end.failure).toMatch(/^2 of 3 nodes failed: bad: requirements: .*; conflict: requirements: /);
  expect(end.progress).toMatchObject({ done: 3, total: 3 });
  expect((await installedPackages(python))['pyfiglet']).toBe('1.0.2');
});

/** A node that brings a wheel whose metadata asks for another torch. */
async function nodeThatWantsTorch(name: string): Promise<Files> {
  const wheel = await writeWheel(box.folder, name, ['torch==2.0.1']);
  return { [wheel]: readFileSync(path.join(box.folder, wheel)), 'requirements.txt': `./${wheel}\n` };
}

it('lets no requirement of a requirement replace the application’s torch', LIMIT, async () => {
  const app = application({
    wants: await nodeThatWantsTorch('wants_torch_a'),
    good: { 'requirements.txt': 'iniconfig\n' },
  });
  const end = await app.install();
  expect(rows(end)).toEqual({ wants: 'failed', good: 'success' });
  expect(noteOf(end, 'wants')).toBe(
    'requirements: wants-torch-a 1.0 depends on torch==2.0.1; The user requested (constraint) torch==2.10.0',
  );
  expect((await installedPackages(python))['torch']).toBe('2.10.0');
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
    expect(end.stdout).toContain('hello from install.py');
    await app.install();
    expect(readFileSync(path.join(app.file('fine'), 'ran'), 'utf8')).toBe(`${python} ${app.file('fine')}\n`);
    expect(await app.install({ nodes: app.nodes.slice(0, 1) })).toMatchObject({
      code: 0,
      note: 'nothing to do: 1 nodes already there',
    });
  });
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

it('uses uv where the box has it, and keeps the application’s torch out of every resolution', LIMIT, async () => {
  await promisify(execFile)(python, ['-m', 'pip', 'install', '-q', 'uv']);
  const uv = path.join(path.dirname(python), 'uv');
  expect(existsSync(uv)).toBe(true);
  const app = application({
    good: { 'requirements.txt': 'text-unidecode==1.3\n' },
    wants: await nodeThatWantsTorch('wants_torch_b'),
    bad: { 'requirements.txt': 'no-such-package-of-bringup\n' },
  });
  const end = await app.install();
  expect(rows(end)).toEqual({ good: 'success', wants: 'success', bad: 'failed' });
  expect(noteOf(end, 'bad')).toMatch(/no-such-package-of-bringup was not found/);
  const packages = await installedPackages(python);
  expect(packages).toMatchObject({ 'text-unidecode': '1.3', wants_torch_b: '1.0', torch: '2.10.0' });
  expect(await app.install({ nodes: app.nodes.slice(0, 1) })).toMatchObject({
    code: 0,
    note: 'nothing to do: 1 nodes already there',
  });
});
