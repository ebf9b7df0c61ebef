// set_ui_home and get_ui_home against real login shells in scratch homes.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, shells } from './testing/run-step-script.ts';

let box: Sandbox;
let app: string;
beforeEach(() => {
  box = createSandbox();
  app = path.join(box.folder, 'ComfyUI');
  mkdirSync(app);
  writeFileSync(path.join(app, 'main.py'), '');
});
afterEach(() => box.remove());

const inHome = (name: string) => path.join(box.home, name);
const read = (name: string) => readFileSync(inHome(name), 'utf8');
const set = (ui_home: string, options = {}) => box.run('set_ui_home', { ui_home }, options);
const get = (options = {}, parameters = {}) => box.run('get_ui_home', parameters, options);

const whereIs = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
const loginShells = ['sh', 'bash', 'zsh', 'fish', 'tcsh', 'mksh']
  .map(whereIs)
  .filter((shell) => shell && spawnSync(shell, ['-c', ':']).status === 0);

/** Names that would do harm if they ever became shell text. */
const HOSTILE = ['it\'s a $(touch canary) `touch canary` "q" ;touch canary; ü', 'back\\slash $HOME !! #x', '日本 & *'];

describe.each(loginShells)('with %s as login shell', (shell) => {
  it('get_ui_home reads what set_ui_home has set, whatever is in the path', async () => {
    for (const name of HOSTILE) {
      const folder = path.join(box.folder, name);
      mkdirSync(folder);
      expect(await set(folder, { env: { SHELL: shell } })).toMatchObject({ code: 0, result: folder });
      expect(await get({ env: { SHELL: shell } })).toMatchObject({ code: 0, result: folder, failure: null });
    }
    expect(readdirSync(box.folder)).not.toContain('canary');
    expect(readdirSync(box.home)).not.toContain('canary');
  });

  it('get_ui_home is not confused by login files that print', async () => {
    await set(app, { env: { SHELL: shell } });
    for (const file of ['.profile', '.zprofile', '.login']) {
      if (existsSync(inHome(file))) writeFileSync(inHome(file), `echo Welcome; echo UI_HOME=/wrong\n${read(file)}`);
    }
    expect(await get({ env: { SHELL: shell } })).toMatchObject({ code: 0, result: app });
  });
});

describe.each(shells.map((shell) => ({ shell, name: shell.join(' ') })))('set_ui_home run by $name', ({ shell }) => {
  it('writes nothing the second time', async () => {
    writeFileSync(inHome('.bash_profile'), 'export OTHER=1');
    writeFileSync(inHome('.zprofile'), '# mine\n\n');
    const first = await set(app, { shell });
    expect(first.note).toContain('written to');
    const files = ['.profile', '.bash_profile', '.zprofile', '.bringup/env'];
    const before = files.map((name) => [read(name), statSync(inHome(name)).mtimeMs, statSync(inHome(name)).ino]);
    const second = await set(app, { shell });
    expect(second).toMatchObject({ code: 0, note: `${app}, unchanged` });
    expect(files.map((name) => [read(name), statSync(inHome(name)).mtimeMs, statSync(inHome(name)).ino])).toEqual(
      before,
    );
  });

  it('replaces its block instead of adding one, and keeps everything else', async () => {
    const other = path.join(box.folder, 'other');
    mkdirSync(other);
    writeFileSync(inHome('.profile'), 'export A=1\n');
    mkdirSync(inHome('.bringup'));
    writeFileSync(inHome('.bringup/env'), "export TOKEN_FILE='/x'\nexport UI_HOME='/old'\n");
    await set(app, { shell });
    const end = await set(other, { shell });
    expect(end).toMatchObject({
      code: 0,
      result: other,
      warnings: [`${other} holds no main.py: it may not be the application's folder.`],
    });
    expect(read('.profile').match(/>>> bringup >>>/g)).toHaveLength(1);
    expect(read('.profile')).toMatch(/^export A=1\n/);
    expect(read('.bringup/env')).toBe(
      `# Written by Bringup; login shells read it.\nexport TOKEN_FILE='/x'\nexport UI_HOME='${other}'\n`,
    );
    expect((await get({ shell })).result).toBe(other);
  });
});

