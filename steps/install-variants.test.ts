// What the resolver must not be left alone with: variants of one package, old source distributions, an index that cannot be had.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PackageIndex, startPackageIndex } from '../lab/package-index.ts';
import { createApplication, noteOf, rows } from './testing/application.ts';
import { createEnvironment, installedPackages } from './testing/python-environment.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

const LIMIT = { timeout: 120_000 };
const opencv = (name: string, version = '5.0.0') => ({
  name,
  version,
  files: { 'cv2/__init__.py': `variant = ${JSON.stringify(name)}\n` },
});

let box: Sandbox;
let python: string;
let index: PackageIndex;
beforeAll(async () => {
  box = createSandbox();
  python = await createEnvironment(path.join(box.folder, 'venv'));
  await promisify(execFile)(python, ['-m', 'pip', 'install', '-q', 'uv']);
  index = await startPackageIndex({
    packages: [
      ...['opencv-python', 'opencv-python-headless', 'opencv-contrib-python', 'opencv-contrib-python-headless'].map(
        (name) => opencv(name),
      ),
      { name: 'brings-opencv', version: '1.0', requires: ['opencv-python'], files: { 'brings.py': '' } },
      {
        name: 'bringup-old-style',
        version: '1.0',
        source: {
          setup: 'import pkg_resources\nfrom setuptools import setup\nsetup(name="bringup-old-style", version="1.0")\n',
        },
      },
    ],
  });
}, 120_000);
afterAll(async () => {
  await index.stop();
  box.remove();
});

const variants = async () => Object.keys(await installedPackages(python)).filter((name) => name.startsWith('opencv'));
const importedVariant = async () =>
  (await promisify(execFile)(python, ['-c', 'import cv2; print(cv2.variant)'])).stdout.trim();

it('installs one variant of opencv, however many are asked for, by nodes and by their packages', LIMIT, async () => {
  const first = createApplication(box, python, 'two', {
    plain: { 'requirements.txt': 'opencv-python>=4.7\n' },
    headless: { 'requirements.txt': 'opencv-python-headless\n' },
    brings: { 'requirements.txt': 'brings-opencv\n' },
  });
  expect(rows(await first.install({}, index.environment))).toEqual({
    plain: 'success',
    headless: 'success',
    brings: 'success',
  });
  expect(await variants()).toEqual(['opencv-python-headless']);

  // Contrib can all that the others can, so it takes their place, with all of its files.
  const second = createApplication(box, python, 'contrib', {
    contrib: { 'requirements.txt': 'opencv-contrib-python\n' },
  });
  expect(rows(await second.install({}, index.environment))).toEqual({ contrib: 'success' });
  expect(await variants()).toEqual(['opencv-contrib-python-headless']);
  expect(await importedVariant()).toBe('opencv-contrib-python-headless');

  // What another package brings along does not come back.
  const third = createApplication(box, python, 'brought', {
    brings: { 'requirements.txt': 'brings-opencv\n' },
  });
  const end = await third.install({}, index.environment);
  expect(end.result).toMatchObject({ failed: [], packages: {} });
  expect(await variants()).toEqual(['opencv-contrib-python-headless']);
});

it('builds old source distributions, which need what newer setuptools have no more', LIMIT, async () => {
  const app = createApplication(box, python, 'old', { old: { 'requirements.txt': 'bringup-old-style\n' } });
  // Beside the public index: what builds it comes from there.
  expect(rows(await app.install({}, { UV_INDEX: index.url }))).toEqual({ old: 'success' });
  expect(await installedPackages(python)).toMatchObject({ 'bringup-old-style': '1.0' });
});

it('blames no node for an index that cannot be had', LIMIT, async () => {
  const gone = await startPackageIndex();
  await gone.stop();
  const app = createApplication(box, python, 'outage', {
    a: { 'requirements.txt': 'toolz\n' },
    b: { 'requirements.txt': 'six\n' },
    c: { 'a.py': '' },
  });
  const end = await app.install({}, { ...gone.environment, UV_HTTP_RETRIES: '0' });
  expect(rows(end)).toEqual({ a: 'failed', b: 'failed', c: 'success' });
  expect(noteOf(end, 'a')).toMatch(/^requirements: the package index cannot be had: /);
  expect(end.result).toMatchObject({ problems: [{ reason: 'unreachable' }, { reason: 'unreachable' }] });
});
