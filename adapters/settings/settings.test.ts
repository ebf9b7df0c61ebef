import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { settingsSchema } from '../../contract/settings.ts';
import { packageFile } from '../package-root.ts';
import { ensureHome, loadSettings } from './settings.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-settings-'));
});
afterEach(() => rm(home, { recursive: true }));

const load = (env: Record<string, string> = {}) => loadSettings({ HOME: home, BRINGUP_HOME: home, ...env });
const loadYaml = async (text: string, env: Record<string, string> = {}) => {
  await writeFile(path.join(home, 'config.yaml'), text);
  return load(env);
};

describe('the data folder', () => {
  test.each([
    [{ BRINGUP_HOME: '/data/b', XDG_DATA_HOME: '/xdg' }, '/data/b'],
    [{ BRINGUP_HOME: '', XDG_DATA_HOME: '/xdg' }, '/xdg/bringup'],
    [{ XDG_DATA_HOME: 'relative' }, '/nobody/.local/share/bringup'],
    [{}, '/nobody/.local/share/bringup'],
    [{ BRINGUP_HOME: 'here' }, path.resolve('here')],
  ])('of %j is %s', async (env, expected) => {
    const settings = await loadSettings({ HOME: '/nobody', ...env });
    expect(settings.home).toBe(expected);
    expect(settings.path('state', 'x.json')).toBe(path.join(expected, 'state', 'x.json'));
    expect(settings.userKnownHosts).toBe('/nobody/.ssh/known_hosts');
  });

  it('is not made by loading', async () => {
    const missing = path.join(home, 'missing');
    await load({ BRINGUP_HOME: missing });
    expect(await readdir(home)).toEqual([]);
  });

  it('is made for its owner only, as often as wanted', async () => {
    const settings = await load({ BRINGUP_HOME: path.join(home, 'a', 'b') });
    await ensureHome(settings);
    await ensureHome(settings);
    expect((await readdir(settings.home)).sort()).toEqual([
      'logs',
      'practice',
      'secrets',
      'state',
      'sync',
      'templates',
    ]);
    expect((await stat(settings.home)).mode & 0o777).toBe(0o700);
    expect((await stat(settings.path('secrets'))).mode & 0o777).toBe(0o700);
  });

  it('that cannot be written is one clear sentence', async () => {
    await writeFile(path.join(home, 'file'), '');
    const folder = path.join(home, 'file', 'data');
    await expect(ensureHome({ home: folder })).rejects.toThrow(
      `The data folder ${folder} cannot be written: a part of the path is a file. Set BRINGUP_HOME to another folder.`,
    );
    await expect(ensureHome({ home: '/proc/bringup' })).rejects.toThrow(
      /^The data folder \/proc\/bringup cannot be written: /,
    );
    await expect(ensureHome({ home: path.join(home, 'file') })).rejects.toThrow('a file of that name is in the way');
  });
});

