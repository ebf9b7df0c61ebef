// The requirements half of verify_dependencies against a real environment, with real uv and pip and tiny packages from PyPI.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteOf, rows } from './testing/application.ts';
import { createComfyui, node } from './testing/comfyui.ts';
import { createEnvironment, installedPackages, plantPackage, writeWheel } from './testing/python-environment.ts';
import { createSandbox, type Sandbox, shells } from './testing/run-step-script.ts';

const LIMIT = { timeout: 120_000 };
let box: Sandbox;
let python: string;
let apps = 0;
beforeAll(async () => {
  box = createSandbox();
  python = await createEnvironment(path.join(box.folder, 'the venv'));
  await plantPackage(python, 'torch', '2.10.0', '__version__ = "2.10.0"\n');
}, 120_000);
afterAll(() => box.remove());

/** An application of its own whose nodes have these requirements. */
const application = (nodes: Record<string, string>) =>
  createComfyui(
    box,
    python,
    `app ${(apps += 1)}`,
    Object.fromEntries(Object.entries(nodes).map(([name, requirements]) => [name, node(name, { requirements })])),
  );
const pip = (...words: string[]) => promisify(execFile)(python, ['-m', 'pip', '-q', ...words]);
const sitePackages = () =>
  path.join(
    path.dirname(python),
    '../lib',
    readdirSync(path.join(path.dirname(python), '../lib'))[0] ?? '',
    'site-packages',
  );

