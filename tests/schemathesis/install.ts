// Schemathesis in a Python environment of its own below our cache folder, made once for each content of requirements.txt.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../../adapters/package-root.ts';
import { cacheFolder } from '../../adapters/temporal/find-server.ts';
import { runProgram } from '../../adapters/temporal/run-program.ts';

const requirements = packageFile('tests', 'schemathesis', 'requirements.txt');

/** The Python that has Schemathesis. Throws with pip's last words where it cannot be installed. */
export async function pythonWithSchemathesis(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(requirements));
  const folder = path.join(cacheFolder(process.env), `schemathesis-${hash.digest('hex').slice(0, 12)}`);
  const python = path.join(folder, 'bin', 'python');
  if (existsSync(python)) return python;
  // Made beside its place and moved there whole: another run may be at it at the same time.
  const scratch = `${folder}.${randomBytes(4).toString('hex')}.part`;
  await mkdir(path.dirname(folder), { recursive: true });
  try {
    await must('python3', ['-m', 'venv', scratch]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check', '-r', requirements];
    await must(path.join(scratch, 'bin', 'python'), pip);
    await rename(scratch, folder).catch((error: unknown) => {
      if (!existsSync(python)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return python;
}

async function must(program: string, args: string[]): Promise<void> {
  const { code, output } = await runProgram(program, args, { env: process.env, limitMs: 300_000 });
  if (code === 0) return;
  throw new Error(
    `Schemathesis cannot be installed: ${program} ended with ${String(code)}: ${output.trim().slice(-500)}`,
  );
}
