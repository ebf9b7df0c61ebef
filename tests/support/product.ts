// The product as a person has it: `npm start` as real processes, with a home, a data folder and a port of its own.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endWithUs } from '../../adapters/end-with-us.ts';
import { packageFile } from '../../adapters/package-root.ts';
import { freePort } from '../../lab/free-port.ts';
import { commandLine, descendantsOf, endAll, isAlive, processesWith } from '../../lab/processes.ts';
import type { LabBox } from '../../lab/sshd.ts';
import { writeNewKey } from '../../lab/ssh-keys.ts';
import { type FacadeClient, facadeClient } from './facade-client.ts';
import { trustBox } from './trust-box.ts';

type Environment = Record<string, string | undefined>;

/** A stale build, Temporal, the worker and the API, on a machine that has other things to do. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 15_000;
/** The longest pause before a child that dies again and again is started. */
const RESTART_LIMIT_MS = 15_000;

export interface UpOptions {
  /** `npm` starts it as a person does, `node` without npm around it. */
  by?: 'npm' | 'node';
  args?: string[];
  env?: Environment;
}

/** One `npm start`. */
export interface Up {
  pid: number;
  /** What it has printed so far. */
  output(): string;
  /** Its exit code, once it has ended. */
  code: Promise<number | null>;
}

export interface Product extends FacadeClient {
  url: string;
  /** The data folder. */
  home: string;
  /** HOME of the person who starts it. */
  userHome: string;
  /** ~/.ssh/id_ed25519: boxes that let it in need no setting. */
  identityFile: string;
  /** Starts it and waits for nothing. */
  launch(options?: UpOptions): Up;
  /** Starts it and waits until the page can be opened. */
  up(options?: UpOptions): Promise<Up>;
  /** The process of that name, found among the children of the running start by its command line. */
  pid(name: 'worker' | 'api' | 'temporal'): number;
  /** The same, as soon as it runs: what has died is started again after a while. */
  untilRuns(name: 'worker' | 'api' | 'temporal'): Promise<number>;
  /** Ends a child by SIGKILL; resolves when another one runs in its place. */
  kill(name: 'worker' | 'api' | 'temporal'): Promise<void>;
  /** Ends every process of it at once, as a power cut does. */
  cutPower(): Promise<void>;
  /** Ctrl-C; checks that it ends as it promises. */
  interrupt(): Promise<void>;
  /** Every living process of it, wherever it hangs in the tree. */
  processes(): number[];
  /** Makes a box's host key known, as a person would have. */
  trust(box: LabBox): Promise<void>;
  /** Ctrl-C where it still runs, then its files go. */
  remove(): Promise<void>;
}

/** A machine with the product on it, not started yet. */
export async function createProduct(env: Environment = {}): Promise<Product> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-product-'));
  const userHome = path.join(folder, 'user');
  const home = path.join(folder, 'data');
  const identityFile = path.join(userHome, '.ssh', 'id_ed25519');
  await mkdir(path.dirname(identityFile), { recursive: true, mode: 0o700 });
  await writeNewKey(identityFile, 'story');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const base: Environment = {
    ...ownEnvironment(),
    PATH: `${await temporalOnPath(folder)}${process.env['PATH'] ?? ''}`,
    HOME: userHome,
    BRINGUP_HOME: home,
    PORT: String(port),
    ...env,
  };
  const mark = `BRINGUP_HOME=${home}`;
  let current: Up | null = null;

  function launch({ by = 'node', args = ['--no-demo'], env: more = {} }: UpOptions = {}): Up {
    const [program, words] =
      by === 'npm'
        ? ['npm', ['start', '--', ...args]]
        : [process.execPath, [packageFile('cli', 'bringup.mjs'), 'up', ...args]];
    // A process group of its own, as a terminal gives to each command.
    const options = { cwd: packageFile(), env: { ...base, ...more }, detached: true } as const;
    const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    // Also when the tests are ended in the middle.
    endWithUs(child, { group: true });
    current = follow(child);
    return current;
  }

  const running = (): Up => {
    if (!current) throw new Error('the product was not started');
    return current;
  };
  const processes = () => processesWith(mark);
  const find = (name: string) => {
    const pattern = name === 'temporal' ? /temporal.* start-dev / : new RegExp(`/${name}\\.js `);
    return descendantsOf(running().pid).find((pid) => pattern.test(commandLine(pid)));
  };
  const pid: Product['pid'] = (name) => {
    const found = find(name);
    if (found === undefined) throw new Error(`${name} does not run:\n${running().output()}`);
    return found;
  };

  const product: Product = {
    ...facadeClient(url),
    url,
    home,
    userHome,
    identityFile,
    launch,
    pid,
    untilRuns: (name) =>
      untilFound(
        () => find(name),
        RESTART_LIMIT_MS,
        () => `${name} does not run:\n${running().output()}`,
      ),
    processes,
    async up(options) {
      const one = launch(options);
      const ended = one.code.then((code) => {
        throw new Error(`the start ended with ${code}:\n${one.output()}`);
      });
      ended.catch(() => undefined); // its later end is asked for
      const serves = untilFound(
        () => one.output().includes('Bringup is running.') || undefined,
        START_LIMIT_MS,
        () => `it does not serve:\n${one.output()}`,
      );
      await Promise.race([serves, ended]);
      return one;
    },
    async kill(name) {
      const before = pid(name);
      process.kill(before, 'SIGKILL');
      await untilFound(
        () => {
          const now = find(name);
          return now === before ? undefined : now;
        },
        RESTART_LIMIT_MS,
        () => `${name} was not started again:\n${running().output()}`,
      );
    },
    async cutPower() {
      const { code } = running();
      await endAll(processes);
      await code;
    },
    async interrupt() {
      const { pid: group, code, output } = running();
      const asked = Date.now();
      process.kill(-group, 'SIGINT');
      assert.equal(await code, 0, output());
      assert.ok(Date.now() - asked < STOP_LIMIT_MS, `it took ${Date.now() - asked} ms to stop`);
      assert.deepEqual(processes().map(commandLine), []);
    },
    trust: (box) => trustBox(path.join(home, 'known_hosts'), box),
    async remove() {
      try {
        if (current && isAlive(current.pid)) await product.interrupt();
      } finally {
        await endAll(processes);
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
  return product;
}

/** Asks until there is an answer; throws what `problem` says after the limit. */
async function untilFound<Found>(
  find: () => Found | undefined,
  limitMs: number,
  problem: () => string,
): Promise<Found> {
  for (const until = Date.now() + limitMs; ; await pause(20)) {
    const found = find();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`not within ${limitMs} ms: ${problem()}`);
  }
}

function follow(child: ChildProcess): Up {
  let output = '';
  const take = (bytes: Buffer) => (output += bytes.toString());
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const code = once(child, 'exit').then(([exit]) => exit as number | null);
  return { pid: child.pid ?? 0, output: () => output, code };
}

/** This process's environment without what belongs to the tests, to npm, or to another Bringup. */
function ownEnvironment(): Environment {
  const foreign =
    /^(TEMPORAL_|BRINGUP_|XDG_|VITEST|npm_|VAST_|CIVITDL_|SSH_A|(PORT|HOST|LOG_LEVEL|NODE_ENV|TEST|DEV|PROD|MODE)$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Puts the `temporal` command of the tests in front of PATH, as if it were installed. */
async function temporalOnPath(folder: string): Promise<string> {
  const program = process.env['BRINGUP_TEST_TEMPORAL'];
  if (!program?.includes('/')) return '';
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await symlink(program, path.join(bin, 'temporal'));
  return `${bin}:`;
}
