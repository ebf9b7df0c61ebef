// Virtual environments and small packages for the tests of the steps that install.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Makes a virtual environment with pip and returns its Python. */
export async function createEnvironment(folder: string): Promise<string> {
  await run('python3', ['-m', 'venv', folder]);
  return path.join(folder, 'bin/python');
}

/** Installed distributions by name, in lower case. */
export async function installedPackages(python: string): Promise<Record<string, string>> {
  const program =
    'import importlib.metadata as m, json; print(json.dumps({d.metadata["Name"].lower(): d.version for d in m.distributions()}))';
  const { stdout } = await run(python, ['-I', '-c', program]);
  return JSON.parse(stdout) as Record<string, string>;
}

/** Puts a distribution into an environment by hand: a stand-in for packages that are too big for a test. */
export async function plantPackage(python: string, name: string, version: string, module = ''): Promise<void> {
  const { stdout } = await run(python, ['-I', '-c', 'import sysconfig; print(sysconfig.get_paths()["purelib"])']);
  const site = stdout.trim();
  const info = path.join(site, `${name}-${version}.dist-info`);
  mkdirSync(info, { recursive: true });
  mkdirSync(path.join(site, name), { recursive: true });
  writeFileSync(path.join(site, name, '__init__.py'), module);
  writeFileSync(path.join(info, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`);
  writeFileSync(
    path.join(info, 'RECORD'),
    `${name}/__init__.py,,\n${name}-${version}.dist-info/METADATA,,\n${name}-${version}.dist-info/RECORD,,\n`,
  );
  writeFileSync(path.join(info, 'INSTALLER'), 'test\n');
}

/** Writes a wheel without modules that requires `requires`, named as wheels are. */
export async function writeWheel(folder: string, name: string, requires: string[]): Promise<string> {
  const program = `import sys, zipfile
folder, name, *requires = sys.argv[1:]
info = name + '-1.0.dist-info/'
with zipfile.ZipFile(folder + '/' + name + '-1.0-py3-none-any.whl', 'w') as wheel:
    wheel.writestr(name + '.py', '')
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: ' + name + '\\nVersion: 1.0\\n' + ''.join('Requires-Dist: ' + r + '\\n' for r in requires))
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + 'RECORD', '')
`;
  await run('python3', ['-c', program, folder, name, ...requires]);
  return `${name}-1.0-py3-none-any.whl`;
}
