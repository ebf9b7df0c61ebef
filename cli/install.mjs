// Puts the npm packages in place. Plain JavaScript without dependencies: it runs on a fresh clone.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [20, 19];

/** An error that a person can act on: printed as its one sentence, without a stack. */
export class Refusal extends Error {}

/** Throws when this Node is too old for the packages we use. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isRecent = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (!isRecent) {
    throw new Refusal(
      `Bringup needs Node.js ${OLDEST_NODE.join('.')} or newer, this is ${version}. Install a newer one from https://nodejs.org.`,
    );
  }
}

const lockFile = path.join(root, 'package-lock.json');
const stampFile = path.join(root, 'node_modules', '.bringup-lock');
const npmsOwnRecord = path.join(root, 'node_modules', '.package-lock.json');

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** True when what lies in node_modules is what the lock file asks for; also when npm itself was called by hand. */
function isInstalled() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash()) return true;
  if (!existsSync(npmsOwnRecord)) return false;
  const there = JSON.parse(readFileSync(npmsOwnRecord, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const isComplete = Object.entries(wanted).every(
    ([place, { version, optional, devOptional }]) =>
      place === '' || there[place]?.version === version || (!there[place] && (optional || devOptional)),
  );
  if (isComplete) writeFileSync(stampFile, lockHash());
  return isComplete;
}

/** Installs the packages when they are missing or when the lock file changed since. */
export async function ensurePackages({ say = console.log } = {}) {
  if (isInstalled()) return;
  const isFirst = !existsSync(path.join(root, 'node_modules'));
  say(isFirst ? 'Installing packages (first start, about a minute) …' : 'Installing packages (they have changed) …');
  const clean = await npm(['ci', ...ALL]);
  if (clean.code !== 0) {
    say('npm ci refused the lock file; trying npm install …');
    const loose = await npm(['install', '--no-save', ...ALL]);
    if (loose.code !== 0) {
      throw new Refusal(
        `The packages could not be installed: ${reason(loose.output)}. Check the network and "npm config get registry", then start again.`,
      );
    }
  }
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, lockHash());
}

/** Also where NODE_ENV or npm's own settings leave out what the build needs. */
const ALL = ['--include=dev', '--include=optional'];

const npm = (args) => run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });

/** Runs a program to its end and keeps what it printed. A program that does not exist ends with code 127. */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const take = (bytes) => (output += bytes);
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The line of npm's output that says most. */
function reason(output) {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/i, '').trim());
  const telling = lines.filter((line) => line && !/^(code|errno|syscall|A complete log|npm warn)/i.test(line));
  return telling[0] ?? 'npm ended without a word';
}
