// uv for tests and the lab: brought once from the package registry and kept for the next time.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './openssh.ts';

/** The version that tests are written for. */
export const UV_VERSION = '0.13.9';

/** Path of the program, in a folder that holds nothing else. Throws when it is neither here nor to be had. */
export async function findUv(): Promise<string> {
  const cache = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'bringup');
  const whole = path.join(cache, `uv-${UV_VERSION}`);
  const program = path.join(whole, 'bin', 'uv');
  if (existsSync(program)) return program;
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(path.join(cache, 'uv-new-'));
  try {
    // In an environment of its own: Debian's Python may have no pip, or none that installs.
    const environment = path.join(scratch, 'venv');
    await must('python3', ['-m', 'venv', environment]);
    const target = path.join(scratch, 'uv');
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', target, `uv==${UV_VERSION}`];
    await must(path.join(environment, 'bin', 'python'), pip);
    await rename(target, whole).catch((error: NodeJS.ErrnoException) => {
      // Somebody else brought it at the same time.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return program;
}

async function must(program: string, parameters: string[]): Promise<void> {
  const { code, stdout, stderr } = await run(program, parameters);
  if (code !== 0) throw new Error(`uv could not be brought here: ${stdout}${stderr}`);
}
