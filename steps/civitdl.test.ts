// setup_civitdl and test_civitdl with the real package from PyPI. The API is a server on loopback.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type ScriptEnd, type Sandbox } from './testing/run-step-script.ts';

const KEY = `key-${randomBytes(12).toString('hex')}`;
let box: Sandbox;
let config: string;
beforeAll(() => {
  box = createSandbox();
  config = path.join(box.home, '.config/civitdl/config.json');
});
afterAll(() => box.remove());

const setup = (key?: string, parameters = {}, home = box.home) =>
  box.run('setup_civitdl', parameters, { home, env: key === undefined ? {} : { CIVITDL_API_KEY: key } });
const test = (civitai_url: string, home = box.home) =>
  box.run('test_civitdl', { civitai_url, api_limit_s: 1 }, { home });
const storedKey = () => (JSON.parse(readFileSync(config, 'utf8')) as { default: { api_key: string } }).default.api_key;
const mode = (file: string) => statSync(file).mode & 0o777;
const said = ({ stdout, stderr, lines }: ScriptEnd) => stdout + stderr + lines.join('\n');

/** Looks at the arguments of every process on this machine while `work` goes on. */
async function neverInArguments(secret: string, work: Promise<unknown>): Promise<number> {
  let seen = 0;
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid)) continue;
      try {
        if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(secret)) seen += 1;
      } catch (error) {
        // It has ended in between.
        if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      }
    }
  }, 3);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
  return seen;
}

