// One Temporal server for a whole run of tests, started the way `npm start` does it. Tests ask for it by
// `inject('temporalAddress')` and keep apart by task queues and workflow ids of their own.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { TestProject } from 'vitest/node';
import { packageFile } from '../adapters/package-root.ts';
import { findTemporalServer } from '../adapters/temporal/find-server.ts';
import { spawnServer, waitUntilServing } from '../adapters/temporal/start-server.ts';
import { freePort } from '../lab/free-port.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `127.0.0.1:<port>` of the Temporal server of this run. */
    temporalAddress: string;
    /** File of the workflows, bundled as they are in the tree now. */
    workflowBundle: string;
  }
}

interface Running {
  address: string;
  bundle: string;
  stop: () => Promise<void>;
}

// Every project of vitest.config.ts loads this file anew, and one server is enough for all of them.
const shared = globalThis as typeof globalThis & { bringupTestServer?: { running: Promise<Running>; users: number } };

/** Called by vitest before the first test of a project; what it returns is called after the last one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = (shared.bringupTestServer ??= { running: start(), users: 0 });
  server.users += 1;
  const { address, bundle, stop } = await server.running;
  project.provide('temporalAddress', address);
  project.provide('workflowBundle', bundle);
  return async () => {
    server.users -= 1;
    if (server.users > 0) return;
    delete shared.bringupTestServer;
    await stop();
  };
}

async function start(): Promise<Running> {
  const program = process.env['BRINGUP_TEST_TEMPORAL'] ?? (await findTemporalServer({ env: process.env })).path;
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-temporal-'));
  const port = await freePort();
  const databaseFile = path.join(folder, 'temporal.db');
  const server = spawnServer({ program, port, uiPort: null, databaseFile }, process.env, 'ignore');
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const endAtOnce = () => server.kill('SIGKILL');
  process.once('exit', endAtOnce);
  const address = `127.0.0.1:${port}`;
  const bundle = path.join(folder, 'workflow-bundle.js');
  const logger = new DefaultLogger('ERROR');
  const { code } = await bundleWorkflowCode({ workflowsPath: packageFile('workflows', 'index.ts'), logger });
  await writeFile(bundle, code);
  await waitUntilServing(address);
  return {
    address,
    bundle,
    async stop() {
      process.off('exit', endAtOnce);
      server.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