it('installs what is missing, by its name, and finds everything the second time', LIMIT, async () => {
  const app = application({
    one: '\ufeff# c\r\niniconfig==2.0.0\r\npyjokes>=0.5 ; python_version >= "3"\r\n',
    two: 'iniconfig\n-e .\nnever-needed; python_version < "3"\n',
    '.hidden': 'no-such-package-of-bringup\n',
    'off.disabled': 'no-such-package-of-bringup\n',
  });
  const end = await app.verify();
  expect(end).toMatchObject({ code: 0, warnings: [], failure: null, progress: { unit: 'checks' } });
  expect(rows(end)).toEqual({ one: 'success', two: 'success' });
  expect(noteOf(end, 'one')).toBe('2 requirements, installed iniconfig, pyjokes');
  expect(end.result).toMatchObject({
    nodes: 2,
    requirements: 3,
    missing: [],
    installed: ['iniconfig 2.0.0', expect.stringMatching(/^pyjokes /)],
  });
  expect(end.progress?.done).toBe(end.progress?.total);
  expect(end.stdout).toContain(' + iniconfig==2.0.0');
  const again = await app.verify();
  expect(again).toMatchObject({ code: 0, result: { installed: [], packages: {} } });
  expect(again.note).toMatch(/^3 requirements of 2 nodes, all present; not restarted \(/);
  expect(again.stdout).not.toContain('Resolved');
});

it('does not call present what it cannot look for: a URL that nothing was installed from', LIMIT, async () => {
  const source = path.join(box.folder, 'by-url');
  mkdirSync(source);
  writeFileSync(
    path.join(source, 'setup.py'),
    'from setuptools import setup\nsetup(name="by-url", version="1", py_modules=["by_url"])\n',
  );
  writeFileSync(path.join(source, 'by_url.py'), '');
  await pip('install', 'setuptools', 'wheel');
  await pip('install', '--no-build-isolation', source);
  const app = application({
    there: `${source}\n`,
    elsewhere: 'git+https://example.org/nobody/never-installed.git@main\n',
  });
  const end = await app.verify();
  expect(rows(end)).toEqual({ there: 'success', elsewhere: 'warning' });
  expect(noteOf(end, 'elsewhere')).toContain('nothing was installed from there');
  expect(end.code).toBe(0);
  expect(end.note).toMatch(/^2 requirements of 2 nodes, 1 could not be checked; /);
});

it('lists what cannot be met with the node that asks, and installs the rest', LIMIT, async () => {
  const app = application({
    good: 'toolz==0.12.1\n',
    bad: 'no-such-package-of-bringup>=1\n',
    both: 'toolz==0.12.1\nno-such-package-of-bringup\n',
    odd: 'not a requirement at all\n',
  });
  const end = await app.verify();
  expect(end.failureCode).toBe('dependencies_missing');
  expect(rows(end)).toEqual({ good: 'success', bad: 'failed', both: 'failed', odd: 'warning' });
  expect(end.failure).toMatch(/^2 of 4 requirements are not met: /);
  expect(end.failure).toContain('bad needs no-such-package-of-bringup>=1: not installed');
  expect(end.result).toMatchObject({
    installed: ['toolz 0.12.1'],
    missing: [{ node: 'bad' }, { node: 'both', requirement: 'no-such-package-of-bringup' }],
  });
  expect(noteOf(end, 'odd')).toBe('0 requirements; not understood: not a requirement at all');
});

it('does not break one node for another when two ask for what cannot be had at once', LIMIT, async () => {
  await pip('install', 'pyfiglet==1.0.2');
  const app = application({ old: 'pyfiglet<1\n', new: 'pyfiglet>=1\n' });
  const end = await app.verify();
  expect(rows(end)).toEqual({ old: 'failed', new: 'success' });
  expect(noteOf(end, 'old')).toContain('pyfiglet<1: has 1.0.2, needs <1');
  expect((await installedPackages(python))['pyfiglet']).toBe('1.0.2');
});

it('repairs a package that counts as installed though its modules are gone', LIMIT, async () => {
  await pip('install', 'text-unidecode==1.3');
  rmSync(path.join(sitePackages(), 'text_unidecode'), { recursive: true });
  const end = await application({ a: 'text-unidecode\n' }).verify();
  expect(end.stdout).toContain('text-unidecode: is installed, but text_unidecode/__init__.py of it is gone');
  expect(end).toMatchObject({ code: 0, result: { installed: ['text-unidecode 1.3'], missing: [] } });
});

it('finds what a requirement needs in turn', LIMIT, async () => {
  await pip('install', 'html5lib==1.1');
  await pip('uninstall', '-y', 'webencodings');
  const end = await application({ a: 'html5lib\n' }).verify();
  expect(end).toMatchObject({ code: 0, result: { missing: [] } });
  expect((await installedPackages(python))['webencodings']).toBeDefined();
});

describe('the application’s torch', () => {
  it('is not replaced: another version than asked for is a warning', LIMIT, async () => {
    const end = await application({ a: 'torch==2.0.1\ntorch>=2\n' }).verify();
    expect(end).toMatchObject({ code: 0, tasks: [{ name: 'a', status: 'warning' }] });
    expect(end.warnings[0]).toBe(
      'a: 2 requirements; torch==2.0.1: has 2.10.0, needs ==2.0.1 (belongs to the application, not installed from here)',
    );
    expect((await installedPackages(python))['torch']).toBe('2.10.0');
  });

  it('is missed where there is none', LIMIT, async () => {
    const end = await application({ a: 'torchvision\n' }).verify();
    expect(end.failureCode).toBe('dependencies_missing');
    expect(noteOf(end, 'a')).toBe('torchvision: not installed (belongs to the application, not installed from here)');
  });
});

it('looks at the named nodes only, and says which of them is not there', LIMIT, async () => {
  const app = application({ a: 'iniconfig\n', "b's $(touch canary)": 'iniconfig\n' });
  writeFileSync(path.join(app.ui_home, 'custom_nodes/a/deps.txt'), 'iniconfig\npyfiglet\n');
  const end = await app.verify({ nodes: [{ name: 'a', requirements: 'deps.txt' }, "b's $(touch canary)", 'gone'] });
  expect(end.code).toBe(0);
  expect(rows(end)).toEqual({ a: 'success', "b's $(touch canary)": 'success', gone: 'warning' });
  expect(noteOf(end, 'a')).toBe('2 requirements');
  expect(readdirSync(box.home)).not.toContain('canary');
});

it.each(shells.map((shell) => ({ shell, name: shell.join(' ') })))('runs in $name', LIMIT, async ({ shell }) => {
  const app = application({ a: 'iniconfig\n' });
  const end = await app.verify({}, { shell });
  expect(end.code).toBe(0);
  expect(end.note).toMatch(/^1 requirements of 1 nodes, all present; /);
  const none = await box.run('verify_dependencies', { ui_home: app.ui_home, python: '/nowhere/python' }, { shell });
  expect(none).toMatchObject({ failureCode: 'tool_missing' });
  expect(await box.run('verify_dependencies', { ui_home: '/nowhere' }, { shell })).toMatchObject({
    failureCode: 'path_not_found',
  });
  const empty = path.join(box.folder, 'empty app');
  mkdirSync(empty, { recursive: true });
  expect(await box.run('verify_dependencies', { ui_home: empty, python: '/nowhere/python' }, { shell })).toMatchObject({
    code: 0,
    note: 'there are no custom nodes',
  });
});

it('installs by pip where there is no uv and no way to bring it, and lets pip change no torch', LIMIT, async () => {
  const wheel = await writeWheel(box.folder, 'wants_torch', ['torch==2.0.1']);
  const app = application({ a: 'pyjokes==0.6.0\n', b: `wants-torch @ file://${path.join(box.folder, wheel)}\n` });
  // A home in which nothing can be put.
  const home = path.join(box.folder, 'no home');
  writeFileSync(home, '');
  const end = await app.verify({}, { home });
  expect(end.failureCode).toBe('dependencies_missing');
  expect(rows(end)).toEqual({ a: 'success', b: 'failed' });
  expect(end.stdout).toContain('uv could not be brought: going on with pip');
  expect(await installedPackages(python)).toMatchObject({ torch: '2.10.0', pyjokes: '0.6.0' });
});

it('takes one variant of opencv for all four', LIMIT, async () => {
  await plantPackage(python, 'opencv_contrib_python', '4.11.0.86');
  const end = await application({ a: 'opencv-python>=4.7\n', b: 'opencv-python-headless\n' }).verify();
  expect(end).toMatchObject({ code: 0, result: { installed: [], missing: [] } });
  expect(rows(end)).toEqual({ a: 'success', b: 'success' });
});
