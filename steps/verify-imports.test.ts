// The import check of verify_dependencies: the lab's look-alike of ComfyUI, and nodes that fail in every way there is.
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nodeKinds } from '../lab/node-kinds.ts';
import { noteOf, rows } from './testing/application.ts';
import { createComfyui, node } from './testing/comfyui.ts';
import type { Files } from './testing/git-repository.ts';
import { createEnvironment, plantPackage } from './testing/python-environment.ts';
import { createSandbox, type Sandbox, type ScriptEnd } from './testing/run-step-script.ts';

const LIMIT = { timeout: 120_000 };
let box: Sandbox;
let python: string;
let apps = 0;
beforeAll(async () => {
  box = createSandbox();
  python = await createEnvironment(path.join(box.folder, 'the venv'));
}, 120_000);
afterAll(() => box.remove());

const comfyui = (nodes: Record<string, Files>, options = {}) =>
  createComfyui(box, python, `app ${(apps += 1)}`, nodes, options);
const reasons = ({ result }: ScriptEnd) =>
  Object.fromEntries(
    (result as { imports: { failed: { node: string; reason: string }[] } }).imports.failed.map((one) => [
      one.node,
      one.reason,
    ]),
  );
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`good-${at}`, node(`good-${at}`)]));

it('imports every node by the application itself, and says why one cannot be', LIMIT, async () => {
  const app = comfyui({
    good: node('good'),
    importfail: nodeKinds.importfail.files,
    nomappings: nodeKinds.nomappings.files,
    prestartfail: nodeKinds.prestartfail.files,
    broken: { '__init__.py': 'raise RuntimeError("two\\nlines")\n' },
    empty: { 'requirements.txt': '' },
  });
  const end = await app.verify();
  expect(end.failureCode).toBe('imports_failed');
  expect(rows(end)).toMatchObject({ good: 'success', importfail: 'failed', nomappings: 'warning', broken: 'failed' });
  expect(noteOf(end, 'importfail')).toContain("ModuleNotFoundError: No module named 'a_module_that_nobody_has'");
  expect(noteOf(end, 'broken')).toContain('cannot be imported: RuntimeError: two');
  expect(noteOf(end, 'nomappings')).toContain('has no NODE_CLASS_MAPPINGS');
  expect(noteOf(end, 'empty')).toContain('FileNotFoundError');
  // The traceback is that node's own piece of the log.
  expect(end.stdout).toContain('[importfail] Traceback (most recent call last):');
  expect(reasons(end)).toEqual({ importfail: 'import_failed', broken: 'import_failed', empty: 'import_failed' });
  expect(end.result).toMatchObject({ imports: { checked: 6 }, ready: null, restarted: false });
  expect(end.progress?.done).toBe(end.progress?.total);
});

it('names the node that exits and the node that hangs among many, and checks the others', LIMIT, async () => {
  const app = comfyui({
    ...many(20),
    importfail: nodeKinds.importfail.files,
    importexit: nodeKinds.importexit.files,
    importhang: nodeKinds.importhang.files,
    leaves: { '__init__.py': 'import sys\nsys.exit("no GPU")\n' },
    crashes: { '__init__.py': 'import ctypes\nctypes.string_at(0)\n' },
    leftover: { '__init__.py': 'import subprocess, os\nsubprocess.Popen(["sleep", "3600"])\nos._exit(4)\n' },
  });
  const end = await app.verify({ import_limit_s: 4 });
  expect(end.failureCode).toBe('imports_failed');
  expect(reasons(end)).toEqual({
    importfail: 'import_failed',
    importexit: 'import_exits',
    importhang: 'import_hangs',
    leaves: 'import_exits',
    crashes: 'import_exits',
    leftover: 'import_exits',
  });
  for (const name of Object.keys(many(20))) expect(rows(end)[name], name).toBe('success');
  expect(noteOf(end, 'importexit')).toContain('ended the application with exit code 3');
  expect(noteOf(end, 'importhang')).toContain('did not end within 4 s: it was at line 2 of importhang/__init__.py');
  expect(noteOf(end, 'crashes')).toContain('ended the application by SIGSEGV at line 2 of crashes/__init__.py');
  // Nothing was restarted, so nothing was moved.
  expect(readdirSync(app.file(''))).toContain('importexit');
});

