// install_custom_nodes started again: what it knows from the last time is taken for true only as long as it is.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Application, createApplication, noteOf, rows } from './testing/application.ts';
import { createEnvironment, installedPackages } from './testing/python-environment.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

const LIMIT = { timeout: 120_000 };
let box: Sandbox;
let python: string;
let app: Application;
/** A folder for PATH with a git that notes each of its starts, and the file of the notes. */
let bin: string;
let calls: string;
beforeAll(async () => {
  box = createSandbox();
  python = await createEnvironment(path.join(box.folder, 'venv'));
  [bin, calls] = [path.join(box.folder, 'bin'), path.join(box.folder, 'calls')];
  mkdirSync(bin);
  const { stdout: git } = await promisify(execFile)('sh', ['-c', 'command -v git']);
  writeFileSync(path.join(bin, 'git'), `#!/bin/sh\necho "$*" >>'${calls}'\nexec '${git.trim()}' "$@"\n`);
  chmodSync(path.join(bin, 'git'), 0o755);
  app = createApplication(box, python, 'app', {
    plain: { '__init__.py': 'one\n' },
    needing: { 'requirements.txt': 'iniconfig==2.0.0\n' },
  });
  await app.install();
}, 120_000);
afterAll(() => box.remove());

const again = async () => {
  rmSync(calls, { force: true });
  writeFileSync(calls, '');
  const end = await app.install({}, { PATH: `${bin}:${process.env['PATH']}` });
  return { end, asked: readFileSync(calls, 'utf8') };
};

it('asks neither git nor an installer where nothing has changed', LIMIT, async () => {
  const { end, asked } = await again();
  expect(end).toMatchObject({ code: 0, note: 'nothing to do: 2 nodes already there', result: { already_there: 2 } });
  expect(rows(end)).toEqual({ plain: 'success', needing: 'success' });
  expect(asked).toBe('');
  expect(end.stdout).toContain('All 1 requirements are met');
});

it('sees a tracked file that somebody has changed, also one of the same size', LIMIT, async () => {
  const file = path.join(app.file('plain'), '__init__.py');
  writeFileSync(file, 'two\n');
  const { end, asked } = await again();
  expect(noteOf(end, 'plain')).toContain('has local changes: __init__.py');
  expect(asked).toContain('status');
  writeFileSync(file, 'one\n');
  expect(rows((await again()).end)).toEqual({ plain: 'success', needing: 'success' });
});

it('installs what somebody has removed', LIMIT, async () => {
  await promisify(execFile)(python, ['-m', 'pip', 'uninstall', '--yes', '--quiet', 'iniconfig']);
  const { end } = await again();
  expect(end).toMatchObject({ code: 0, result: { packages: { iniconfig: [null, '2.0.0'] } } });
  expect(await installedPackages(python)).toMatchObject({ iniconfig: '2.0.0' });
});

it('asks the installer again when the application asks for something else', LIMIT, async () => {
  expect((await again()).end.stdout).toContain('All 1 requirements are met');
  writeFileSync(path.join(app.ui_home, 'requirements.txt'), 'iniconfig>=1\n');
  expect((await again()).end.stdout).not.toContain('requirements are met');
});
