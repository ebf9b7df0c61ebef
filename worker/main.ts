// The process that polls. It holds nothing that is not in Temporal, in the store or on the box.
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { packageFile } from '../adapters/package-root.ts';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import { connectConfig } from '../adapters/temporal/connect-config.ts';
import { createWorker, dataConverterOf } from './create-worker.ts';
import { createDependencies } from './dependencies.ts';
import { startRetention } from './retention.ts';
import { takeOver } from './take-over.ts';

const settings = await loadSettings();
await ensureHome(settings);
const log = pino({ name: 'worker', level: settings.log_level });
Runtime.install({
  logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
    const method = level === 'ERROR' ? 'error' : level === 'WARN' ? 'warn' : 'debug';
    log[method]({ temporal: meta }, message);
  }),
  // The parent decides when we end; see below.
  shutdownSignals: [],
});

const { namespace, connectionOptions } = connectConfig();
const connection = await NativeConnection.connect(connectionOptions);
const deps = await createDependencies(settings, (facts, what) => log.warn(facts, what));
const worker = await createWorker({
  connection,
  namespace,
  deps,
  workflows: { bundle: packageFile('dist', 'workflow-bundle.js') },
});

const stop = () => {
  if (worker.getState() === 'RUNNING') worker.shutdown();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// The parent is gone, however it went: nobody would ever end us.
process.once('disconnect', stop);

const running = worker.run();
const client = new Client({ connection, namespace, dataConverter: dataConverterOf(deps) });
startRetention(client).catch((error: unknown) => {
  // The next worker that starts tries it again.
  log.error({ err: error }, 'the limits of history and logs are not applied');
});
takeOver(client, deps.store).then(
  (count) => count > 0 && log.info({ activities: count }, 'went on with what a dead worker held'),
  // Then Temporal notices by itself, a few seconds later.
  (error: unknown) => log.warn({ err: error }, 'could not look for what a dead worker held'),
);
process.send?.({ ready: true });
log.info({ home: settings.home, temporal: connectionOptions.address }, 'worker is polling');
await running;
await deps.close();
await connection.close();
process.exit(0);
