// The git half of install_custom_nodes, with real repositories. Requirements are in install-requirements.test.ts.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteOf, rows } from './testing/application.ts';
import { commit, createRepository, git } from './testing/git-repository.ts';
import { createSandbox, type Sandbox, shells } from './testing/run-step-script.ts';

let box: Sandbox;
let app: string;
beforeEach(() => {
  box = createSandbox();
  app = path.join(box.folder, 'Com fy');
  mkdirSync(app);
});
afterEach(() => box.remove());

const repository = (name: string, files?: Record<string, string>) =>
  createRepository(path.join(box.folder, 'git', name), files);
const install = (nodes: object[], options = {}) => box.run('install_custom_nodes', { ui_home: app, nodes }, options);
const nodeFolder = (name: string) => path.join(app, 'custom_nodes', name);
const head = (name: string) => git(nodeFolder(name), 'rev-parse', 'HEAD');
const short = (sha: string) => sha.slice(0, 7);

describe.each(shells.map((shell) => ({ shell, name: shell.join(' ') })))(
  'install_custom_nodes in $name',
  ({ shell }) => {
    it('clones by path, by file URL and into a node of another one, and does nothing the second time', async () => {
      const a = repository('a');
      const b = repository('b.git');
      const inner = repository('inner');
      const nodes = [{ url: inner, subfolder: 'a/inner' }, { url: a }, { url: `file://${b}`, name: 'Bé "node"' }];
      const first = await install(nodes, { shell });
      expect(first).toMatchObject({
        code: 0,
        note: 'nodes ready: 3 (3 cloned, 0 moved, 0 already there)',
        result: { total: 3, cloned: 3, moved: 0, already_there: 0, failed: [] },
        progress: { done: 3, total: 3, unit: 'nodes' },
      });
      expect(rows(first)).toEqual({ inner: 'success', a: 'success', 'Bé "node"': 'success' });
      expect(existsSync(nodeFolder('a/inner/__init__.py'))).toBe(true);
      expect(noteOf(first, 'a')).toBe(`cloned at ${short(head('a'))}`);
      expect(first.stdout).toContain('[a] Cloning into');
      // Depth 1, and nothing left beside the nodes.
      expect(existsSync(path.join(nodeFolder('a'), '.git/shallow'))).toBe(true);
      expect(readdirSync(path.join(app, 'custom_nodes')).sort()).toEqual(['Bé "node"', 'a']);

      const second = await install(nodes, { shell });
      expect(second).toMatchObject({
        code: 0,
        note: 'nothing to do: 3 nodes already there',
        result: { cloned: 0, already_there: 3 },
      });
      expect(noteOf(second, 'a')).toBe(`already there at ${short(head('a'))}`);
      expect(second.took_ms).toBeLessThan(5000);
    });

    it('installs everything else when nodes fail, and names those', async () => {
      const nodes = [
        { url: repository('good') },
        { url: path.join(box.folder, 'git/none'), name: 'gone' },
        { url: repository('tagged'), ref: 'v9' },
        { url: 'http://127.0.0.1:1/x.git' },
      ];
      const end = await install(nodes, { shell });
      expect(rows(end)).toEqual({ good: 'success', gone: 'failed', tagged: 'failed', x: 'failed' });
      expect(end.failureCode).toBe('nodes_failed');
      expect(end.failure).toMatch(/^3 of 4 nodes failed: /);
      expect(noteOf(end, 'tagged')).toBe('the repository has no v9');
      expect(noteOf(end, 'gone')).toMatch(/does not (exist|appear to be a git repository)/);
      expect(noteOf(end, 'x')).toMatch(/Failed to connect|Couldn't connect/);
      expect(end.progress).toMatchObject({ done: 4, total: 4 });
      expect(end.result).toMatchObject({ failed: expect.arrayContaining(['gone', 'tagged', 'x']) });
      expect(readdirSync(path.join(app, 'custom_nodes'))).toEqual(['good']);
    });
  },
);

describe('a ref', () => {
  it('may be a branch, a tag, a commit or the start of one', async () => {
    const source = repository('source');
    const first = git(source, 'rev-parse', 'HEAD');
    git(source, 'tag', '-a', 'v1', '-m', 'one');
    const second = commit(source, { 'second.py': '' });
    git(source, 'checkout', '-q', '-b', 'feature/x');
    const third = commit(source, { 'third.py': '' });
    git(source, 'checkout', '-q', 'main');
    const last = commit(source, { 'last.py': '' });
    const nodes = [
      { name: 'tag', url: source, ref: 'v1' },
      { name: 'branch', url: source, ref: 'feature/x' },
      { name: 'commit', url: source, ref: second },
      { name: 'start', url: source, ref: first.slice(0, 10) },
      { name: 'newest', url: source },
    ];
    const end = await install(nodes);
    expect(end.code).toBe(0);
    expect([head('tag'), head('branch'), head('commit'), head('start'), head('newest')]).toEqual([
      first,
      third,
      second,
      first,
      last,
    ]);
    expect(await install(nodes)).toMatchObject({ code: 0, result: { already_there: 5 } });
    // The repository went on: what is there stays, since the template asks for nothing else.
    commit(source, { 'later.py': '' });
    expect(await install(nodes)).toMatchObject({ code: 0, result: { already_there: 5 } });
    expect(head('newest')).toBe(last);
  });

  it('moves a clean checkout and leaves one with changes where it is', async () => {
    const source = repository('source');
    const first = git(source, 'rev-parse', 'HEAD');
    await install([{ url: source }]);
    const second = commit(source, { '__init__.py': 'changed\n' });
    git(source, 'tag', 'v2');
    writeFileSync(path.join(nodeFolder('source'), 'own-settings.json'), '{}');
    const moved = await install([{ url: source, ref: 'v2' }]);
    expect(moved).toMatchObject({ code: 0, result: { moved: 1 } });
    expect(noteOf(moved, 'source')).toBe(`moved to v2 (${short(second)})`);
    expect(existsSync(path.join(nodeFolder('source'), 'own-settings.json'))).toBe(true);
    expect(await install([{ url: source, ref: 'v2' }])).toMatchObject({ result: { already_there: 1 } });
    expect(await install([{ url: source, ref: first }])).toMatchObject({ result: { moved: 1 } });
    expect(await install([{ url: source, ref: 'main' }])).toMatchObject({ result: { already_there: 1 } });

    writeFileSync(path.join(nodeFolder('source'), '__init__.py'), 'mine\n');
    const end = await install([{ url: source, ref: 'v2' }]);
    expect(end.failureCode).toBe('nodes_failed');
    expect(noteOf(end, 'source')).toMatch(/^has local changes: left at [0-9a-f]{7} instead of v2$/);
    expect(readFileSync(path.join(nodeFolder('source'), '__init__.py'), 'utf8')).toBe('mine\n');
  });
});

describe('what is in the way', () => {
  it('is never overwritten', async () => {
    const source = repository('source');
    const other = repository('other');
    for (const name of ['plain', 'foreign', 'broken']) mkdirSync(nodeFolder(name), { recursive: true });
    writeFileSync(path.join(nodeFolder('plain'), 'nodes.py'), 'mine');
    cpSync(other, nodeFolder('foreign'), { recursive: true });
    git(nodeFolder('foreign'), 'remote', 'add', 'origin', 'https://me:secret@example.org/other.git');
    git(nodeFolder('broken'), 'init', '-q');
    writeFileSync(path.join(nodeFolder('broken'), 'nodes.py'), 'mine');
    writeFileSync(nodeFolder('file'), 'mine');
    const end = await install(['plain', 'foreign', 'broken', 'file'].map((name) => ({ name, url: source })));
    expect(rows(end)).toEqual({ plain: 'warning', foreign: 'failed', broken: 'failed', file: 'failed' });
    expect(noteOf(end, 'plain')).toBe('already there; not a git checkout: left alone');
    expect(noteOf(end, 'foreign')).toBe(
      'the folder belongs to another repository (https://example.org/other.git): left alone',
    );
    expect(noteOf(end, 'broken')).toContain('a broken checkout is in its place: fatal:');
    for (const file of ['plain/nodes.py', 'broken/nodes.py', 'file'])
      expect(readFileSync(nodeFolder(file), 'utf8')).toBe('mine');
  });

  it('is cloned anew where an interrupted clone left nothing of worth', async () => {
    const source = repository('source');
    mkdirSync(nodeFolder('empty'), { recursive: true });
    mkdirSync(nodeFolder('killed'));
    git(nodeFolder('killed'), 'init', '-q');
    mkdirSync(nodeFolder('.bringup-clone.disabled/1.clone'), { recursive: true });
    const end = await install(['empty', 'killed'].map((name) => ({ name, url: source })));
    expect(end).toMatchObject({ code: 0, result: { cloned: 2 } });
    expect(readdirSync(path.join(app, 'custom_nodes')).sort()).toEqual(['empty', 'killed']);
  });

  it('is completed where an interrupted checkout left out files', async () => {
    const source = repository('source', { 'a.py': 'a', 'b.py': 'b' });
    await install([{ url: source }]);
    rmSync(path.join(nodeFolder('source'), 'b.py'));
    rmSync(path.join(nodeFolder('source'), '.git/index'));
    writeFileSync(path.join(nodeFolder('source'), '.git/index.lock'), '');
    writeFileSync(path.join(nodeFolder('source'), 'a.py'), 'mine');
    const end = await install([{ url: source }]);
    expect(rows(end)).toEqual({ source: 'warning' });
    expect(noteOf(end, 'source')).toMatch(/^already there at [0-9a-f]{7}; has local changes: a.py$/);
    expect(await install([{ url: source }], { env: { ACCEPT: 'dirty' } })).toMatchObject({ code: 0, warnings: [] });
    expect(readFileSync(path.join(nodeFolder('source'), 'b.py'), 'utf8')).toBe('b');
    expect(readFileSync(path.join(nodeFolder('source'), 'a.py'), 'utf8')).toBe('mine');
  });

  it('counts as the same repository however its address is written', async () => {
    createRepository(nodeFolder('node'));
    git(nodeFolder('node'), 'remote', 'add', 'origin', 'git@GitHub.com:Owner/Node.git');
    for (const url of [
      'https://github.com/owner/node',
      'ssh://git@github.com/Owner/Node/',
      'http://github.com/owner/node.git',
    ]) {
      expect(await install([{ name: 'node', url }])).toMatchObject({ code: 0, result: { already_there: 1 } });
    }
  });
});

it('takes names and paths for data, whatever they hold', async () => {
  const names = ["it's $(touch canary)", '`touch canary`', 'a;touch canary', 'back\\n"q"', 'ü ö', '*', '$HOME', '%s%n'];
  const clean = names.map((name) => name.replaceAll('\\', ''));
  const nodes = clean.map((name) => ({ name, url: repository(name) }));
  const end = await install(nodes);
  expect(end.stderr).toBe('');
  expect(rows(end)).toEqual(Object.fromEntries(clean.map((name) => [name, 'success'])));
  expect(readdirSync(path.join(app, 'custom_nodes')).sort()).toEqual([...clean].sort());
  for (const folder of [box.folder, box.home, app, process.cwd()]) expect(readdirSync(folder)).not.toContain('canary');
});

it('clones at most eight at a time, and all of many', async () => {
  const source = repository('source');
  const bin = path.join(box.folder, 'bin');
  mkdirSync(bin);
  const running = path.join(box.folder, 'running');
  mkdirSync(running);
  // Counts the clones that run at the same time.
  writeFileSync(
    path.join(bin, 'git'),
    `#!/bin/sh
case "$*" in *" clone "*) ;; *) exec /usr/bin/git "$@" ;; esac
: >"${running}/$$"; ls "${running}" | wc -l >>"${box.folder}/counts"
/usr/bin/git "$@"; code=$?; rm "${running}/$$"; exit $code
`,
    { mode: 0o755 },
  );
  const nodes = Array.from({ length: 30 }, (_, index) => ({ name: `n${index}`, url: source }));
  const end = await install(nodes, { env: { PATH: `${bin}:${process.env['PATH']}` } });
  expect(end).toMatchObject({ code: 0, result: { cloned: 30 }, progress: { done: 30, total: 30 } });
  const counts = readFileSync(path.join(box.folder, 'counts'), 'utf8').split('\n').filter(Boolean).map(Number);
  expect(counts).toHaveLength(30);
  expect(Math.max(...counts)).toBeLessThanOrEqual(8);
  expect(Math.max(...counts)).toBeGreaterThan(1);
});

it('brings submodules along', async () => {
  const inner = repository('inner');
  const outer = repository('outer');
  git(outer, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner, 'inner');
  commit(outer, {}, 'with submodule');
  const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.file.allow', GIT_CONFIG_VALUE_0: 'always' };
  expect((await install([{ url: outer }], { env })).code).toBe(0);
  expect(existsSync(nodeFolder('outer/inner/__init__.py'))).toBe(true);
});

it('needs the application’s folder, and git only when there are nodes', async () => {
  const end = await box.run('install_custom_nodes', { ui_home: '/nowhere', nodes: [] });
  expect(end).toMatchObject({ failureCode: 'path_not_found', failure: 'There is no folder /nowhere on the box.' });
  expect(await install([])).toMatchObject({ code: 0, note: 'the template names no nodes' });
  expect(existsSync(path.join(app, 'custom_nodes'))).toBe(false);
  const bin = path.join(box.folder, 'empty-bin');
  mkdirSync(bin);
  const without = await install([{ url: repository('a') }], { shell: ['/bin/sh'], env: { PATH: bin } });
  expect(without).toMatchObject({ failureCode: 'tool_missing', failure: 'There is no git on the PATH of the box.' });
});
