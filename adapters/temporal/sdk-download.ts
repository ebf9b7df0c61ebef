// Temporal's SDK can fetch the server itself, from Temporal's own address. Where that address is refused it fails at
// once, but it may also hang behind a proxy: so it runs in a process of its own that we end when nothing arrives.
import { statSync, readdirSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../package-root.ts';
import { runProgram } from './run-program.ts';

/** How long there may be no new byte. */
const SILENCE_MS = 6000;
const LIMIT_MS = 180_000;

const program = `
import { createRequire } from 'node:module';
const { TestWorkflowEnvironment } = createRequire(process.argv[1])('@temporalio/testing');
const executable = { type: 'cached-download', downloadDir: process.argv[2] };
const server = await TestWorkflowEnvironment.createLocal({ server: { executable, ui: false } });
await server.teardown();
process.exit(0);
`;

/** Lets the SDK download the server into `folder`; null when that did not work. */
export async function downloadBySdk(folder: string, env: Record<string, string | undefined>): Promise<string | null> {
  await mkdir(folder, { recursive: true });
  let bytes = 0;
  let changed = Date.now();
  const stalled = () => {
    const now = bytesIn(folder);
    if (now !== bytes) [bytes, changed] = [now, Date.now()];
    return Date.now() - changed > SILENCE_MS;
  };
  const args = ['--input-type=module', '--eval', program, packageFile('package.json'), folder];
  const { code } = await runProgram(process.execPath, args, { env, limitMs: LIMIT_MS, giveUp: stalled });
  return code === 0 ? downloadedServer(folder) : null;
}

/** A server that an earlier download left in `folder`. */
export async function downloadedServer(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch(() => []);
  const name = names.find((one) => one.startsWith('temporal-') && !one.endsWith('.downloading'));
  return name ? path.join(folder, name) : null;
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    return sum + (statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
}
