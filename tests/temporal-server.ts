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
import { sharedByProjects } from './shared-by-projects.ts';

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

/** Called by vitest before the first test of a project; what it returns is called after the last one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { running, release } = await sharedByProjects('temporal', start);
  project.provide('temporalAddress', running.address);
  project.provide('workflowBundle', running.bundle);
  return release;
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
