// git_clone against real git and a git server with faults.
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, lstatSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from '../lab/git-server.ts';
import { commit, createRepository, git } from './testing/git-repository.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

let box: Sandbox;
let server: GitServer;
let source: string;
let destination: string;
beforeEach(async () => {
  box = createSandbox();
  const root = path.join(box.folder, 'repositories');
  source = createRepository(path.join(root, 'tool.git'), { 'a.txt': 'one' });
  server = await startGitServer({ root });
  destination = path.join(box.folder, 'work', 'it is here');
});
afterEach(async () => {
  await server.stop();
  box.remove();
});

const clone = (more: object = {}, env = {}) =>
  box.run('git_clone', { url: server.url('tool'), destination, ...more }, { env });
const head = () => git(destination, 'rev-parse', 'HEAD');
const siblings = () => readdirSync(path.dirname(destination));

describe('a new checkout', () => {
  it('is shallow, whole, and under its name only when it is', async () => {
    const last = commit(source, { 'a.txt': 'two' });
    const end = await clone();
    expect(end).toMatchObject({
      code: 0,
      result: { path: destination, commit: last, kind: 'cloned', changed_files: 0 },
      tasks: [{ name: 'it is here', status: 'success', note: `cloned at ${last.slice(0, 7)}` }],
    });
    expect(git(destination, 'rev-list', '--count', 'HEAD')).toBe('1');
    expect(siblings()).toEqual(['it is here']);
  });

  it.each(['branch', 'tag', 'commit', 'short commit'])('comes at a %s', async (kind) => {
    const first = git(source, 'rev-parse', 'HEAD');
    git(source, 'tag', 'v1');
    git(source, 'branch', 'stable');
    commit(source, { 'a.txt': 'two' });
    const ref = { branch: 'stable', tag: 'v1', commit: first, 'short commit': first.slice(0, 9) }[kind];
    expect(await clone({ ref })).toMatchObject({ code: 0, result: { commit: first } });
    expect(head()).toBe(first);
    expect(await clone({ ref })).toMatchObject({ code: 0, result: { kind: 'unchanged' } });
  });

  it('has its submodules, unless they are not wanted', async () => {
    const inner = createRepository(path.join(box.folder, 'inner'), { 'inner.txt': 'x' });
    git(source, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner, 'sub');
    commit(source, {}, 'with a submodule');
    const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.file.allow', GIT_CONFIG_VALUE_0: 'always' };
    expect((await clone({}, env)).code).toBe(0);
    expect(readFileSync(path.join(destination, 'sub/inner.txt'), 'utf8')).toBe('x');
    const bare = `${destination}-2`;
    expect((await clone({ destination: bare, submodules: false }, env)).code).toBe(0);
    expect(readdirSync(path.join(bare, 'sub'))).toEqual([]);
  });

  it('takes an empty folder, and what an interrupted one left', async () => {
    mkdirSync(destination, { recursive: true });
    mkdirSync(path.join(path.dirname(destination), '.bringup-clone-it is here', 'half'), { recursive: true });
    expect((await clone()).code).toBe(0);
    expect(siblings()).toEqual(['it is here']);
  });

  it('goes through a link, which stays', async () => {
    mkdirSync(path.dirname(destination));
    mkdirSync(path.join(box.folder, 'volume'));
    symlinkSync(path.join(box.folder, 'volume'), destination);
    expect((await clone()).code).toBe(0);
    expect(lstatSync(destination).isSymbolicLink()).toBe(true);
    expect(readdirSync(path.join(box.folder, 'volume'))).toContain('a.txt');
  });
});

