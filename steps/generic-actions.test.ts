// The actions that any template may use: a file, a command, packages, a wait. With their probes and undos, in sandboxes.
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';
import { PROBE_NO } from './step.ts';
import { createEnvironment, installedPackages } from './testing/python-environment.ts';
import { startServer } from './testing/file-server.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

let box: Sandbox;
beforeAll(() => {
  box = createSandbox();
});
afterAll(() => box.remove());

const journal = (name: string) => ({ env: { UNDO_FILE: path.join(box.folder, 'undo', name) } });

describe('run_command', () => {
  it('hands its environment over as data, in the folder that was named', async () => {
    const environment = { WORDS: `"; echo 'no'\n$(id)` };
    const step = { command: 'pwd; printf %s "$WORDS"', environment, working_directory: box.folder };
    expect(await box.run('run_command', step)).toMatchObject({
      code: 0,
      stdout: `${box.folder}\n${environment.WORDS}`,
    });
  });

  it.each([
    ['sh', 'echo one'],
    ['bash', '[[ -n $BASH_VERSION ]] && echo one'],
    ['python', 'print("one")'],
  ])('is read by %s', async (interpreter, command) => {
    expect(await box.run('run_command', { command, interpreter })).toMatchObject({ code: 0, stdout: 'one\n' });
  });

  it.each([
    [[0, 3], 3, 0],
    [[0, 3], 4, 4],
    [[3], 0, 1],
    [[0], 3, 3],
  ])('with the codes %s for success and the exit code %i ends with %i', async (success_codes, code, end) => {
    expect(await box.run('run_command', { command: `exit ${code}`, success_codes })).toMatchObject({ code: end });
  });

  it('hands numbers and truths over as text, as YAML’s authors mean them', async () => {
    const environment = { PORT: 8000, LEAN: true, NAME: '08' };
    const ran = await box.run('run_command', { command: 'echo "$PORT $LEAN $NAME"', environment });
    expect(ran).toMatchObject({ code: 0, stdout: '8000 true 08\n' });
    expect(runCommand.parameters.safeParse({ command: 'true', environment: { A: ['x'] } }).success).toBe(false);
  });

  it('refuses a variable that is in secrets, too', () => {
    const step = { command: 'true', environment: { A: 'x' }, secrets: { A: 'x' } };
    expect(runCommand.parameters.safeParse(step).success).toBe(false);
  });
});