it('takes what the template accepts as a warning', LIMIT, async () => {
  const app = comfyui({ good: node('good'), importfail: nodeKinds.importfail.files });
  const end = await app.verify({ accept: ['import_failed'] });
  expect(end).toMatchObject({ code: 0, failure: null });
  expect(rows(end)).toEqual({ good: 'success', importfail: 'warning' });
  expect(noteOf(end, 'importfail')).toContain('(accepted by the template)');
});

it('finds a node that only ends the application in company', LIMIT, async () => {
  const app = comfyui({
    a: node('a'),
    b: {
      '__init__.py':
        'import os, sys\nif any("custom_nodes/a" in name for name in sys.modules): os._exit(5)\nNODE_CLASS_MAPPINGS = {}\n',
    },
    c: node('c'),
  });
  const end = await app.verify();
  expect(rows(end)).toEqual({ a: 'success', b: 'failed', c: 'success' });
  expect(noteOf(end, 'b')).toContain('exit code 5, loaded together with the others and not alone');
});

it('tells an application that does not start from a node that does not', LIMIT, async () => {
  const app = comfyui({ a: node('a') });
  writeFileSync(
    path.join(app.ui_home, 'main.py'),
    '# --quick-test-for-ci --whitelist-custom-nodes\nimport no_torch_here\n',
  );
  const end = await app.verify();
  expect(end.failureCode).toBe('imports_failed');
  expect(rows(end)).toEqual({ a: 'warning' });
  expect(end.failure).toContain(
    "The application does not start, whatever its nodes: exit code 1: ModuleNotFoundError: No module named 'no_torch_here'",
  );
});

it('says so where the application has no import check', LIMIT, async () => {
  const end = await comfyui({ a: node('a') }, { main: false }).verify();
  expect(end).toMatchObject({ code: 0, result: { imports: { checked: 0, failed: [] }, ready: null } });
  expect(end.warnings[0]).toMatch(/^Imports were not checked: there is no main\.py/);
});

it('tells of nodes that the template does not name', LIMIT, async () => {
  const app = comfyui({ a: node('a'), stranger: nodeKinds.importfail.files });
  writeFileSync(app.file('single.py'), 'raise ValueError("alone")\n');
  const end = await app.verify({ nodes: ['a'] });
  expect(end.code).toBe(0);
  expect(rows(end)).toEqual({ a: 'success', stranger: 'warning', 'single.py': 'warning' });
  expect(noteOf(end, 'single.py')).toContain('ValueError: alone');
});

it('never installs by the name of a module, but says whose it is where metadata tells', LIMIT, async () => {
  await plantPackage(python, 'half_there', '1.0');
  const app = comfyui({ a: node('a', { requirements: 'half-there\n', imports: ['half_there.rest', 'half_there'] }) });
  const end = await app.verify();
  expect(rows(end)).toEqual({ a: 'failed' });
  expect(noteOf(end, 'a')).toContain(
    "No module named 'half_there.rest' (half_there belongs to half-there 1.0, which is installed, its requirement half-there)",
  );
  expect(end.stdout).not.toContain('pip install');
});

it('leaves a sitecustomize.py of the environment in force', LIMIT, async () => {
  const own = await createEnvironment(path.join(box.folder, 'customized'));
  const lib = path.join(path.dirname(own), '../lib');
  const site = path.join(lib, readdirSync(lib)[0] ?? '', 'site-packages');
  writeFileSync(path.join(site, 'sitecustomize.py'), 'import sys\nsys.customized = True\n');
  copyFileSync(path.join(site, 'sitecustomize.py'), path.join(box.folder, 'copy'));
  const app = createComfyui(box, own, 'customized app', {
    a: {
      '__init__.py':
        'import os, sys\nassert sys.customized and "BRINGUP_TRACE" not in os.environ and "PYTHONPATH" not in os.environ\nNODE_CLASS_MAPPINGS = {}\n',
    },
  });
  expect(rows(await app.verify())).toEqual({ a: 'success' });
  expect(existsSync(app.file('a'))).toBe(true);
});
