import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGitServer, type GitServer } from './git-server.ts';
import { makeNodeRepositories } from './node-repositories.ts';
import { run } from './openssh.ts';

let folder: string;
let server: GitServer;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-git-'));
  await makeNodeRepositories(path.join(folder, 'repos'), ['n01-plain', 'refbranch']);
  server = await startGitServer({ root: path.join(folder, 'repos') });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const settings = ['-c', 'http.lowSpeedLimit=1000', '-c', 'http.lowSpeedTime=1', '-c', 'credential.helper='];
async function clone(url: string, ...more: string[]) {
  const target = path.join(folder, `clone-${count++}`);
  const result = await run('env', [
    'GIT_TERMINAL_PROMPT=0',
    'LC_ALL=C',
    'git',
    ...settings,
    'clone',
    ...more,
    url,
    target,
  ]);
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

test.each([
  ['auth', /could not read Username.*terminal prompts disabled/],
  ['e503', /The requested URL returned error: 503/],
  ['hang', /Operation too slow/],
  ['cut', /early EOF|unexpected disconnect|hung up|RPC failed|transfer closed/],
] as const)('%s fails the way a real server does', async (fault, message) => {
  const { code, stderr, target } = await clone(server.url('n01-plain', fault));
  expect(code).toBe(128);
  expect(stderr).toMatch(message);
  expect(existsSync(target)).toBe(false);
});

test('an unknown repository is not found', async () => {
  const { code, stderr } = await clone(server.url('nobody'));
  expect([code, stderr]).toEqual([128, expect.stringContaining('not found')]);
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
