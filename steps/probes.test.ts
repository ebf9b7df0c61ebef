// The probes: what a step did is asked for on the box, and a no names what is no longer so.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PROBE_NO } from './step.ts';
import { createApplication, noteOf } from './testing/application.ts';
import { commit, createRepository } from './testing/git-repository.ts';
import { createEnvironment, installedPackages } from './testing/python-environment.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';
import { startServer } from './testing/file-server.ts';

const LIMIT = { timeout: 120_000 };
let box: Sandbox;
let python: string;
beforeAll(async () => {
  box = createSandbox();
  python = await createEnvironment(path.join(box.folder, 'venv'));
}, 120_000);
afterAll(() => box.remove());

const YES = { code: 0, failure: null };
const no = (words: RegExp) => ({ code: PROBE_NO, failure: expect.stringMatching(words) as string });

it('set_ui_home and get_ui_home hold as long as a login shell says the same', async () => {
  const ui_home = path.join(box.folder, 'ui');
  mkdirSync(ui_home);
  await box.run('set_ui_home', { ui_home });
  const end = await box.run('get_ui_home', {});
  expect(await box.probe('set_ui_home', { ui_home }, ui_home)).toMatchObject(YES);
  expect(await box.probe('get_ui_home', {}, end.result)).toMatchObject(YES);
  expect(await box.probe('set_ui_home', { ui_home: '/srv/other' }, null)).toMatchObject(no(/expected \/srv\/other/));
  unlinkSync(path.join(box.home, '.bringup/env'));
  expect(await box.probe('get_ui_home', {}, end.result)).toMatchObject(no(/not set/));
});

it('configure_links holds until a link leads elsewhere', async () => {
  const ui_home = path.join(box.folder, 'linked');
  mkdirSync(path.join(ui_home, 'models'), { recursive: true });
  await box.run('configure_links', { ui_home });
  expect(await box.probe('configure_links', { ui_home }, null)).toMatchObject(YES);
  unlinkSync(path.join(ui_home, 'models/loras'));
  expect(await box.probe('configure_links', { ui_home }, null)).toMatchObject(
    no(/models\/loras no longer leads to Lora$/),
  );
});

it('git_clone holds at its commit and at no other', LIMIT, async () => {
  const url = createRepository(path.join(box.folder, 'origin'));
  const step = { url, destination: path.join(box.folder, 'clone') };
  const { result } = await box.run('git_clone', step);
  expect(await box.probe('git_clone', step, result)).toMatchObject(YES);
  commit(step.destination, { new: 'new' });
  expect(await box.probe('git_clone', step, result)).toMatchObject(no(/ instead of /));
  rmSync(step.destination, { recursive: true });
  expect(await box.probe('git_clone', step, result)).toMatchObject(no(/is no git checkout any more/));
});

it('download holds until a file is gone or has another content', async () => {
  const server = await startServer((_, response) => response.end('content'));
  const step = { files: { url: `${server.url}/file`, path: path.join(box.folder, 'file') } };
  const { result } = await box.run('download', step).finally(() => server.stop());
  expect(await box.probe('download', step, result)).toMatchObject(YES);
  writeFileSync(step.files.path, 'CONTENT');
  expect(await box.probe('download', step, result)).toMatchObject(no(/file has another content$/));
  unlinkSync(step.files.path);
  expect(await box.probe('download', step, result)).toMatchObject(no(/file is gone$/));
});

it('verify_dependencies does not hold where nothing answers', async () => {
  expect(await box.probe('verify_dependencies', { ready_url: 'http://127.0.0.1:1' }, null)).toMatchObject(
    no(/no longer ready/),
  );
});

it(
  'install_custom_nodes names the node and the package that are gone, and run again repairs exactly these',
  LIMIT,
  async () => {
    const app = createApplication(box, python, 'app', {
      plain: { '__init__.py': '' },
      other: { 'requirements.txt': 'packaging==24.1\n' },
      needing: { 'requirements.txt': 'iniconfig==2.0.0\n' },
    });
    const step = { ui_home: app.ui_home, python, nodes: app.nodes };
    const { result, code } = await app.install();
    expect(code).toBe(0);
    expect(await box.probe('install_custom_nodes', step, result)).toMatchObject(YES);

    rmSync(app.file('plain'), { recursive: true });
    await promisify(execFile)(python, ['-m', 'pip', 'uninstall', '--yes', '--quiet', 'iniconfig']);
    const answer = await box.probe('install_custom_nodes', step, result);
    expect(answer).toMatchObject(no(/^the folder of plain is gone; iniconfig \(for needing\) not installed$/));

    const others = ['other', 'needing'].map((name) => path.join(app.file(name), '.git/HEAD'));
    const before = others.map((file) => readFileSync(file, 'utf8'));
    const end = await app.install();
    expect(end).toMatchObject({
      code: 0,
      result: { cloned: 1, moved: 0, already_there: 2, packages: { iniconfig: [null, '2.0.0'] } },
      note: 'nodes ready: 3 (1 cloned, 0 moved, 2 already there); packages: iniconfig 2.0.0 came',
    });
    expect(noteOf(end, 'plain')).toMatch(/^cloned at /);
    expect(noteOf(end, 'other')).toMatch(/^already there at /);
    expect(others.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    expect(await installedPackages(python)).toMatchObject({ iniconfig: '2.0.0', packaging: '24.1' });
    expect(await box.probe('install_custom_nodes', step, end.result)).toMatchObject(YES);
  },
);

it('install_custom_nodes brings back a package whose files somebody has deleted', LIMIT, async () => {
  const app = createApplication(box, python, 'damaged', { needing: { 'requirements.txt': 'iniconfig==2.0.0\n' } });
  const step = { ui_home: app.ui_home, python, nodes: app.nodes };
  const { result } = await app.install();
  const { stdout } = await promisify(execFile)(python, ['-I', '-c', 'import iniconfig; print(iniconfig.__path__[0])']);
  rmSync(stdout.trim(), { recursive: true });
  expect(await box.probe('install_custom_nodes', step, result)).toMatchObject(
    no(/^iniconfig \(for needing\) is installed, but .* gone$/),
  );
  expect(await app.install()).toMatchObject({ code: 0 });
  expect(await box.probe('install_custom_nodes', step, result)).toMatchObject(YES);
});
