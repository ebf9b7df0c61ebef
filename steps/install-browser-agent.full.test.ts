// install_browser_agent with a small repository of the same make. Chromium cannot be fetched here, so that part is seen to fail.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { commit, createRepository, git } from './testing/git-repository.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

const PYPROJECT = `[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"
[project]
name = "browser-agent"
version = "0.1.0"
[tool.setuptools.packages.find]
where = ["src"]
`;
const FILES = {
  'pyproject.toml': PYPROJECT,
  'src/browser_agent/__init__.py': 'import tqdm\n',
  'requirements.txt': 'tqdm\n',
  '.gitignore': '.venv\n*.egg-info\n',
};

let box: Sandbox;
let source: string;
beforeEach(() => {
  box = createSandbox();
  source = createRepository(path.join(box.folder, 'BrowserAgent.git'), FILES);
});
afterEach(() => box.remove());

const install = (more: object = {}, env = {}) =>
  box.run('install_browser_agent', { url: source, browser: false, ...more }, { env });
const rowsOf = ({ tasks }: { tasks: { name: string; status: string }[] }) =>
  Object.fromEntries(tasks.map(({ name, status }) => [name, status]));
const SLOW = { timeout: 120_000 };

it('installs the package into an environment of its own, and finds that it works the second time', SLOW, async () => {
  const end = await install();
  expect(end.failure).toBe(null);
  expect(rowsOf(end)).toEqual({
    repository: 'success',
    environment: 'success',
    requirements: 'success',
    package: 'success',
    import: 'success',
  });
  const folder = path.join(box.home, 'BrowserAgent');
  expect(end.result).toEqual({
    path: folder,
    python: path.join(folder, '.venv/bin/python'),
    commit: git(source, 'rev-parse', 'HEAD'),
    kind: 'installed',
  });
  const again = await install();
  expect(again).toMatchObject({ code: 0, result: { kind: 'unchanged' } });
  expect(again.tasks.every(({ note }) => note === 'works already')).toBe(true);
  expect(again.took_ms).toBeLessThan(end.took_ms);

  // Another repository in its place is not it, however well it works.
  const other = createRepository(path.join(box.folder, 'Other.git'), FILES);
  expect(await install({ url: other })).toMatchObject({ failureCode: 'folder_occupied' });

  // Another ref is not what works.
  commit(source, { 'src/browser_agent/more.py': '' });
  git(source, 'tag', 'v2');
  const moved = await install({ ref: 'v2', module: 'browser_agent.more' });
  expect(moved).toMatchObject({ code: 0, result: { kind: 'installed' } });
  expect(moved.tasks[0]?.note).toMatch(/^moved to v2/);

  // Something that was taken away is noticed, and put back.
  rmSync(path.join(folder, '.venv/bin/python'));
  const broken = await install({ ref: 'v2' });
  expect(broken).toMatchObject({ failureCode: 'folder_occupied' });
  expect(rowsOf(broken)).toMatchObject({ repository: 'success', environment: 'failed', requirements: 'skipped' });
});

it('says which part failed: import, package, requirements, repository', SLOW, async () => {
  commit(source, { 'src/browser_agent/__init__.py': 'import not_there\n' });
  const end = await install();
  expect(end).toMatchObject({ failureCode: 'browser_agent_broken' });
  expect(end.failure).toBe(
    "import: browser_agent cannot be imported: ModuleNotFoundError: No module named 'not_there'",
  );

  commit(source, { 'requirements.txt': 'no-such-package-of-bringup==1\n' });
  const other = path.join(box.folder, 'other');
  const requirements = await install({ destination: other });
  expect(rowsOf(requirements)).toMatchObject({ requirements: 'failed', package: 'skipped', import: 'skipped' });
  expect(requirements.failure).toContain('no-such-package-of-bringup');

  git(source, 'rm', '-q', 'pyproject.toml', 'requirements.txt');
  commit(source, {}, 'no package');
  const none = await install({ destination: path.join(box.folder, 'third') });
  expect(none.failure).toContain('is no Python package: neither pyproject.toml nor setup.py');

  expect(await install({ url: `${source}-not`, destination: `${other}-not` })).toMatchObject({
    failureCode: 'download_not_found',
    tasks: [{ name: 'repository', status: 'failed' }, ...Array.from({ length: 4 }, () => ({ status: 'skipped' }))],
  });
});

it('is honest about a browser that could not be fetched', SLOW, async () => {
  // Loopback's refusal is what no network looks like; apt-get is one that fails, so that this machine is left as it is.
  commit(source, { 'requirements.txt': 'tqdm\nplaywright\n' });
  const bin = path.join(box.folder, 'bin');
  git(box.folder, 'init', '-q', bin);
  writeFileSync(path.join(bin, 'apt-get'), '#!/bin/sh\necho "E: Unable to fetch some archives" >&2\nexit 100\n', {
    mode: 0o755,
  });
  const env = {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    PLAYWRIGHT_DOWNLOAD_HOST: 'http://127.0.0.1:1',
    PLAYWRIGHT_BROWSERS_PATH: path.join(box.folder, 'browsers'),
  };
  const end = await install({ browser: true }, env);
  expect(end).toMatchObject({ failureCode: 'download_failed' });
  expect(rowsOf(end)).toMatchObject({ import: 'success', libraries: 'warning', browser: 'failed' });
  expect(end.failure).toMatch(/^browser: Chromium could not be fetched by playwright: .+/);
  expect(readdirSync(path.join(box.home, 'BrowserAgent/.venv'))).not.toContain('.bringup-installed');
  // Started again, what was done is not done again, and the browser is not taken to be there.
  expect(await install({ browser: true }, env)).toMatchObject({ failureCode: 'download_failed' });
});

it('says that there is nothing to fetch a browser with', SLOW, async () => {
  const end = await install({ browser: true });
  expect(end).toMatchObject({ failureCode: 'browser_agent_broken' });
  expect(end.failure).toContain('playwright is not among what was installed');
});