describe('a checkout that is there', () => {
  it('is left alone at its ref', async () => {
    await clone();
    const before = statSync(path.join(destination, '.git')).mtimeMs;
    commit(source, { 'a.txt': 'two' });
    const asked = server.requests.length;
    const end = await clone();
    expect(end).toMatchObject({ code: 0, warnings: [], result: { kind: 'unchanged' } });
    expect(end.note).toContain('unchanged');
    expect(server.requests).toHaveLength(asked);
    expect(statSync(path.join(destination, '.git')).mtimeMs).toBe(before);
  });

  it('is moved to another ref', async () => {
    await clone();
    const next = commit(source, { 'a.txt': 'two' });
    git(source, 'tag', 'v2');
    expect(await clone({ ref: 'v2' })).toMatchObject({ code: 0, result: { kind: 'moved', commit: next } });
    expect(head()).toBe(next);
  });

  it('keeps local changes: a warning at its ref, a failure on the way to another', async () => {
    await clone();
    git(source, 'tag', 'v1');
    commit(source, { 'a.txt': 'two' });
    git(source, 'tag', 'v2');
    writeFileSync(path.join(destination, 'a.txt'), 'mine');
    const same = await clone();
    expect(same).toMatchObject({ code: 0, tasks: [{ status: 'warning' }], result: { changed_files: 1 } });
    expect(same.warnings[0]).toContain('local changes in 1 files');
    const other = await clone({ ref: 'v2' });
    expect(other).toMatchObject({ failureCode: 'folder_occupied', tasks: [{ status: 'failed' }] });
    expect(other.failure).toMatch(/has local changes in a\.txt: left at \w{7} instead of v2$/);
    expect(readFileSync(path.join(destination, 'a.txt'), 'utf8')).toBe('mine');
  });

  it.each(['another repository', 'no git checkout', 'a file', 'a broken checkout'])(
    'is never overwritten when it is %s',
    async (what) => {
      mkdirSync(path.dirname(destination));
      if (what === 'a file') writeFileSync(destination, 'mine');
      else if (what === 'no git checkout') {
        mkdirSync(destination);
        writeFileSync(path.join(destination, 'mine'), 'mine');
      } else createRepository(destination, { mine: 'mine' });
      if (what === 'a broken checkout') {
        git(destination, 'remote', 'add', 'origin', server.url('tool'));
        rmSync(path.join(destination, '.git/objects'), { recursive: true });
      }
      const end = await clone();
      expect(end.failureCode).toBe('folder_occupied');
      expect(end.failure).toContain(
        {
          'a file': 'is no folder',
          'no git checkout': 'holds something that is no git checkout',
          'another repository': 'belongs to another repository: it has no origin',
          'a broken checkout': 'holds a broken checkout: fatal: ',
        }[what],
      );
      expect(readFileSync(what === 'a file' ? destination : path.join(destination, 'mine'), 'utf8')).toBe('mine');
    },
  );

  it('is cloned anew where a killed clone of another tool left nothing but .git', async () => {
    mkdirSync(destination, { recursive: true });
    git(destination, 'init', '-q');
    git(destination, 'remote', 'add', 'origin', server.url('tool'));
    expect(await clone()).toMatchObject({ code: 0, result: { kind: 'cloned' } });
  });

  it('inside another checkout is not taken for that one', async () => {
    createRepository(path.dirname(destination));
    mkdirSync(destination);
    writeFileSync(path.join(destination, 'mine'), '');
    expect((await clone()).failure).toContain('no git checkout');
  });
});

describe('a repository that cannot be had', () => {
  it.each([
    ['auth', 'download_refused', 'does not exist or is private'],
    ['e503', 'download_failed', '503'],
    ['cut', 'download_failed', ''],
    ['hang', 'download_failed', 'did not end within 2 s'],
  ] as const)('is told: %s', { timeout: 30_000 }, async (fault, failureCode, words) => {
    const end = await clone({ url: server.url('tool', fault), clone_limit_s: fault === 'hang' ? 2 : 30 });
    expect(end.failureCode).toBe(failureCode);
    expect(end.failure).toContain(words);
    expect(siblings()).toEqual([]);
  });

  it('is told: no such one, no such ref, no server, no git', { timeout: 30_000 }, async () => {
    expect(await clone({ url: server.url('nobody') })).toMatchObject({ failureCode: 'download_not_found' });
    expect(await clone({ ref: 'v9' })).toMatchObject({
      failureCode: 'download_not_found',
      failure: 'the repository has no v9',
    });
    expect(await clone({ url: 'http://127.0.0.1:1/x' })).toMatchObject({ failureCode: 'download_failed' });
    const bin = path.join(box.folder, 'bin');
    mkdirSync(bin);
    for (const [name, program] of [
      ['python3', '/usr/bin/python3'],
      ['sh', '/bin/sh'],
    ] as const)
      symlinkSync(program, path.join(bin, name));
    expect(await clone({}, { PATH: bin })).toMatchObject({
      failureCode: 'tool_missing',
      failure: 'There is no git on the box.',
    });
  });
});
