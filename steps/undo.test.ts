// Undo, in sandboxes: what was there before the step is there again, and nobody else's changes are lost.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTHING_TO_UNDO } from './step.ts';
import { createApplication, rows } from './testing/application.ts';
import { commit, createRepository, git } from './testing/git-repository.ts';
import { createEnvironment, installedPackages } from './testing/python-environment.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

const LIMIT = { timeout: 120_000 };
let box: Sandbox;
beforeAll(() => {
  box = createSandbox();
});
afterAll(() => box.remove());

/** Where a step keeps what its undo needs; the folder is made by the step. */
const journal = (name: string) => ({ env: { UNDO_FILE: path.join(box.folder, 'undo', name) } });
const text = (file: string) => readFileSync(file, 'utf8');

it('says that there is nothing to undo where a step never began', async () => {
  const end = await box.undo('configure_links', { ui_home: box.folder }, null, journal('never'));
  expect(end).toMatchObject({ code: NOTHING_TO_UNDO, note: 'the step had changed nothing' });
});

describe('of set_ui_home', () => {
  const at = (name: string) => path.join(box.home, name);

  it('puts every file back, also the value of an earlier step, and may be run again', async () => {
    for (const name of ['one', 'two']) mkdirSync(path.join(box.folder, name));
    const env_files = [path.join(box.folder, 'env')];
    writeFileSync(env_files[0] ?? '', 'A=1\nUI_HOME=/old\nB=2\n');
    writeFileSync(at('.profile'), '# mine\n');
    await box.run('set_ui_home', { ui_home: path.join(box.folder, 'one'), env_files }, journal('ui-one'));
    const before = [at('.profile'), at('.bringup/env'), env_files[0] ?? ''].map(text);
    const ui_home = path.join(box.folder, 'two');
    await box.run('set_ui_home', { ui_home, env_files }, journal('ui-two'));
    // A second try must not take the first one's changes for what was there before.
    await box.run('set_ui_home', { ui_home, env_files }, journal('ui-two'));
    expect(await box.undo('set_ui_home', { ui_home }, null, journal('ui-two'))).toMatchObject({
      code: 0,
      warnings: [],
    });
    expect([at('.profile'), at('.bringup/env'), env_files[0] ?? ''].map(text)).toEqual(before);
    for (let again = 0; again < 2; again++)
      expect(await box.undo('set_ui_home', {}, null, journal('ui-one'))).toMatchObject({ code: 0, warnings: [] });
    expect(text(at('.profile'))).toBe('# mine\n');
    expect(text(env_files[0] ?? '')).toBe('A=1\nUI_HOME=/old\nB=2\n');
    expect(existsSync(at('.bringup/env'))).toBe(false);
  });

  it('keeps what somebody has written since', async () => {
    writeFileSync(at('.profile'), '# mine\n');
    await box.run('set_ui_home', { ui_home: box.folder }, journal('ui-edited'));
    writeFileSync(at('.profile'), `${text(at('.profile'))}export MORE=1\n`);
    const end = await box.undo('set_ui_home', {}, null, journal('ui-edited'));
    expect(end).toMatchObject({ code: 0, warnings: [expect.stringContaining('somebody has changed it since')] });
    expect(text(at('.profile'))).toBe('# mine\nexport MORE=1\n');
  });
});

describe('of configure_links', () => {
  const create = (name: string) => {
    const models = path.join(box.folder, name, 'models');
    mkdirSync(path.join(models, 'loras'), { recursive: true });
    writeFileSync(path.join(models, 'loras', 'a "b".safetensors'), 'a');
    return { models, step: { ui_home: path.dirname(models) } };
  };

  it('brings back what was moved, and removes what was made', async () => {
    const { models, step } = create('links');
    await box.run('configure_links', step, journal('links'));
    for (let again = 0; again < 2; again++)
      expect(await box.undo('configure_links', step, null, journal('links'))).toMatchObject({ code: 0, warnings: [] });
    expect(readdirSync(models)).toEqual(['loras']);
    expect(lstatSync(path.join(models, 'loras')).isDirectory()).toBe(true);
    expect(readdirSync(path.join(models, 'loras'))).toEqual(['a "b".safetensors']);
  });

  it('leaves alone what somebody has put in place of a link, and models that came since', async () => {
    const { models, step } = create('changed');
    await box.run('configure_links', step, journal('changed'));
    rmSync(path.join(models, 'upscale_models'));
    writeFileSync(path.join(models, 'upscale_models'), 'mine');
    writeFileSync(path.join(models, 'Lora', 'new'), 'new');
    const end = await box.undo('configure_links', step, null, journal('changed'));
    expect(end).toMatchObject({
      code: 1,
      failure: expect.stringContaining('upscale_models: is not the link') as string,
    });
    expect(text(path.join(models, 'upscale_models'))).toBe('mine');
    expect([readdirSync(path.join(models, 'loras')), readdirSync(path.join(models, 'Lora'))]).toEqual([
      ['a "b".safetensors'],
      ['new'],
    ]);
    expect(() => readlinkSync(path.join(models, 'loras'))).toThrow();
  });
});

