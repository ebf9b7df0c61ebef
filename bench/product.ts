// The product as a user has it, for measuring: real processes from dist/, a data folder of their own, a lab box that they may
// log in to.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageFile } from '../adapters/package-root.ts';
import { findTemporalServer } from '../adapters/temporal/find-server.ts';
import { freePort } from '../lab/free-port.ts';
import type { RunState } from '../contract/run-state.ts';
import { createKnownHosts } from '../adapters/ssh/known-hosts.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';

export interface Product {
  url: string;
  /** The data folder. */
  home: string;
  box: SshdBox;
  /** Questions to workflows so far, as the API's log has them. */
  queries(): Promise<number>;
  /** Starts a run and waits, with polls 15 ms apart, until it has completed. */
  run(body: object): Promise<RunState>;
  post(at: string, body: object): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

const READY_LIMIT_MS = 60_000;

/** With `listenOnAll` the box answers on every loopback address. */
export async function startProduct({ listenOnAll = false } = {}): Promise<Product> {
  const built = spawnSync(process.execPath, [packageFile('cli', 'bringup.mjs'), 'build'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the build failed');
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-bench-'));
  const home = path.join(folder, 'home');
  const box = await startSshdBox(listenOnAll ? { sshdConfig: ['ListenAddress 0.0.0.0'] } : {});
  await mkdir(path.join(folder, '.ssh'), { recursive: true, mode: 0o700 });
  await mkdir(home);
  await copyFile(box.identityFile, path.join(folder, '.ssh', 'id_ed25519'));
  const knownHosts = createKnownHosts({ own: path.join(home, 'known_hosts'), others: [] });
  await knownHosts.pin(box.host, box.port, box.hostKey.type, box.hostKey.base64);

  const port = await freePort();
  const { path: temporal } = await findTemporalServer({ env: process.env });
  const child = spawn(process.execPath, [packageFile('cli', 'bringup.mjs'), 'up', '--no-demo'], {
    env: {
      HOME: folder,
      BRINGUP_HOME: home,
      PORT: String(port),
      // The API says every question to a workflow at this level; polling.ts counts them.
      LOG_LEVEL: 'debug',
      PATH: `${path.dirname(temporal)}:${process.env['PATH'] ?? ''}`,
    },
    stdio: 'ignore',
    detached: true,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, url);

  async function post(at: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(url + at, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${at}: ${JSON.stringify(answer)}`);
    return answer;
  }

  return {
    url,
    home,
    box,
    post,
    async queries() {
      const log = await readFile(path.join(home, 'logs', 'processes', 'api.log'), 'utf8');
      return log.split('asking the workflow').length - 1;
    },
    async run(body) {
      const { workflow_id } = await post('/workflow/start', body);
      for (;;) {
        const response = await fetch(`${url}/workflow/state?workflow_id=${String(workflow_id)}`);
        const { state } = (await response.json()) as { state?: RunState };
        if (state?.status === 'completed') return state;
        if (state && state.phase === 'ended') throw new Error(`the run ended ${state.status}: ${state.error_message}`);
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
      await box.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`bringup ended with code ${child.exitCode}`);
    // Refused until it listens; anything else shows at the deadline.
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error('bringup did not answer within 60 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
