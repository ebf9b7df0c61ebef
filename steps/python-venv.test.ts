// python_venv with real Pythons, pip and uv.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEnvironment, installedPackages, writeWheel } from './testing/python-environment.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

let box: Sandbox;
let venv: string;
beforeEach(() => {
  box = createSandbox();
  venv = path.join(box.folder, 'an environment');
});
afterEach(() => box.remove());

const make = (more: object = {}, env = {}) => box.run('python_venv', { path: venv, ...more }, { env });
const python = () => path.join(venv, 'bin/python');
const starts = (file: string) => spawnSync(file, ['-c', 'pass']).status === 0;

/** A wheel of our own, so that nothing has to be fetched. */
async function wheel(name = 'small'): Promise<string> {
  return path.join(box.folder, await writeWheel(box.folder, name, []));
}

describe('python_venv', { timeout: 60_000 }, () => {
  it('makes an environment, installs, and has nothing to do the second time', async () => {
    const packages = [await wheel()];
    const requirements = path.join(box.folder, 'requirements.txt');
    writeFileSync(requirements, `${await wheel('other')}\n`);
    const first = await make({ packages, requirements });
    expect(first).toMatchObject({
      code: 0,
      warnings: [],
      result: { path: venv, python: python(), kind: 'made', installed: { small: '1.0', other: '1.0' } },
      tasks: [
        { name: 'environment', status: 'success' },
        { name: 'packages', status: 'success', note: '2 new' },
      ],
    });
    expect(await installedPackages(python())).toMatchObject({ small: '1.0', pip: expect.any(String) as string });
    const second = await make({ packages, requirements });
    expect(second).toMatchObject({ code: 0, note: `${venv} unchanged`, result: { kind: 'unchanged', installed: {} } });
    expect(readdirSync(box.folder).filter((name) => name.startsWith('an environment'))).toEqual(['an environment']);
  });

  it('uses uv where the box has it, and leaves pip as it is unless it is asked', async () => {
    const uv = path.join(box.home, '.bringup/uv');
    expect(spawnSync('python3', ['-m', 'pip', 'install', '-q', '--target', uv, 'uv']).status).toBe(0);
    const end = await make({ packages: [await wheel()], upgrade_pip: true });
    expect(end).toMatchObject({ code: 0, result: { kind: 'made', installed: { small: '1.0' } } });
    expect(readFileSync(path.join(venv, 'pyvenv.cfg'), 'utf8')).toMatch(/^uv = /m);
    expect(end.tasks.map(({ name, status }) => [name, status])).toEqual([
      ['environment', 'success'],
      ['pip', 'success'],
      ['packages', 'success'],
    ]);
  });

  it('tells a broken environment, and leaves it as it is', async () => {
    await make();
    rmSync(python());
    writeFileSync(path.join(venv, 'mine'), 'mine');
    const end = await make();
    expect(end).toMatchObject({ failureCode: 'folder_occupied', tasks: [{ name: 'environment', status: 'failed' }] });
    expect(end.failure).toContain('is broken: its bin/python does not start. It was left alone');
    expect(readFileSync(path.join(venv, 'mine'), 'utf8')).toBe('mine');
    const again = await make({ recreate: true });
    expect(again).toMatchObject({ code: 0, result: { kind: 'recreated' } });
    expect(again.warnings[0]).toContain(`it is kept as ${venv}.broken`);
    expect(readFileSync(path.join(`${venv}.broken`, 'mine'), 'utf8')).toBe('mine');
    expect(starts(python())).toBe(true);
    // What is healthy is not made anew.
    expect(await make({ recreate: true })).toMatchObject({ code: 0, result: { kind: 'unchanged' } });
  });

  it('knows one that was moved or has another Python for a broken one', async () => {
    const elsewhere = path.join(box.folder, 'elsewhere');
    await createEnvironment(elsewhere);
    mkdirSync(path.join(venv, 'bin'), { recursive: true });
    writeFileSync(path.join(venv, 'pyvenv.cfg'), '');
    writeFileSync(python(), `#!/bin/sh\nexec '${elsewhere}/bin/python' "$@"\n`);
    chmodSync(python(), 0o755);
    expect((await make()).failure).toContain(`takes itself for the one of ${elsewhere}`);
    const old = path.join(box.folder, 'old');
    writeFileSync(old, `#!/bin/sh\necho '["/usr", "3.7", false, {}]'\n`);
    chmodSync(old, 0o755);
    expect((await make({ path: elsewhere, base_python: old })).failure).toMatch(
      /has Python 3\.\d+, and 3\.7 was asked for/,
    );
  });

  it('never takes a folder that is something else', async () => {
    mkdirSync(venv);
    writeFileSync(path.join(venv, 'mine'), 'mine');
    for (const recreate of [false, true]) {
      const end = await make({ recreate });
      expect(end).toMatchObject({ failureCode: 'folder_occupied' });
      expect(end.failure).toContain('holds something that is no virtual environment');
    }
    expect(readdirSync(venv)).toEqual(['mine']);
  });

  it('makes anew what an interrupted run of its own left unfinished', async () => {
    mkdirSync(path.join(venv, 'bin'), { recursive: true });
    writeFileSync(`${venv}.bringup-unfinished`, '');
    expect(await make()).toMatchObject({ code: 0, result: { kind: 'made' } });
    expect(existsSync(`${venv}.bringup-unfinished`)).toBe(false);
  });

  it('warns of a second environment that the application does not use', async () => {
    const application = path.join(box.folder, 'main');
    const app = path.join(box.folder, 'ComfyUI');
    mkdirSync(app);
    const used = await createEnvironment(application);
    const second = path.join(app, 'venv');
    const end = await make({ path: second, ui_home: app, python: used });
    expect(end.code).toBe(0);
    expect(end.warnings).toEqual([
      `The application in ${app} uses ${application}: what is installed into ${second} does not reach it.`,
    ]);
    expect((await make({ ui_home: app, python: used })).warnings).toEqual([]);
    expect((await make({ path: application, ui_home: app, python: used })).warnings).toEqual([]);
  });

  it('tells why: no such Python, no way to make one, no such package, no such file, no network', async () => {
    expect(await make({ base_python: '/no/python' })).toMatchObject({ failureCode: 'tool_missing' });
    const crippled = path.join(box.folder, 'bin');
    mkdirSync(crippled);
    // A Debian without python3-venv: the modules are not there.
    writeFileSync(
      path.join(crippled, 'python3'),
      '#!/bin/sh\ncase "$*" in *venv*|*virtualenv*) echo "No module named venv" >&2; exit 1 ;; esac\nexec /usr/bin/python3 "$@"\n',
    );
    chmodSync(path.join(crippled, 'python3'), 0o755);
    symlinkSync('/bin/sh', path.join(crippled, 'sh'));
    const none = await make({}, { PATH: crippled });
    expect(none).toMatchObject({ failureCode: 'tool_missing' });
    expect(none.failure).toContain('apt-get install python3-venv): No module named venv');
    expect(existsSync(venv)).toBe(false);

    expect(await make({ requirements: '/no/file' })).toMatchObject({ failureCode: 'path_not_found' });
    const missing = await make({ packages: [`${box.folder}/none-1.0-py3-none-any.whl`] });
    expect(missing).toMatchObject({ failureCode: 'step_failed', tasks: [{ status: 'success' }, { status: 'failed' }] });
    expect(missing.failure).toContain('none-1.0');
    const offline = await make(
      { packages: ['small-thing'] },
      { PIP_INDEX_URL: 'http://127.0.0.1:1/simple', PIP_RETRIES: '1', UV_INDEX_URL: 'http://127.0.0.1:1/simple' },
    );
    expect(offline).toMatchObject({ failureCode: 'download_failed' });
  });

  it('takes requirements and no options', async () => {
    const { steps } = await import('./index.ts');
    for (const packages of [['--index-url=x'], ['-e .'], [' a'], ['a\nb']])
      expect(steps.python_venv.parameters.safeParse({ path: '/a', packages }).success).toBe(false);
  });
});
