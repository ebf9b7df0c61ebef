import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './openssh.ts';
import { type PackageIndex, startPackageIndex } from './package-index.ts';
import { packageFile } from './python-packages.ts';
import { findUv } from './python-tools.ts';

let folder: string;
let uv: string;
let python: string;
let index: PackageIndex;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-index-'));
  uv = await findUv();
  await run('python3', ['-m', 'venv', path.join(folder, 'venv')]);
  python = path.join(folder, 'venv', 'bin', 'python');
  index = await startPackageIndex({
    packages: [
      { name: 'humanize', version: '4.9.0', requires: ['lab.helper>=1'] },
      { name: 'Lab_Helper', version: '1.0' },
      { name: 'Lab_Helper', version: '2.0', python: '>=4' },
      { name: 'old-old', version: '1', source: 'builds' },
      { name: 'no-build', version: '1', source: 'refuses' },
      { name: 'pin', version: '21.3' },
      { name: 'pin', version: '23.0' },
      { name: 'spoilt', version: '1', fault: 'spoilt' },
      { name: 'cut', version: '1', fault: 'cut', ballast: Buffer.alloc(100_000) },
    ],
  });
});
afterAll(async () => {
  await index.stop();
  await rm(folder, { recursive: true });
});

const withIndex = (program: string, ...parameters: string[]) => {
  const environment = {
    ...index.environment,
    UV_CACHE_DIR: path.join(folder, 'cache'),
    PIP_NO_CACHE_DIR: '1',
    UV_HTTP_RETRIES: '0',
  };
  const pairs = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return run('env', [...pairs, 'LC_ALL=C', program, ...parameters]);
};
const withUv = (...more: string[]) => withIndex(uv, 'pip', 'install', '--python', python, ...more);
const withPip = (...more: string[]) => withIndex(python, '-m', 'pip', 'install', ...more);

test('makes the same bytes each time', () => {
  const make = () => packageFile({ name: 'a', version: '1' }).bytes.toString('base64');
  expect(make()).toBe(make());
  const source = () => packageFile({ name: 'a', version: '1', source: 'builds' }).bytes.toString('base64');
  expect(source()).toBe(source());
});

test.each([
  ['uv', withUv],
  ['pip', withPip],
])('%s installs from it, with what a package needs, and looks nowhere else', async (_name, install) => {
  index.requests.length = 0;
  const { code, stderr } = await install('humanize', 'old-old');
  expect(stderr.includes('error'), stderr).toBe(false);
  expect(code).toBe(0);
  expect(index.requests).toContain('GET /simple/lab-helper/');
  const versions = 'import humanize, lab_helper, old_old; print(humanize.__version__, lab_helper.__version__)';
  expect((await run(python, ['-c', versions])).stdout).toBe('4.9.0 1.0\n');
  await run(uv, ['pip', 'uninstall', '--python', python, 'humanize', 'old-old', 'lab-helper']);
});

test('what is not in it, contradicts itself or refuses to be built fails in the words of the registry', async () => {
  expect(await withUv('no-such-package-zzzqq==9.9')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no-such-package-zzzqq was not found in the package registry') as string,
  });
  expect(await withUv('pin==21.3', 'pin>=23')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Because you require pin==21.3 and pin>=23') as string,
  });
  expect(await withUv('no-build')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/Failed to build `no-build==1`[^]*this package refuses to be built/) as string,
  });
});

test('takes packages while it runs', async () => {
  index.add({ name: 'late', version: '3' });
  expect((await withUv('late')).code).toBe(0);
});

test.each([
  ['spoilt', /The structure of `spoilt` .* was invalid/],
  ['cut', /Failed to (download|fetch|extract)|error decoding|end of file|EOF/i],
])('a download that is %s is not installed', async (name, message) => {
  const { code, stderr } = await withUv(name);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(message);
});
