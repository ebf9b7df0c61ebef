// install_custom_nodes against a git server with faults: what can be had is had, and the rest is told apart.
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GitServer, startGitServer } from '../lab/git-server.ts';
import { makeNodeRepositories } from '../lab/node-repositories.ts';
import { readProgressLine, emptyReport } from './progress.ts';
import { noteOf, rows } from './testing/application.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

let box: Sandbox;
let server: GitServer;
let app: string;
beforeAll(async () => {
  box = createSandbox();
  app = path.join(box.folder, 'app');
  mkdirSync(app);
  const root = path.join(box.folder, 'repositories');
  await makeNodeRepositories(root, ['n01-plain', 'big', 'nested', 'submodule', 'pinned'], { randomSize: 8_000_000 });
  server = await startGitServer({ root });
}, 60_000);
afterAll(async () => {
  await server.stop();
  box.remove();
});

it('tells apart what keeps a repository from being had, and clones the others', { timeout: 60_000 }, async () => {
  const nodes = [
    { name: 'plain', url: server.url('n01-plain') },
    { name: 'flaky', url: server.url('n01-plain', 'flaky') },
    { name: 'private', url: server.url('n01-plain', 'auth') },
    { name: 'gone', url: server.url('nobody') },
    { name: 'busy', url: server.url('n01-plain', 'e503') },
    { name: 'cut', url: server.url('big', 'cut') },
    { name: 'silent', url: server.url('n01-plain', 'hang') },
    { name: 'old', url: server.url('n01-plain'), ref: 'v0.0' },
    { name: 'inner', url: server.url('nested'), subfolder: 'gone/inner' },
  ];
  const end = await box.run('install_custom_nodes', { ui_home: app, nodes, clone_limit_s: 8 });
  expect(rows(end)).toEqual({
    plain: 'success',
    flaky: 'success',
    private: 'failed',
    gone: 'failed',
    busy: 'failed',
    cut: 'failed',
    silent: 'failed',
    old: 'failed',
    inner: 'skipped',
  });
  const reasons = Object.fromEntries(
    (end.result as { problems: { node: string; reason: string }[] }).problems.map(({ node, reason }) => [node, reason]),
  );
  expect(reasons).toEqual({
    private: 'private',
    gone: 'not_found',
    busy: 'unreachable',
    cut: 'unreachable',
    silent: 'unreachable',
    old: 'no_such_ref',
    inner: 'skipped',
  });
  expect(noteOf(end, 'busy')).toContain('error: 503');
  expect(noteOf(end, 'silent')).toBe('git did not end within 8 s');
  expect(noteOf(end, 'inner')).toBe('lies inside gone, which failed');
  expect(end.stdout).toContain('[flaky] trying once more in 1 s');
  expect(readdirSync(path.join(app, 'custom_nodes')).sort()).toEqual(['flaky', 'plain']);
});

it('shows percent and rate while a big one is cloned, never backwards', { timeout: 60_000 }, async () => {
  const nodes = [{ name: 'big', url: server.url('big') }];
  const end = await box.run('install_custom_nodes', { ui_home: app, nodes });
  expect(end.code).toBe(0);
  const shown = end.lines.map((line) => {
    const report = emptyReport();
    readProgressLine(report, line);
    return report.tasks[0];
  });
  const percents = shown.flatMap((task) => (task?.percent === undefined ? [] : [task.percent]));
  expect(percents.length).toBeGreaterThan(0);
  expect(percents).toEqual([...percents].sort((a, b) => a - b));
  // What git draws over one line again and again is not in the log.
  expect(end.stdout).not.toMatch(/Receiving objects: +\d+%/);
});

it('brings submodules over HTTP, at a pinned tag and below another node', { timeout: 60_000 }, async () => {
  const nodes = [
    { name: 'below', url: server.url('n01-plain'), subfolder: 'parent/sub' },
    { name: 'parent', url: server.url('n01-plain') },
    { name: 'submodule', url: server.url('submodule') },
    { name: 'pinned', url: server.url('pinned'), ref: 'v1.0' },
  ];
  const end = await box.run('install_custom_nodes', { ui_home: app, nodes });
  expect(rows(end)).toEqual({ below: 'success', parent: 'success', submodule: 'success', pinned: 'success' });
  expect(await box.run('install_custom_nodes', { ui_home: app, nodes })).toMatchObject({
    code: 0,
    note: 'nothing to do: 4 nodes already there',
  });
});