describe('write_file', () => {
  it('makes, leaves alone, replaces, is asked for and undone', async () => {
    const step = { path: path.join(box.folder, 'deep/er/file'), content: 'ü\n', mode: '0640', make_folders: true };
    const one = await box.run('write_file', step, journal('file'));
    expect(one).toMatchObject({ code: 0, result: { kind: 'made' } });
    expect([readFileSync(step.path, 'utf8'), statSync(step.path).mode & 0o777]).toEqual(['ü\n', 0o640]);
    expect(await box.run('write_file', step, journal('file'))).toMatchObject({
      code: 0,
      result: { kind: 'unchanged' },
    });
    expect(await box.probe('write_file', step, one.result)).toMatchObject({ code: 0 });

    const next = { ...step, content: 'two', mode: '0600' };
    const two = await box.run('write_file', next, journal('file-two'));
    expect(two).toMatchObject({ code: 0, result: { kind: 'replaced' } });
    expect(await box.probe('write_file', step, one.result)).toMatchObject({ code: PROBE_NO });
    expect(await box.undo('write_file', next, null, journal('file-two'))).toMatchObject({ code: 0 });
    expect([readFileSync(step.path, 'utf8'), statSync(step.path).mode & 0o777]).toEqual(['ü\n', 0o640]);

    writeFileSync(step.path, 'mine');
    expect(await box.undo('write_file', step, null, journal('file'))).toMatchObject({ code: 1 });
    expect(readFileSync(step.path, 'utf8')).toBe('mine');
    writeFileSync(step.path, 'ü\n');
    for (let again = 0; again < 2; again++)
      expect(await box.undo('write_file', step, null, journal('file'))).toMatchObject({ code: 0 });
    expect(() => statSync(step.path)).toThrow('ENOENT');
  });

  it('follows a link, and leaves a file alone that is not the expected one', async () => {
    const [file, link] = [path.join(box.folder, 'target'), path.join(box.folder, 'link')];
    writeFileSync(file, 'old');
    symlinkSync('target', link);
    const refused = await box.run('write_file', { path: link, content: 'new', expected_before: '0'.repeat(64) });
    expect(refused).toMatchObject({ code: 1, failure: expect.stringContaining('it was left alone') as string });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(await box.run('write_file', { path: link, content: 'new' })).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it('writes a secret for its owner alone, and says nothing of it', async () => {
    const step = { path: path.join(box.folder, 'key'), content_from: 'KEY', secrets: { KEY: 'key' } };
    const end = await box.run('write_file', step, { env: { KEY: 'very-secret' } });
    expect(statSync(step.path).mode & 0o777).toBe(0o600);
    expect(readFileSync(step.path, 'utf8')).toBe('very-secret');
    expect(JSON.stringify(end)).not.toContain('very-secret');
    expect(end.result).toMatchObject({ files: [{ sha256: null }] });
  });

  it('says where it cannot write', async () => {
    mkdirSync(path.join(box.folder, 'folder'));
    const file = (name: string) => ({ path: path.join(box.folder, name), content: '' });
    expect(await box.run('write_file', file('folder'))).toMatchObject({ failureCode: 'folder_occupied' });
    expect(await box.run('write_file', file('none/file'))).toMatchObject({ failureCode: 'path_not_found' });
  });
});

describe('wait_for', () => {
  it('waits until the text is there, and asks once as a probe', async () => {
    let asked = 0;
    const server = await startServer((_, response) => response.end((asked += 1) > 2 ? 'ready' : 'starting'));
    const step = { url: server.url, expect_text: 'ready', every_s: 0.05, limit_s: 20 };
    const end = await box.run('wait_for', step);
    expect(end).toMatchObject({ code: 0, note: expect.stringMatching(/answers, after \d+ s$/) as string });
    expect(asked).toBe(3);
    expect(await box.run('wait_for', { port: Number(new URL(server.url).port) })).toMatchObject({ code: 0 });
    expect(await box.probe('wait_for', { ...step, expect_status: 204 }, null)).toMatchObject({
      code: PROBE_NO,
      failure: expect.stringContaining('answers 200 instead of 204') as string,
    });
    await server.stop();
  });

  it('gives up with what it saw last', async () => {
    const end = await box.run('wait_for', { port: 1, limit_s: 1, every_s: 0.2 });
    expect(end).toMatchObject({ failureCode: 'not_ready', failure: expect.stringContaining('refused') as string });
  });
});

it('python_packages says what changed, is met the second time, and is undone', { timeout: 120_000 }, async () => {
  const python = await createEnvironment(path.join(box.folder, 'venv'));
  const before = await installedPackages(python);
  const step = { ui_home: box.folder, python, packages: ['iniconfig==1.1.1', 'torch'] };
  const one = await box.run('python_packages', step, journal('packages'));
  expect(one).toMatchObject({
    code: 0,
    result: { packages: { iniconfig: [null, '1.1.1'] } },
    warnings: ['torch belongs to the application: it stays as it is.'],
  });
  expect(await box.run('python_packages', step)).toMatchObject({ code: 0, note: 'unchanged: 1 requirements are met' });
  const only = { ...step, packages: ['iniconfig==1.1.1'] };
  expect(await box.probe('python_packages', only, null)).toMatchObject({ code: 0 });
  const newer = { ...only, packages: ['iniconfig==2.0.0'] };
  expect(await box.run('python_packages', newer, journal('newer'))).toMatchObject({ code: 0 });
  expect(await box.probe('python_packages', only, null)).toMatchObject({
    code: PROBE_NO,
    failure: 'iniconfig: has 2.0.0, needs ==1.1.1',
  });
  expect(await box.undo('python_packages', newer, null, journal('newer'))).toMatchObject({ code: 0 });
  expect(await installedPackages(python)).toMatchObject({ iniconfig: '1.1.1' });
  expect(await box.undo('python_packages', step, null, journal('packages'))).toMatchObject({ code: 0 });
  expect(await installedPackages(python)).toEqual(before);
  const bad = await box.run('python_packages', { ...step, packages: ['iniconfig==999'] });
  expect(bad.code).not.toBe(0);
  rmSync(path.join(box.folder, 'venv'), { recursive: true });
});