describe('setup_civitdl', () => {
  it('installs without a key, and warns', { timeout: 90_000 }, async () => {
    const end = await setup();
    expect(end).toMatchObject({
      code: 0,
      result: { version: 'civitdl v2.2.0', api_key_configured: false },
      tasks: [
        { name: 'install', status: 'success' },
        { name: 'key', status: 'warning' },
      ],
    });
    expect(end.warnings[0]).toContain('CIVITDL_API_KEY');
    expect(readlinkSync(path.join(box.home, '.local/bin/civitdl'))).toBe(
      path.join(box.home, '.bringup/tools/civitdl/bin/civitdl'),
    );
    expect(readdirSync(path.join(box.home, '.bringup/tools'))).toEqual(['civitdl']);
  });

  it('stores the key, readable by its owner only, and shows it nowhere', async () => {
    const work = setup(KEY);
    expect(await neverInArguments(KEY, work)).toBe(0);
    const end = await work;
    expect(end).toMatchObject({ code: 0, result: { api_key_configured: true }, warnings: [] });
    expect(storedKey()).toBe(KEY);
    expect(mode(config)).toBe(0o600);
    expect(mode(path.dirname(config))).toBe(0o700);
    expect(said(end)).not.toContain(KEY);
    expect(end.stdout).toContain('Default:');
  });

  it('believes neither the exit code nor the words of civitconfig, and blanks the key in them', async () => {
    const command = path.join(box.home, '.bringup/tools/civitdl/bin/civitconfig');
    const real = readFileSync(command, 'utf8');
    writeFileSync(command, '#!/bin/sh\nread -r key; echo "stored $key, truly $key"\n');
    const end = await setup(`${KEY}-new`);
    writeFileSync(command, real);
    expect(end).toMatchObject({
      failureCode: 'civitdl_broken',
      tasks: [{ name: 'install' }, { name: 'key', status: 'failed' }],
    });
    expect(end.stdout).toContain('stored [redacted], truly [redacted]');
    expect(said(end)).not.toContain(KEY);
    expect(storedKey()).toBe(KEY);
  });

  it('does nothing the second time', async () => {
    chmodSync(config, 0o644);
    chmodSync(path.dirname(config), 0o755);
    const before = statSync(config).mtimeMs;
    const end = await setup(KEY);
    expect(end).toMatchObject({
      code: 0,
      note: 'civitdl 2.2.0, unchanged',
      result: { version: 'civitdl v2.2.0', api_key_configured: true },
    });
    expect(statSync(config).mtimeMs).toBe(before);
    expect([mode(config), mode(path.dirname(config))]).toEqual([0o600, 0o700]);
    expect(end.took_ms).toBeLessThan(2000);
  });

  it('takes another key, and keeps it when none is given', async () => {
    const other = `${KEY}-$(touch canary)'"\\`;
    expect((await setup(`${other}\n`)).code).toBe(0);
    expect(storedKey()).toBe(other);
    const end = await setup();
    expect(end).toMatchObject({ code: 0, warnings: [], result: { api_key_configured: true } });
    expect(storedKey()).toBe(other);
    expect(existsSync(path.join(box.home, 'canary'))).toBe(false);
  });

  it(
    'notices that a part of it is gone, and does not believe a program that is another',
    { timeout: 90_000 },
    async () => {
      const command = path.join(box.home, '.bringup/tools/civitdl/bin/civitdl');
      const real = readFileSync(command);
      writeFileSync(command, '#!/bin/sh\necho something else\n');
      expect(await test('http://127.0.0.1:1')).toMatchObject({
        failureCode: 'civitdl_broken',
        result: { cli: 'broken' },
      });
      rmSync(command);
      const end = await setup();
      expect(end).toMatchObject({ code: 0, note: 'civitdl 2.2.0', result: { version: 'civitdl v2.2.0' } });
      expect(readFileSync(command)).toEqual(real);
    },
  );

  it('finds uv beside the application’s Python, and installs with it', { timeout: 90_000 }, async () => {
    const bin = path.join(box.folder, 'application/bin');
    mkdirSync(bin, { recursive: true });
    const log = path.join(box.folder, 'uv.log');
    const tools = path.join(box.folder, 'tools');
    execFileSync('python3', ['-m', 'pip', 'install', '-q', '--target', tools, 'uv']);
    writeFileSync(path.join(bin, 'uv'), `#!/bin/sh\necho "$*" >>'${log}'\nexec '${tools}/bin/uv' "$@"\n`, {
      mode: 0o755,
    });
    const home = path.join(box.folder, 'uv-home');
    mkdirSync(home);
    const end = await setup(KEY, { python: path.join(bin, 'python') }, home);
    expect(end).toMatchObject({ code: 0, result: { version: 'civitdl v2.2.0', api_key_configured: true } });
    expect(readFileSync(log, 'utf8')).toMatch(/^venv --python .*\npip install --python .* civitdl==2\.2\.0$/m);
    // Nothing of it went where the application's is.
    expect(readdirSync(bin)).toEqual(['uv']);
  });

  it('leaves a command of somebody else in ~/.local/bin', async () => {
    const home = path.join(box.folder, 'other-home');
    mkdirSync(path.join(home, '.local/bin'), { recursive: true });
    mkdirSync(path.join(home, '.bringup'));
    // The environment is found by its path, so the other home borrows it.
    renameSync(path.join(box.home, '.bringup/tools'), path.join(home, '.bringup/tools'));
    try {
      writeFileSync(path.join(home, '.local/bin/civitdl'), 'mine');
      const end = await setup(undefined, {}, home);
      expect(end.code).toBe(0);
      expect(end.warnings[0]).toContain('is not ours and stays');
      expect(readFileSync(path.join(home, '.local/bin/civitdl'), 'utf8')).toBe('mine');
    } finally {
      renameSync(path.join(home, '.bringup/tools'), path.join(box.home, '.bringup/tools'));
    }
  });

  it('says which version there is none of', { timeout: 90_000 }, async () => {
    const home = path.join(box.folder, 'third-home');
    mkdirSync(home);
    const end = await setup(undefined, { version: '99.0' }, home);
    expect(end.failureCode).toBe('step_failed');
    expect(end.failure).toMatch(/^civitdl 99\.0 could not be installed: .*civitdl==99\.0/);
    expect(end.tasks[0]).toMatchObject({ name: 'install', status: 'failed' });
  });
});