describe('set_ui_home', () => {
  it('wins over lines that others have added since', async () => {
    await set(app);
    writeFileSync(inHome('.profile'), `${read('.profile')}export UI_HOME=/elsewhere\n`);
    expect((await get()).result).toBe('/elsewhere');
    await set(app);
    expect((await get()).result).toBe(app);
    expect(read('.profile')).toContain('export UI_HOME=/elsewhere\n');
  });

  it('does not take a block that was cut in half for the rest of the file', async () => {
    writeFileSync(inHome('.profile'), '# >>> bringup >>>\nif x\nexport KEEP=1\n');
    await set(app);
    expect(read('.profile')).toContain('export KEEP=1\n');
    writeFileSync(inHome('.profile'), 'export KEEP=1\n');
    await set(app);
    expect((await get()).result).toBe(app);
  });

  it('keeps a file’s mode, and a link a link', async () => {
    mkdirSync(inHome('dotfiles'));
    writeFileSync(inHome('dotfiles/profile'), 'export A=1\n', { mode: 0o600 });
    symlinkSync('dotfiles/profile', inHome('.profile'));
    await set(app);
    expect(lstatSync(inHome('.profile')).isSymbolicLink()).toBe(true);
    expect(statSync(inHome('dotfiles/profile')).mode & 0o777).toBe(0o600);
    expect(read('dotfiles/profile')).toContain('bringup');
    expect(readdirSync(inHome('dotfiles'))).toEqual(['profile']);
  });

  it('expands ~/ on the box', async () => {
    mkdirSync(inHome('app'));
    expect(await set('~/app')).toMatchObject({ code: 0, result: inHome('app') });
    expect(await get({}, { expected: '~/app/' })).toMatchObject({ code: 0, result: inHome('app') });
  });

  it('fails where there is no such folder, and writes nothing', async () => {
    const end = await set('/nowhere/at all');
    expect(end).toMatchObject({
      failureCode: 'path_not_found',
      failure: 'There is no folder /nowhere/at all on the box.',
      result: null,
    });
    expect(readdirSync(box.home)).toEqual([]);
  });

  it('says so where the home cannot be written', async () => {
    writeFileSync(inHome('.bringup'), 'a file in the way');
    const end = await set(app);
    expect(end.failureCode).toBe('box_not_usable');
    expect(end.failure).toContain('/.bringup cannot be written');
  });

  it('writes the environment file of a Vast.ai image once, and leaves /etc/environment of this machine alone', async () => {
    const machine = existsSync('/etc/environment') ? readFileSync('/etc/environment', 'utf8') : null;
    const workspace = path.join(box.folder, "work space's");
    mkdirSync(workspace);
    const file = path.join(workspace, '.env');
    writeFileSync(file, 'A="1"');
    chmodSync(file, 0o640);
    await set(app, { env: { WORKSPACE: workspace } });
    await set(app, { env: { WORKSPACE: workspace } });
    expect(readFileSync(file, 'utf8')).toBe(`A="1"\n# >>> bringup >>>\nUI_HOME='${app}'\n# <<< bringup <<<\n`);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(existsSync('/etc/environment') ? readFileSync('/etc/environment', 'utf8') : null).toBe(machine);
  });

  it('replaces the lines that the predecessor added with every run, and keeps all else', async () => {
    const file = path.join(box.folder, 'environment');
    const before = '# Template controlled environment for C.1\nA="1"\n';
    writeFileSync(
      file,
      `${before}UI_HOME=/workspace/ComfyUI/\nUI_HOMES="x"\nUI_HOME=/workspace/ComfyUI/\nexport UI_HOME=/a\n`,
    );
    const first = await box.run('set_ui_home', { ui_home: app, env_files: [file] });
    expect(first.stdout).toContain(`${file}: 3 older lines of UI_HOME are left out`);
    const text = `${before}UI_HOMES="x"\n# >>> bringup >>>\nUI_HOME='${app}'\n# <<< bringup <<<\n`;
    expect(readFileSync(file, 'utf8')).toBe(text);
    const { ino } = statSync(file);
    const second = await box.run('set_ui_home', { ui_home: app, env_files: [file] });
    expect(second).toMatchObject({ code: 0, note: `${app}, unchanged`, warnings: [] });
    expect([readFileSync(file, 'utf8'), statSync(file).ino]).toEqual([text, ino]);
  });

  it('tells the predecessor’s other place, in ~/.bashrc, where that has another value', async () => {
    writeFileSync(inHome('.bashrc'), `export UI_HOME=/old\nexport UI_HOME="${app}/"\n`);
    expect(await set(app)).toMatchObject({ code: 0, warnings: [] });
    writeFileSync(inHome('.bashrc'), 'export UI_HOME=/old/\n');
    expect((await set(app)).warnings).toEqual([
      `${inHome('.bashrc')} sets UI_HOME to /old: interactive shells see that one. Remove the line there.`,
    ]);
    expect(read('.bashrc')).toBe('export UI_HOME=/old/\n');
  });

  it('reads the environment files back, and tells what a shell sees instead', async () => {
    const file = path.join(box.folder, 'environment');
    writeFileSync(file, 'exit 3\n');
    const end = await box.run('set_ui_home', { ui_home: app, env_files: [file] });
    expect(end).toMatchObject({ code: 0, result: app });
    expect(end.warnings).toEqual([
      `${file} was written, and a shell that reads it has UI_HOME=: something else in it sets another value, or ends it.`,
    ]);
  });

  it('writes the environment files that it was told', async () => {
    const file = path.join(box.folder, 'environment');
    writeFileSync(file, '# Template controlled environment for C.1\nUI_HOME="/old"\n');
    const end = await box.run('set_ui_home', { ui_home: app, env_files: [file, '/proc/none/x'] });
    expect(end.warnings).toEqual(['/proc/none/x cannot be written: services that read it do not see UI_HOME.']);
    const sourced = spawnSync('sh', ['-c', `. "${file}"; echo "$UI_HOME"`], { encoding: 'utf8' }).stdout;
    expect(sourced).toBe(`${app}\n`);
  });
});

describe('get_ui_home', () => {
  it('fails when it is not set, empty included', async () => {
    const end = await get();
    expect(end).toMatchObject({
      failureCode: 'step_failed',
      failure: 'UI_HOME is not set in the login shell /bin/bash: run set_ui_home first.',
    });
    writeFileSync(inHome('.profile'), 'export UI_HOME=\n');
    expect((await get()).failure).toContain('is not set');
  });

  it('tells another value than the expected one', async () => {
    writeFileSync(inHome('.profile'), 'export UI_HOME=/other\n');
    expect(await get({}, { expected: app })).toMatchObject({
      failureCode: 'ui_home_mismatch',
      result: '/other',
      failure: `The login shell /bin/bash says UI_HOME=/other, expected ${app}.`,
    });
  });

  it('is not fooled by the environment that it runs in', async () => {
    expect((await get({ env: { UI_HOME: '/job' } })).failureCode).toBe('step_failed');
  });

  it('says when the login files end the shell', async () => {
    writeFileSync(inHome('.profile'), 'echo no way in; exit 3\n');
    const end = await get();
    expect(end.failure).toContain('gave no answer (exit code 3)');
    expect(end.stdout).toContain('no way in');
  });
});
