// The product in one process for tests: a real Temporal server, our worker and our API, with a data folder of their own.
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { inject } from 'vitest';
import { ensureHome, loadSettings } from '../../adapters/settings/settings.ts';
import { createApi } from '../../api/create-api.ts';
import type { Settings } from '../../contract/settings.ts';
import type { LabBox } from '../../lab/sshd.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { createWorker } from '../../worker/create-worker.ts';
import { createDependencies } from '../../worker/dependencies.ts';
import { postgresDatabase } from './databases.ts';
import { type FacadeClient, facadeClient } from './facade-client.ts';
import { trustBox } from './trust-box.ts';

export { everythingBelow } from './everything-below.ts';

export interface Stack extends FacadeClient {
  url: string;
  home: string;
  client: Client;
  /** Task queue of its worker. */
  queue: string;
  /** Makes a box's host key known, as a person would have. */
  trust(box: LabBox): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  /** Where the API reaches Temporal, if not where the worker does. */
  apiTemporalAddress?: string;
  /** Private key that the boxes let in. */
  identityFile?: string;
  env?: Record<string, string>;
  /** The setting temporal.encrypt_payloads. */
  encrypt?: boolean;
  /** Changes of the settings below notify. */
  notify?: Partial<Settings['notify']>;
  /** Changes of the settings below logs. */
  logs?: Partial<Settings['logs']>;
  log?: 'silent' | 'debug';
}

/** Starts worker and API on the tests' own Temporal server and bundle (tests/temporal-server.ts). */
export async function startStack({
  apiTemporalAddress = inject('temporalAddress'),
  identityFile,
  env = {},
  encrypt = false,
  notify = {},
  logs = {},
  log: level = 'silent',
}: Options = {}): Promise<Stack> {
  installRuntime();
  const temporalAddress = inject('temporalAddress');
  const home = await mkdtemp(path.join(tmpdir(), 'bringup-home-'));
  // BRINGUP_TEST_STORE=Postgres npm test -- api: the same tests with their stores there.
  const onPostgres = process.env['BRINGUP_TEST_STORE'] === 'Postgres' && !env['BRINGUP_DATABASE_URL'];
  const database = onPostgres ? { BRINGUP_DATABASE_URL: await postgresDatabase() } : {};
  const loaded = await loadSettings({ HOME: home, PATH: process.env.PATH, BRINGUP_HOME: home, ...database, ...env });
  const settings = {
    ...loaded,
    ssh: identityFile ? { identity_file: identityFile } : loaded.ssh,
    notify: { ...loaded.notify, ...notify },
    logs: { ...loaded.logs, ...logs },
    temporal: { ...loaded.temporal, encrypt_payloads: encrypt },
    // A test asks more than a person does; api/access.test.ts meets the limit.
    limits: { ...loaded.limits, starts_per_minute: 100_000 },
  };
  await ensureHome(settings);
  const log = pino({ level });
  const temporal = { namespace: 'default', connectionOptions: { address: apiTemporalAddress } };
  // Stacks of several test files share the server: each has a queue of its own.
  const queue = `test-${path.basename(home)}`;

  const native = await NativeConnection.connect({ address: temporalAddress });
  const deps = await createDependencies(settings);
  const worker = await createWorker({
    connection: native,
    namespace: 'default',
    deps,
    workflows: { bundle: inject('workflowBundle') },
    taskQueue: queue,
  });
  const running = worker.run();
  const api = await createApi(settings, temporal, log, queue);
  await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
  const connection = Connection.lazy({ address: temporalAddress });
  const client = new Client({ connection });

  return {
    ...facadeClient(url),
    url,
    home,
    client,
    queue,
    trust: (box) => trustBox(settings.path('known_hosts'), box),
    async stop() {
      await api.close();
      worker.shutdown();
      await running;
      await deps.close();
      await native.close();
      await connection.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export interface StackWithBox {
  stack: Stack;
  box: SshdBox;
  /** Ends both. */
  stop(): Promise<void>;
}

/** Starts a box and a stack that it lets in and, unless `trusted` is false, that knows the box. */
export async function startStackWithBox({
  trusted = true,
  ...options
}: Omit<Options, 'identityFile'> & { trusted?: boolean } = {}): Promise<StackWithBox> {
  const box = await startSshdBox();
  const stack = await startStack({ ...options, identityFile: box.identityFile });
  if (trusted) await stack.trust(box);
  return {
    stack,
    box,
    async stop() {
      await stack.stop();
      await box.stop();
    },
  };
}

let installed = false;

/** Temporal's runtime is one per process; several stacks share it. */
function installRuntime() {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
}
