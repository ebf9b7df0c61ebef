// The API as one thing that starts and stops; main.ts makes a process of it.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import { createAnnounce } from '../adapters/notify/announce.ts';
import { packageFile } from '../adapters/package-root.ts';
import { createVast } from '../adapters/providers/vast.ts';
import { createSecrets } from '../adapters/secrets/secrets.ts';
import type { LoadedSettings } from '../adapters/settings/settings.ts';
import { createKnownHosts } from '../adapters/ssh/known-hosts.ts';
import { refuseOpenDoor } from '../adapters/store/open-door.ts';
import { openStore } from '../adapters/store/open.ts';
import { createTemplateLibrary } from '../adapters/templates/library.ts';
import { createLogWatch } from '../adapters/store/watch-logs.ts';
import { TASK_QUEUE } from '../contract/messages.ts';
import type { ConnectConfig } from '../adapters/temporal/connect-config.ts';
import { createDataConverter } from '../adapters/temporal/payload-codec.ts';
import { createAccess } from './access.ts';
import { createApp } from './app.ts';
import type { ApiDependencies } from './dependencies.ts';
import { createHotPath } from './hot-path.ts';
import { createMetrics } from './metrics.ts';
import { createReadiness } from './readiness.ts';
import { createRunFeed } from './run-feed.ts';
import { createRunStates } from './run-states.ts';
import { createSnapshots } from './snapshots.ts';
import { createEventStreams } from './sse.ts';
import { templateFolders, templateRules } from './template-rules.ts';

/** Nobody may hold a connection by sending a request slowly. An answer may take as long as it needs. */
const SLOW_CLIENTS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };

export interface Api {
  server: Server;
  close(): Promise<void>;
}

/** Everything behind the HTTP server, which is not yet listening. */
export async function createApi(
  settings: LoadedSettings,
  temporal: ConnectConfig,
  log: Logger,
  taskQueue = TASK_QUEUE,
): Promise<Api> {
  const { namespace, connectionOptions } = temporal;
  // Lazy: the page is there, with its last states, also while Temporal is away.
  const connection = Connection.lazy(connectionOptions);
  const secrets = createSecrets(settings.home, settings.secretKey);
  const encrypt = settings.temporal.encrypt_payloads;
  const client = new Client({
    connection,
    namespace,
    dataConverter: createDataConverter({ ...settings, secrets, encrypt }),
  });
  const store = await openStore(settings.home, settings);
  await refuseOpenDoor(settings, store);
  const snapshots = createSnapshots(settings.path('state'), log);
  const metrics = createMetrics(store);
  const feed = createRunFeed();
  const states = await createRunStates({
    client,
    store,
    secrets,
    announce: createAnnounce({ client, taskQueue, store }),
    snapshots,
    temporalUi: settings.temporalUi,
    namespace,
    log,
    feed,
    onQuery: metrics.query,
  });
  const deps: ApiDependencies = {
    settings,
    access: createAccess({ store, host: settings.host, environmentToken: settings.secret('BRINGUP_TOKEN'), log }),
    client,
    store,
    secrets,
    templates: createTemplateLibrary(store, templateFolders(settings), templateRules),
    knownHosts: createKnownHosts({ own: settings.path('known_hosts'), others: [settings.userKnownHosts] }),
    vast: settings.vastKey ? createVast({ url: settings.vast_url, key: settings.vastKey }) : null,
    states,
    feed,
    readiness: createReadiness({ store, client, taskQueue }),
    logWatch: createLogWatch(),
    streams: createEventStreams(),
    metrics,
    log,
    taskQueue,
    version: readVersion(),
  };
  const app = createApp(deps);
  const hot = createHotPath(states, deps.access);
  const server = createServer(SLOW_CLIENTS, (request, response) => {
    metrics.request(request, response);
    void hot(request, response).then((isAnswered) => {
      if (!isAnswered) app(request, response);
    });
  });

  return {
    server,
    async close() {
      server.close();
      deps.streams.close();
      deps.logWatch.close();
      feed.close();
      server.closeAllConnections();
      await states.close();
      await connection.close();
      await store.close();
    },
  };
}

const readVersion = (): string =>
  (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version;