describe('config.yaml', () => {
  it('is optional, and so is everything in it', async () => {
    expect(await load()).toMatchObject({
      port: 5000,
      host: '127.0.0.1',
      workflow_step_delay: 5,
      limits: { kill_grace_s: 5 },
    });
    expect(await loadYaml('# nothing yet\n')).toMatchObject({ port: 5000 });
    expect(await loadYaml('workflow_step_delay: 0.5\nlimits:\n  unreachable_s: 60\n')).toMatchObject({
      workflow_step_delay: 0.5,
      limits: { unreachable_s: 60, kill_grace_s: 5 },
    });
  });

  it('gives way to the environment', async () => {
    const env = { PORT: '6000', HOST: '::1', LOG_LEVEL: 'DEBUG', VAST_URL: 'http://127.0.0.1:9000/base' };
    expect(await loadYaml('port: 5001\nhost: 10.0.0.1\n', env)).toMatchObject({
      port: 6000,
      host: '::1',
      log_level: 'debug',
      vast_url: 'http://127.0.0.1:9000/base',
    });
    expect(await loadYaml('port: 5001\n', { PORT: '' })).toMatchObject({ port: 5001 });
  });

  it('gives the sync folder as an absolute path', async () => {
    expect((await load()).sync_folder).toBeUndefined();
    expect((await loadYaml('sync_folder: media')).sync_folder).toBe(path.join(home, 'media'));
    expect((await loadYaml('sync_folder: ~/media')).sync_folder).toBe(path.join(home, 'media'));
    expect((await loadYaml('sync_folder: /media')).sync_folder).toBe('/media');
  });

  test.each([
    ['port: abc', 'line 1, column 7: port: must be a number, not a text.'],
    ['# c\nlimits:\n  kill_grace_s: -1\n', 'line 3, column 17: limits.kill_grace_s: must be at least 0.'],
    ['ssh:\n  identityfile: x\n', 'line 2, column 3: ssh.identityfile: is not a known field.'],
    ['ports: 1\nport: 0\n', 'line 1, column 1: ports: is not a known field (and 1 more).'],
    ['log_level: loud', 'line 1, column 12: log_level: must be one of "trace", "debug"'],
    ['limits:\n- a\n', 'line 2, column 1: limits: must be an object, not a list.'],
    ['- a\n', 'line 1, column 1: must be an object, not a list.'],
    ['port: 1\nport: 2\n', 'line 2, column 1: map keys must be unique.'],
    ['limits: {\n', 'line 2, column 1:'],
    ['port: *x', 'line 1, column 1: unresolved alias'],
    ['port: !!js/function x', 'line 1, column 7: unresolved tag'],
  ])('refuses %j with its place', async (text, expected) => {
    const loading = loadYaml(text);
    await expect(loading).rejects.toMatchObject({ failure: { code: 'input_invalid' } });
    await expect(loading).rejects.toThrow(`${path.join(home, 'config.yaml')}, ${expected}`);
  });

  it('that cannot be read is a clear sentence', async () => {
    await mkdir(path.join(home, 'config.yaml'));
    await expect(load()).rejects.toThrow(`${path.join(home, 'config.yaml')} cannot be read: it is a folder.`);
  });
});

test.each([
  [{ PORT: 'abc' }, "PORT must be a whole number from 1 to 65535, got 'abc'"],
  [{ PORT: '0' }, "PORT must be a whole number from 1 to 65535, got '0'"],
  [{ PORT: '65536' }, "PORT must be a whole number from 1 to 65535, got '65536'"],
  [{ PORT: '5e3' }, "PORT must be a whole number from 1 to 65535, got '5e3'"],
  [{ HOST: 'a b' }, "HOST must be an IP address or a host name, got 'a b'"],
  [{ LOG_LEVEL: 'loud' }, "LOG_LEVEL must be one of trace, debug, info, warn, error, got 'loud'"],
  [{ VAST_URL: 'file:///etc' }, "VAST_URL must be an http or https URL, got 'file:///etc'"],
  [{ VAST_URL: 'vast' }, "VAST_URL must be an http or https URL, got 'vast'"],
])('refuses %j', async (env, message) => {
  await expect(load(env)).rejects.toThrow(message);
});

describe('the provider’s key', () => {
  const file = () => path.join(home, 'vast_api_key');

  it('comes from the environment, else from a file that only its owner can read', async () => {
    expect((await load()).vastKey).toBeNull();
    await writeFile(file(), 'from-file\n', { mode: 0o600 });
    expect((await load()).vastKey).toBe('from-file');
    expect((await load({ VAST_API_KEY: 'from-env' })).vastKey).toBe('from-env');
    await chmod(file(), 0o644);
    await expect(load()).rejects.toThrow(`${file()} can be read by others. Run: chmod 600 ${file()}`);
  });

  it('and other secrets are not part of what is printed', async () => {
    const settings = await load({ CIVITDL_API_KEY: 'civit-value' });
    expect(settings.secret('CIVITDL_API_KEY')).toBe('civit-value');
    expect(settings.secret('OTHER')).toBeNull();
    expect(JSON.stringify(settings)).not.toContain('civit-value');
  });
});

it('config.example.yaml shows every setting with its default', async () => {
  const example = await readFile(packageFile('config.example.yaml'), 'utf8');
  expect(parse(example)).toBeNull();
  const uncommented = example.replace(/^# ?(?=(#? *)[a-z_]+:( |$))/gm, '').replace(/^# {3}(?=[a-z_]+:)/gm, '  ');
  const shown = settingsSchema.parse(parse(uncommented));
  expect(shown).toMatchObject({ ...settingsSchema.parse({}), ssh: {}, temporal: { port: 0, ui_port: 0 } });
  for (const name of Object.keys(settingsSchema.shape)) expect(uncommented).toMatch(new RegExp(`^${name}:`, 'm'));
});
