// `npm start` as a person uses it: real processes, killed in every way, on a data folder of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { packageFile } from '../adapters/package-root.ts';
import { startOf } from '../adapters/process-start.ts';
import { freePort } from '../lab/free-port.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bringup-up-'));
const home = path.join(folder, 'home');
const port = await freePort();

interface Up {
  process: ChildProcess;
  output: () => string;
  code: Promise<number | null>;
}

let running: Up[] = [];

function up(env: Record<string, string> = {}): Up {
  const child = spawn(process.execPath, [packageFile('cli', 'bringup.mjs'), 'up', '--no-demo'], {
    env: { ...withoutTemporal(), BRINGUP_HOME: home, PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, as a terminal gives to each command.
    detached: true,
  });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const code = once(child, 'exit').then(([exit]) => exit as number | null);
  const one = { process: child, output: () => output, code };
  running.push(one);
  return one;
}

/** The tests' own server is none of its business; but its program may be used. */
function withoutTemporal(): NodeJS.ProcessEnv {
  const program = process.env['BRINGUP_TEST_TEMPORAL'];
  const others = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL_|BRINGUP_|PORT$|HOST$)/.test(name));
  const env = Object.fromEntries(others);
  return program?.includes('/') ? { ...env, PATH: `${path.dirname(program)}:${env['PATH'] ?? ''}` } : env;
}

const serves = (one: Up) => vi.waitFor(() => expect(one.output()).toContain('Bringup is running.'), 90_000);

const children = () => {
  const record = JSON.parse(readFileSync(path.join(home, 'processes.json'), 'utf8')) as Record<string, { pid: number }>;
  return Object.fromEntries(Object.entries(record).map(([name, { pid }]) => [name, pid]));
};

const isGone = (pid: number) => startOf(pid) === null;

afterEach(async () => {
  for (const one of running) {
    one.process.kill('SIGTERM');
    await one.code;
  }
  running = [];
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('serves, refuses a second start, replaces a killed worker, and ends all of it on Ctrl-C', async () => {
  const first = up();
  await serves(first);
  expect(first.output()).toContain(`http://127.0.0.1:${port}`);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/docs/swagger-ui-bundle.js`)).status).toBe(200);
  const before = children();
  expect(Object.keys(before).sort()).toEqual(['api', 'practice-box', 'temporal', 'worker']);

  const second = up();
  expect(await second.code).toBe(1);
  expect(second.output()).toContain('Bringup is already running on the data folder');

  process.kill(before['worker'] ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(children()['worker']).not.toBe(before['worker']), 5000);

  const all = Object.values(children());
  const started = Date.now();
  process.kill(-(first.process.pid ?? 0), 'SIGINT');
  expect(await first.code).toBe(0);
  expect(Date.now() - started).toBeLessThan(15_000);
  expect(all.filter((pid) => !isGone(pid))).toEqual([]);
});

it('leaves nothing running when it is killed, and goes on when it is started again', async () => {
  const first = up();
  await serves(first);
  const all = Object.values(children());
  const ports = readFileSync(path.join(home, 'temporal-ports.json'), 'utf8');
  first.process.kill('SIGKILL');
  await vi.waitFor(() => expect(all.filter((pid) => !isGone(pid))).toEqual([]), 20_000);

  const again = up();
  await serves(again);
  expect(readFileSync(path.join(home, 'temporal-ports.json'), 'utf8')).toBe(ports);

  // Everything at once, as a power cut does it.
  for (const pid of [again.process.pid ?? 0, ...Object.values(children())]) process.kill(pid, 'SIGKILL');
  await again.code;
  await serves(up());
});

it('says in one sentence that the port is taken, and leaves nothing running', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = (other.address() as { port: number }).port;
  const refused = up({ PORT: String(taken) });
  expect(await refused.code).toBe(1);
  expect(refused.output()).toContain(`Port ${taken} is in use by another program.`);
  expect(existsSync(path.join(home, 'processes.json'))).toBe(false);
  other.close();
});

it('says in one sentence that the data folder cannot be written', async () => {
  const refused = up({ BRINGUP_HOME: path.join(packageFile('package.json'), 'home') });
  expect(await refused.code).toBe(1);
  expect(refused.output()).toContain('a part of the path is a file');
});
