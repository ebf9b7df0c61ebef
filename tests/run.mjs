// `npm test`: puts in place what the tests need (only what is missing), builds what is stale, runs them all.
// Arguments go to vitest: npm test -- adapters/ssh
// `npm run test:full` (--full) runs those tests that take the network and minutes, `*.full.test.ts`, and no others.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkNode, ensurePackages, Refusal, root, run } from '../cli/install.mjs';
import { ensurePrograms, findChromium } from './install/debian.mjs';

const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');

async function main(args) {
  checkNode();
  await ensurePackages();
  await ensurePrograms();
  const isFull = args[0] === '--full';
  const forVitest = isFull ? args.slice(1) : args;
  const env = {
    ...process.env,
    BRINGUP_TEST_TEMPORAL: await temporal(),
    BRINGUP_TEST_CHROMIUM: findChromium() ?? '',
    BRINGUP_TEST_FULL: isFull ? '1' : '',
  };
  await inForeground(process.execPath, [path.join(root, 'cli', 'build.mjs')]).then((code) => {
    if (code !== 0) throw new Refusal('The build failed, see above.');
  });
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'bringup-test-'));
  try {
    const report = path.join(scratch, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await inForeground(process.execPath, [vitest, 'run', ...reporters, ...forVitest], env);
    console.log(summary(report, code));
    return code;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function temporal() {
  const args = ['--import', 'tsx', path.join(root, 'tests', 'install', 'find-temporal.ts')];
  const { code, output } = await run(process.execPath, args, { cwd: root });
  const lines = output.trim().split('\n');
  if (code !== 0) throw new Refusal(lines.at(-1));
  for (const line of lines.slice(0, -1)) console.log(line);
  return lines.at(-1);
}

function inForeground(program, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const passOn = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, passOn);
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** `N passed, N failed`; a file that could not be loaded counts as one failure. */
function summary(file, code) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
    const broken = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
    );
    const failed = numFailedTests + broken.length;
    // Errors outside of any test fail the run, too.
    return `${numPassedTests} passed, ${code !== 0 && failed === 0 ? 1 : failed} failed`;
  } catch {
    return '0 passed, 1 failed';
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error instanceof Refusal ? error.message : error);
    process.exit(1);
  },
);