it(
  'of install_custom_nodes takes new nodes, commits and packages back, and leaves changed nodes alone',
  LIMIT,
  async () => {
    const python = await createEnvironment(path.join(box.folder, 'venv'));
    const app = createApplication(box, python, 'app', {
      old: { 'requirements.txt': 'iniconfig==1.1.1\n' },
      edited: { '__init__.py': 'one\n' },
    });
    await app.install();
    const before = { old: git(app.file('old'), 'rev-parse', 'HEAD'), packages: await installedPackages(python) };
    const news = createApplication(box, python, 'news', { fresh: { 'requirements.txt': 'packaging==24.1\n' } });
    const refs = app.nodes.map(({ name, url }) => ({
      name,
      url,
      ref: commit(url, name === 'old' ? { 'requirements.txt': 'iniconfig==2.0.0\n' } : { '__init__.py': 'two\n' }),
    }));
    const step = { ui_home: app.ui_home, python, nodes: [...refs, ...news.nodes] };
    const end = await box.run('install_custom_nodes', step, journal('nodes'));
    expect(end).toMatchObject({ code: 0, result: { cloned: 1, moved: 2 } });
    writeFileSync(path.join(app.file('edited'), '__init__.py'), 'mine\n');

    const undone = await box.undo('install_custom_nodes', step, end.result, journal('nodes'));
    expect(undone).toMatchObject({
      code: 1,
      failure: expect.stringMatching(/edited: has local changes \(__init__.py\)/) as string,
    });
    expect(rows(undone)).toEqual({ old: 'success', edited: 'failed', fresh: 'success', packages: 'success' });
    expect(git(app.file('old'), 'rev-parse', 'HEAD')).toBe(before.old);
    expect(git(app.file('old'), 'symbolic-ref', '--short', 'HEAD')).toBe('main');
    expect(text(path.join(app.file('edited'), '__init__.py'))).toBe('mine\n');
    expect(existsSync(app.file('fresh'))).toBe(false);
    expect(existsSync(app.file('.bringup-undone.disabled/fresh/requirements.txt'))).toBe(true);
    expect(await installedPackages(python)).toEqual(before.packages);

    // Once the change is gone, the rest can be put back.
    git(app.file('edited'), 'checkout', '--', '.');
    expect(await box.undo('install_custom_nodes', step, end.result, journal('nodes'))).toMatchObject({ code: 0 });
    expect(text(path.join(app.file('edited'), '__init__.py'))).toBe('one\n');
  },
);

it(
  'of git_clone moves a new clone aside, takes a moved one back, and leaves one with changes alone',
  LIMIT,
  async () => {
    const url = createRepository(path.join(box.folder, 'origin'), { file: 'one' });
    const destination = path.join(box.folder, 'clone');
    const step = { url, destination };
    await box.run('git_clone', step, journal('cloned'));
    const first = git(destination, 'rev-parse', 'HEAD');
    const moved = { ...step, ref: commit(url, { file: 'two' }) };
    await box.run('git_clone', moved, journal('moved'));
    expect(text(path.join(destination, 'file'))).toBe('two');
    expect(await box.undo('git_clone', moved, null, journal('moved'))).toMatchObject({ code: 0 });
    expect(git(destination, 'rev-parse', 'HEAD')).toBe(first);
    writeFileSync(path.join(destination, 'file'), 'mine');
    expect(await box.undo('git_clone', step, null, journal('cloned'))).toMatchObject({ code: 1 });
    expect(text(path.join(destination, 'file'))).toBe('mine');
    git(destination, 'checkout', '--', '.');
    for (let again = 0; again < 2; again++)
      expect(await box.undo('git_clone', step, null, journal('cloned'))).toMatchObject({ code: 0 });
    expect(existsSync(destination)).toBe(false);
    expect(text(`${destination}.bringup-undone/file`)).toBe('one');
  },
);