describe('test_civitdl', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });
  const testAgainst = async (listener: RequestListener) => {
    const listening = createServer(listener);
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return test(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/`);
  };

  it('asks the API with the stored key as a header', async () => {
    await setup(KEY);
    let asked: unknown[] = [];
    const end = await testAgainst((request, response) => {
      asked = [request.method, request.url, request.headers.authorization];
      response.setHeader('content-type', 'application/json').end('{"username":"me"}');
    });
    expect(asked).toEqual(['GET', '/api/v1/me', `Bearer ${KEY}`]);
    expect(end).toMatchObject({
      code: 0,
      warnings: [],
      result: { cli: 'ok', config: 'ok', api: 'ok', api_status: 200, version: 'civitdl v2.2.0' },
      tasks: [
        { name: 'cli', status: 'success' },
        { name: 'config', status: 'success' },
        { name: 'api', status: 'success' },
      ],
    });
    expect(said(end)).not.toContain(KEY);
  });

  it('fails when the key is rejected', async () => {
    const end = await testAgainst((_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"Unauthorized"}');
    });
    expect(end).toMatchObject({
      failureCode: 'api_key_rejected',
      result: { cli: 'ok', config: 'ok', api: 'rejected', api_status: 401 },
    });
    expect(end.failure).toContain('rejected the API key (401)');
  });

  it('takes a 403 of the API for a rejection, too', async () => {
    const end = await testAgainst((_request, response) => {
      response.writeHead(403, { 'content-type': 'application/json' }).end('{}');
    });
    expect(end).toMatchObject({ failureCode: 'api_key_rejected', result: { api: 'rejected', api_status: 403 } });
  });

  it.each([
    [
      'a page of a gate in front',
      403,
      { 'content-type': 'text/html' },
      'answered 403, a page for people (a captcha, perhaps)',
    ],
    [
      'a page that claims to be fine',
      200,
      { 'content-type': 'text/html' },
      'answered 200, a page for people (a captcha, perhaps)',
    ],
    ['trouble over there', 503, {}, 'answered 503'],
    ['too many requests', 429, {}, 'answered 429, too many requests'],
    ['a redirect, which the key does not follow', 302, { location: 'http://127.0.0.1:1/' }, 'answered 302, a redirect'],
  ])('only warns of %s', async (_what, status, headers, words) => {
    const end = await testAgainst((_request, response) => {
      response.writeHead(status, headers).end('<html>');
    });
    expect(end).toMatchObject({ code: 0, result: { cli: 'ok', config: 'ok', api: 'unreachable', api_status: status } });
    expect(end.warnings).toHaveLength(1);
    expect(end.warnings[0]).toMatch(/^http:\S+ could not be asked about the key \(/);
    expect(end.warnings[0]).toContain(`(${words}).`);
    expect(end.tasks[2]).toMatchObject({ name: 'api', status: 'warning', note: `unreachable: ${words}` });
  });

  it('only warns when there is no internet, and of a site that does not answer', async () => {
    const end = await test('http://127.0.0.1:1');
    expect(end).toMatchObject({ code: 0, result: { api: 'unreachable', api_status: null } });
    expect(end.warnings).toEqual(['http://127.0.0.1:1 could not be asked about the key (no connection).']);
    const silent = await testAgainst(() => {});
    expect(silent).toMatchObject({ code: 0, result: { api: 'unreachable', api_status: null } });
    expect(silent.warnings[0]).toContain('(no answer within 1 s).');
    const trickling = await testAgainst((_request, response) => {
      const more = () => {
        response.write(' ');
        if (!response.destroyed) setTimeout(more, 100);
      };
      more();
    });
    expect(trickling.warnings[0]).toContain('(no answer within 1 s).');
  });

  it('shows the key in no argument of any process', async () => {
    const work = testAgainst((_request, response) => {
      response.setHeader('content-type', 'application/json').end('{}');
    });
    expect(await neverInArguments(KEY, work)).toBe(0);
    expect((await work).code).toBe(0);
  });

  it('warns when there is no key', async () => {
    const settings = JSON.parse(readFileSync(config, 'utf8')) as { default: { api_key: string } };
    settings.default.api_key = '';
    writeFileSync(config, JSON.stringify(settings));
    const end = await test('http://127.0.0.1:1');
    expect(end).toMatchObject({ code: 0, result: { config: 'no_key', api: 'no_key' } });
    expect(end.warnings).toEqual(['civitdl has no API key: it can fetch only what needs no login.']);
  });

  it('fails with settings that are damaged, and setup_civitdl does not write over them', async () => {
    writeFileSync(config, '{"default": ');
    expect(await test('http://127.0.0.1:1')).toMatchObject({
      failureCode: 'civitdl_broken',
      result: { config: 'broken' },
    });
    const end = await setup(KEY);
    expect(end.failureCode).toBe('civitdl_broken');
    expect(end.failure).toContain('not readable as JSON');
    expect(readFileSync(config, 'utf8')).toBe('{"default": ');
  });

  it('fails where civitdl is not installed', async () => {
    const home = path.join(box.folder, 'empty-home');
    mkdirSync(home);
    expect(await test('http://127.0.0.1:1', home)).toMatchObject({
      failureCode: 'civitdl_broken',
      tasks: [
        { name: 'cli', status: 'failed' },
        { name: 'config', status: 'skipped' },
        { name: 'api', status: 'skipped' },
      ],
    });
  });
});
