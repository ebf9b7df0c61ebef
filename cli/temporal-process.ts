// Brings a Temporal server: somebody else's when the environment names one, else our own as a child process.
import { Connection } from '@temporalio/client';
import { endWithUs } from '../adapters/end-with-us.ts';
import type { LoadedSettings } from '../adapters/settings/settings.ts';
import { connectConfig, foreignServer, ownServerEnvironment } from '../adapters/temporal/connect-config.ts';
import { findTemporalServer } from '../adapters/temporal/find-server.ts';
import { ensureSearchAttributes } from '../adapters/temporal/search-attributes.ts';
import { spawnServer, waitUntilServing } from '../adapters/temporal/start-server.ts';
import { withoutSecrets } from '../adapters/without-secrets.ts';
import { temporalPorts } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { ChildSpec, Supervised } from './supervise.ts';

type Environment = Record<string, string | undefined>;

export interface TemporalForUs {
  /** What children need to reach it. */
  env: Environment;
  /** Address of its Web UI, null where none is known. */
  uiUrl: string | null;
}

interface BringTemporal {
  settings: LoadedSettings;
  env: Environment;
  say: (line: string) => void;
  start: (spec: ChildSpec) => Supervised;
}

const START_LIMIT_MS = 30_000;
const FOREIGN_LIMIT_MS = 15_000;

/** Makes sure that a Temporal server serves and knows our search attributes. Throws in one sentence when none does. */
export async function bringTemporal({ settings, env, say, start }: BringTemporal): Promise<TemporalForUs> {
  const foreign = foreignServer(env);
  if (foreign) {
    say(`Connecting to Temporal at ${foreign.connectionOptions.address} …`);
    await prepareNamespace(env, FOREIGN_LIMIT_MS);
    return { env, uiUrl: settings.temporalUi };
  }
  const found = await findTemporalServer({ env, say });
  const ports = await temporalPorts(settings.temporal, settings.path('temporal-ports.json'));
  const address = `127.0.0.1:${ports.port}`;
  const ownEnv = ownServerEnvironment(env, address);
  say(`Starting Temporal ${found.version} …`);
  const server = start({
    name: 'temporal',
    title: 'the Temporal server',
    graceMs: 3000,
    spawn() {
      const options = {
        program: found.path,
        port: ports.port,
        uiPort: ports.ui_port,
        databaseFile: settings.path('temporal.db'),
      };
      const child = spawnServer(options, withoutSecrets(env), ['ignore', 'pipe', 'pipe']);
      endWithUs(child);
      return child;
    },
    whenReady: (_child, signal) => waitUntilServing(address, START_LIMIT_MS, signal),
  });
  await server.ready;
  await prepareNamespace(ownEnv, START_LIMIT_MS);
  return { env: ownEnv, uiUrl: `http://127.0.0.1:${ports.ui_port}` };
}

async function prepareNamespace(env: Environment, limitMs: number): Promise<void> {
  const { connectionOptions, namespace } = connectConfig(env);
  const connection = Connection.lazy(connectionOptions);
  try {
    await connection.withDeadline(Date.now() + limitMs, () => ensureSearchAttributes(connection, namespace));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(
      `Temporal at ${connectionOptions.address} (namespace ${namespace}) cannot be used: ${reason}. ` +
        'Check TEMPORAL_ADDRESS and its siblings, or unset them to use the built-in server.',
    );
  } finally {
    await connection.close();
  }
}
