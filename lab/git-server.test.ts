import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startGitServer, type GitServer } from './git-server.ts';
import { makeNodeRepositories } from './node-repositories.ts';
import { run } from './openssh.ts';

let folder: string;
let server: GitServer;
let count = 0;

const CREDENTIALS = { user: 'lab', password: 'open sesame' };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-git-'));
  const root = path.join(folder, 'repos');
  await makeNodeRepositories(root, ['n01-plain', 'refbranch', 'big', 'submodule']);
  server = await startGitServer({ root, credentials: CREDENTIALS, slowRate: 100_000 });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const settings = ['-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=1', '-c', 'credential.helper='];
async function clone(url: string, ...more: string[]) {
  const target = path.join(folder, `clone-${count++}`);
  const environment = ['GIT_TERMINAL_PROMPT=0', 'LC_ALL=C'];
  const result = await run('env', [...environment, 'git', ...settings, 'clone', ...more, url, target]);
  return { ...result, target };
}

test('serves a shallow clone', async () => {
  const { code, target } = await clone(server.url('n01-plain'), '--depth', '1');
  expect(code).toBe(0);
  expect(existsSync(path.join(target, '__init__.py'))).toBe(true);
  expect(server.requests).toContain('GET /n01-plain.git/info/refs');
});

test('serves a branch by its name', async () => {
  const { target } = await clone(server.url('refbranch'), '--depth', '1', '--branch', 'stable');
  expect(await readFile(path.join(target, 'VERSION'), 'utf8')).toBe('stable\n');
});

test('serves submodules with relative addresses', async () => {
  const { code, target } = await clone(server.url('submodule'), '--depth', '1', '--recurse-submodules');
  expect(code).toBe(0);
  expect(await readFile(path.join(target, 'part', '__init__.py'), 'utf8')).toBe('VALUE = 1\n');
});

test('tells the progress of 40 MB, in lines that end with a carriage return', async () => {
  const { code, stderr, target } = await clone(server.url('big'), '--depth', '1', '--progress');
  expect(code).toBe(0);
  const percents = [...stderr.matchAll(/Receiving objects: +(\d+)% \(\d+\/\d+\)[^\r\n]*\r/g)].map(
    ([, percent]) => percent,
  );
  expect(percents.length).toBeGreaterThanOrEqual(8);
  expect(stderr).toMatch(/Receiving objects: 100% \(\d+\/\d+\), \d+\.\d+ MiB \| .*, done\.\n/);
  expect((await stat(path.join(target, 'weights', 'blob-7.bin'))).size).toBe(5_000_000);
});

test.each([
  ['auth', /could not read Username for 'http:.*': terminal prompts disabled/],
  ['private', /could not read Username for 'http:.*': terminal prompts disabled/],
  ['e403', /unable to access 'http:.*': The requested URL returned error: 403/],
  ['e503', /unable to access 'http:.*': The requested URL returned error: 503/],
  ['hang', /unable to access 'http:.*': Operation too slow. Less than 1000 bytes\/sec transferred the last 1 seconds/],
  [
    'stall',
    /RPC failed; curl 28 Operation too slow.*unexpected disconnect while reading sideband packet\n.*early EOF/s,
  ],
  ['cut', /RPC failed; curl 18 .*unexpected disconnect while reading sideband packet\n.*early EOF/s],
] as const)('%s fails the way a real server does', async (fault, message) => {
  for (const name of ['n01-plain', 'big']) {
    const { code, stderr, target } = await clone(server.url(name, fault));
    expect(code).toBe(128);
    expect(stderr).toMatch(message);
    expect(existsSync(target)).toBe(false);
  }
});

test('private lets in who knows the password, and says so to who has a wrong one', async () => {
  const as = (password: string) =>
    clone(server.url('n01-plain', 'private').replace('//', `//lab:${encodeURIComponent(password)}@`));
  expect((await as(CREDENTIALS.password)).code).toBe(0);
  const { code, stderr } = await as('wrong');
  expect([code, stderr]).toEqual([128, expect.stringContaining('Authentication failed for')]);
});

test('moved leads to where the repository is now', async () => {
  const { code, stderr } = await clone(server.url('n01-plain', 'moved'));
  expect([code, stderr]).toEqual([0, expect.stringContaining(`warning: redirecting to ${server.url('n01-plain')}`)]);
});

test('a git that is killed leaves a folder without a commit', async () => {
  const target = path.join(folder, 'killed');
  const git = spawn('git', ['clone', server.url('big', 'stall'), target], { stdio: 'ignore' });
  const objects = path.join(target, '.git', 'objects', 'pack');
  await vi.waitFor(async () => expect(await readdir(objects)).toHaveLength(1), { timeout: 10_000 });
  git.kill('SIGKILL');
  await once(git, 'close');
  expect(existsSync(path.join(target, '.git'))).toBe(true);
  expect((await run('git', ['-C', target, 'rev-parse', 'HEAD'])).code).toBe(128);
});

test('an unknown repository is not found', async () => {
  const { code, stderr } = await clone(server.url('nobody'));
  expect([code, stderr]).toEqual([128, expect.stringMatching(/repository 'http:.*' not found/)]);
});

test('flaky is busy twice for each repository, then works', async () => {
  expect((await clone(server.url('n01-plain', 'flaky'))).code).toBe(128);
  expect((await clone(server.url('n01-plain', 'flaky'))).code).toBe(128);
  expect((await clone(server.url('n01-plain', 'flaky'))).code).toBe(0);
});

test('slow comes to an end', async () => {
  expect((await clone(server.url('n01-plain', 'slow'))).code).toBe(0);
});

test('a stop ends requests that hang', async () => {
  const other = await startGitServer({ root: path.join(folder, 'repos') });
  const asking = fetch(`${other.url('n01-plain', 'hang')}/info/refs`).then(
    () => 'answered',
    () => 'ended',
  );
  while (other.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await other.stop();
  expect(await asking).toBe('ended');
});
