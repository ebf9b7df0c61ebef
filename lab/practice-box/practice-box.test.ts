import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { packageFile } from '../../adapters/package-root.ts';
import { templateSchema } from '../../contract/template.ts';
import { stepSpec } from '../../steps/index.ts';
import { MEDIA } from '../comfyui-tree.ts';
import { freePort } from '../free-port.ts';
import { run, ssh, sshOptions } from '../openssh.ts';
import { isAlive, processesWith } from '../processes.ts';
import { hostKeyAt, readKeyPair } from '../ssh-keys.ts';
import type { PracticeBoxFile } from './practice-box.ts';

// Making a Python environment takes seconds of pure work, more on a machine that is busy.
const SETUP_LIMIT = 120_000;
const LIMIT = { timeout: 10_000 };

interface Started {
  child: ChildProcess;
  log: string[];
  box: PracticeBoxFile;
  target: Parameters<typeof ssh>[0];
}

async function start(home: string, env: NodeJS.ProcessEnv = process.env): Promise<Started> {
  const child = fork(packageFile('lab', 'practice-box', 'main.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...env, BRINGUP_HOME: home, LOG_LEVEL: 'debug' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => log.push(bytes.toString()));
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the practice box ended with ${code}: ${log.join('')}`);
    }),
  ]);
  const box = JSON.parse(await readFile(path.join(home, 'practice', 'box.json'), 'utf8')) as PracticeBoxFile;
  const hostKey = hostKeyAt(box.host, box.port, await readKeyPair(path.join(home, 'practice', 'host_key')));
  return { child, log, box, target: { ...box, identityFile: box.identity_file, hostKey } };
}

async function stop({ child }: Started, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

const inHome = (home: string, ...parts: string[]) => path.join(home, 'practice', 'home', ...parts);
const sessionsOf = (home: string) => processesWith(`BRINGUP_PRACTICE=${path.join(home, 'practice')}`);
const readTemplate = async (home: string) =>
  templateSchema.parse(parse(await readFile(path.join(home, 'templates', 'practice.yaml'), 'utf8')));

describe('a practice box', () => {
  let home: string;
  let started: Started;

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'bringup-practice-'));
    await stop(await start(home));
  }, SETUP_LIMIT);
  afterAll(() => rm(home, { recursive: true, force: true }));
  beforeEach(async () => {
    started = await start(home);
  });
  afterEach(async () => {
    await stop(started);
    expect(sessionsOf(home)).toEqual([]);
  });

  test('runs a command in a clean environment, with its exit code and both streams', async () => {
    const { stdout, stderr, code } = await ssh(
      started.target,
      'echo "$HOME|$USER|$SHELL"; pwd; echo oops >&2; exit 42',
    );
    expect(stdout).toBe(`${inHome(home)}|practice|/bin/sh\n${inHome(home)}\n`);
    expect(stderr).toBe('oops\n');
    expect(code).toBe(42);
    const { stdout: environment } = await ssh(started.target, 'env');
    expect(
      environment
        .split('\n')
        .map((line) => line.split('=')[0])
        .filter(Boolean)
        .sort(),
    ).toEqual(
      ['BRINGUP_BOOT_MARK', 'BRINGUP_PRACTICE', 'HOME', 'LANG', 'LOGNAME', 'PATH', 'PWD', 'SHELL', 'USER'].sort(),
    );
  });

  test('tells a client that a signal ended the command', async () => {
    const { stderr, code } = await ssh(started.target, 'kill -KILL $$', { more: ['-v'] });
    expect(code).toBe(255);
    expect(stderr).toContain('exit-signal');
  });

  test('hands stdin through to the end, megabytes both ways, without mixing or losing bytes', async () => {
    const input = 'a line of text that is sent and comes back\n'.repeat(200_000);
    const { stdout } = await ssh(started.target, 'cat', { input });
    expect(stdout.length).toBe(input.length);
    expect(stdout === input).toBe(true);
    const { stdout: both, stderr } = await ssh(
      started.target,
      'i=0; while [ $i -lt 20000 ]; do echo out; echo err >&2; i=$((i+1)); done',
    );
    expect([both, stderr]).toEqual(['out\n'.repeat(20_000), 'err\n'.repeat(20_000)]);
  });

  test('goes on when a command does not read its input', async () => {
    const { stdout, code } = await ssh(started.target, 'exec <&-; echo done', { input: 'x'.repeat(8_000_000) });
    expect([stdout, code]).toEqual(['done\n', 0]);
  });

  test('lets rsync copy the media with their times', async () => {
    const target = await mkdtemp(path.join(tmpdir(), 'bringup-media-'));
    const { options, remove } = await sshOptions(started.target);
    try {
      const source = `${started.box.user}@${started.box.host}:workspace/ComfyUI/output/`;
      const copied = await run('rsync', ['-a', '-e', `ssh ${options.join(' ')}`, source, `${target}/`]);
      expect(copied).toMatchObject({ code: 0, stderr: '' });
      for (const name of MEDIA) {
        const [here, there] = [path.join(target, name), inHome(home, 'workspace', 'ComfyUI', 'output', name)];
        expect((await readFile(here)).equals(await readFile(there))).toBe(true);
        expect((await stat(here)).mtimeMs).toBe((await stat(there)).mtimeMs);
      }
    } finally {
      await remove();
      await rm(target, { recursive: true });
    }
  });

  test('lets detached work go on when the client goes away and when the server is started again', async () => {
    await ssh(started.target, 'setsid sleep 600 </dev/null >/dev/null 2>&1 & echo $! > pid');
    const pid = Number(await readFile(inHome(home, 'pid'), 'utf8'));
    expect(isAlive(pid)).toBe(true);
    expect(await stop(started)).toBe(0);
    started = await start(home);
    expect(isAlive(pid)).toBe(true);
    await ssh(started.target, `kill ${pid}`);
    await vi.waitFor(() => expect(sessionsOf(home)).toEqual([]), LIMIT);
  });

  test('closes the stdin of a command whose client was killed, and sends it no signal', async () => {
    const { options, remove } = await sshOptions(started.target);
    const command = `trap 'echo signal > ended; exit' TERM HUP INT; echo $$ > begun; cat; echo eof > ended`;
    const client = spawn('ssh', [...options, `${started.box.user}@${started.box.host}`, command]);
    await vi.waitFor(() => expect(existsSync(inHome(home, 'begun'))).toBe(true), LIMIT);
    client.kill('SIGKILL');
    await vi.waitFor(async () => expect(await readFile(inHome(home, 'ended'), 'utf8')).toBe('eof\n'), LIMIT);
    await remove();
  });

  test('reboots by its own command: all processes end, exit code 75, then a new boot mark at the same address', async () => {
    const mark = (await ssh(started.target, 'echo $BRINGUP_BOOT_MARK')).stdout;
    await ssh(started.target, 'setsid sleep 600 </dev/null >/dev/null 2>&1 & echo $! > pid');
    const open = ssh(started.target, 'sleep 600');
    await vi.waitFor(() => expect(sessionsOf(home).length).toBeGreaterThanOrEqual(2), LIMIT);
    const ended = once(started.child, 'exit');

    await ssh(started.target, 'reboot');

    expect((await ended)[0]).toBe(75);
    expect((await open).code).toBe(255);
    expect(sessionsOf(home)).toEqual([]);
    const before = started.box;
    started = await start(home);
    expect(started.box).toEqual(before);
    const now = (await ssh(started.target, 'echo $BRINGUP_BOOT_MARK')).stdout;
    expect(now).not.toBe(mark);
    expect(now).toMatch(/^[0-9a-f-]{36}\n$/);
  });

  test('ends when its parent is gone', async () => {
    const ended = once(started.child, 'exit');
    started.child.disconnect();
    expect((await ended)[0]).toBe(0);
  });

  test('lets nobody else in, and gives no terminal and no forwarding', async () => {
    const wrongUser = await ssh({ ...started.target, user: 'root' }, 'true');
    expect(wrongUser.stderr).toContain('Permission denied (publickey)');
    const wrongKey = await ssh({ ...started.target, identityFile: path.join(home, 'practice', 'host_key') }, 'true');
    expect(wrongKey.stderr).toContain('Permission denied (publickey)');
    const terminal = await ssh(started.target, 'tty', { more: ['-tt'] });
    expect(terminal.stderr).toContain('PTY allocation request failed');
    const forwarding = await ssh(started.target, 'true', {
      more: ['-o', 'ExitOnForwardFailure=yes', '-R', '0:127.0.0.1:1'],
    });
    expect(forwarding.code).toBe(255);
  });

  test('answers keepalive requests of OpenSSH', async () => {
    const { code, stdout } = await ssh(started.target, 'sleep 3; echo still here', {
      more: ['-o', 'ServerAliveInterval=1', '-o', 'ServerAliveCountMax=1'],
    });
    expect([stdout, code]).toEqual(['still here\n', 0]);
  });

  test('pins its key, keeps its files to the owner and describes itself', async () => {
    const { target, box } = started;
    expect(await readFile(path.join(home, 'known_hosts'), 'utf8')).toBe(`${target.hostKey.knownHostsLine}\n`);
    expect((await stat(box.identity_file)).mode & 0o777).toBe(0o600);
    expect(box).toMatchObject({
      host: '127.0.0.1',
      user: 'practice',
      connection: `ssh -p ${box.port} practice@127.0.0.1`,
      host_key: target.hostKey.fingerprint,
    });
  });

  test('has what its template names', async () => {
    const template = await readTemplate(home);
    expect(template.steps.map(({ action }) => action)).toEqual([
      'test_ssh',
      'set_ui_home',
      'get_ui_home',
      'setup_civitdl',
      'test_civitdl',
      'install_custom_nodes',
      'verify_dependencies',
      'sync_instance',
      'reboot_instance',
    ]);
    expect(template.ssh_connection).toBe(started.box.connection);
    for (const { action, label: _label, enabled: _enabled, ...parameters } of template.steps) {
      expect(stepSpec(action).parameters.safeParse(parameters).error).toBeUndefined();
    }
    const install = template.steps[5] as unknown as {
      ui_home: string;
      python: string;
      nodes: { name: string; url: string }[];
    };
    expect((await ssh(started.target, `${install.python} -m pip --version`)).code).toBe(0);
    expect(existsSync(path.join(install.ui_home, 'main.py'))).toBe(true);
    expect(install.nodes).toHaveLength(5);
    for (const { url } of install.nodes)
      expect((await ssh(started.target, `git ls-remote ${url} main`)).stdout).toContain('refs/heads/main');
  });

  test('takes another port when a stranger has its own, and forgets the old one', async () => {
    await stop(started);
    const { port } = started.box;
    const stranger = createServer().listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    try {
      started = await start(home);
    } finally {
      stranger.close();
    }
    expect(started.box.port).not.toBe(port);
    expect(await readFile(path.join(home, 'known_hosts'), 'utf8')).toBe(`${started.target.hostKey.knownHostsLine}\n`);
    expect((await readTemplate(home)).ssh_connection).toBe(started.box.connection);
    expect((await ssh(started.target, 'true')).code).toBe(0);
  });
});

test('without git and python3 it starts all the same and its template leaves their steps out', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'bringup-practice-'));
  const bin = path.join(home, 'few-tools');
  await mkdir(bin);
  for (const tool of ['sh', 'cat']) await symlink(`/bin/${tool}`, path.join(bin, tool));
  const started = await start(home, { PATH: bin });
  try {
    expect((await readTemplate(home)).steps.map(({ action }) => action)).toEqual([
      'test_ssh',
      'set_ui_home',
      'get_ui_home',
      'sync_instance',
      'reboot_instance',
    ]);
    expect(started.log.join('')).toContain('git is not on this computer');
    expect(started.log.join('')).toContain('python3 is not on this computer');
  } finally {
    await stop(started);
    await rm(home, { recursive: true });
  }
});

test('a home that was cut off in the middle of being made is made anew', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'bringup-practice-'));
  await mkdir(path.join(home, 'practice', 'home.new', 'workspace'), { recursive: true });
  await writeFile(path.join(home, 'practice', 'home.new', 'workspace', 'ComfyUI'), 'half');
  const started = await start(home, { PATH: '/nowhere' });
  try {
    expect(existsSync(inHome(home, 'workspace', 'ComfyUI', 'main.py'))).toBe(true);
    expect(existsSync(path.join(home, 'practice', 'home.new'))).toBe(false);
  } finally {
    await stop(started);
    await rm(home, { recursive: true });
  }
});

test('a free port is free', async () => {
  const server = createServer().listen(await freePort(), '127.0.0.1');
  await once(server, 'listening');
  server.close();
});
