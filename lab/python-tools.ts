// Tools from the Python registry that tests and the lab use: each brought once, in one version, and kept for the next time.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './openssh.ts';

/** The versions that tests are written for. */
const versions = { uv: '0.13.9', supervisor: '4.3.0' };

/** Path of uv, in a folder that holds nothing else of use. Throws when it is neither here nor to be had. */
export const findUv = async (): Promise<string> => path.join(await bring('uv'), 'bin', 'uv');

/** Folder to import `supervisor` from. */
export const findSupervisor = (): Promise<string> => bring('supervisor');

async function bring(name: keyof typeof versions): Promise<string> {
  const cache = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'bringup');
  const whole = path.join(cache, `${name}-${versions[name]}`);
  if (existsSync(whole)) return whole;
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(path.join(cache, 'new-'));
  try {
    // In an environment of its own: Debian's Python may have no pip, or none that installs.
    const environment = path.join(scratch, 'venv');
    await must('python3', ['-m', 'venv', environment]);
    const target = path.join(scratch, name);
    const pip = ['-m', 'pip', 'install', '--quiet', '--target', target, `${name}==${versions[name]}`];
    await must(path.join(environment, 'bin', 'python'), pip);
    await rename(target, whole).catch((error: NodeJS.ErrnoException) => {
      // Somebody else brought it at the same time.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return whole;
}

async function must(program: string, parameters: string[]): Promise<void> {
  const { code, stdout, stderr } = await run(program, parameters);
  if (code !== 0) throw new Error(`${parameters.at(-1)} could not be brought here: ${stdout}${stderr}`);
}
