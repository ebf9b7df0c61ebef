// The process that serves: façade, page, snapshots. It owns nothing; what it shows is Temporal's, the store's or the box's.
import { pino } from 'pino';
import { forgetLink } from '../adapters/secrets/keys.ts';
import { ensureHome, loadSettings } from '../adapters/settings/settings.ts';
import { connectConfig } from '../adapters/temporal/connect-config.ts';
import { createApi } from './create-api.ts';
import { isLoopback } from './host-guard.ts';

const settings = await loadSettings();
await ensureHome(settings);
await forgetLink(settings);
const log = pino({ name: 'api', level: settings.log_level });
const { host, port } = settings;

function refuse(sentence: string): never {
  log.fatal(sentence);
  process.exit(1);
}

const api = await createApi(settings, connectConfig(), log);
if (!isLoopback(host) && !api.access.hasToken()) {
  refuse(
    `HOST is ${host}: other computers could drive Bringup. Make a token first (bringup token create), set BRINGUP_TOKEN, or leave HOST at 127.0.0.1.`,
  );
}
api.server.once('error', (error: NodeJS.ErrnoException) => {
  refuse(error.code === 'EADDRINUSE' ? `Port ${port} is in use by another program.` : error.message);
});
api.server.listen(port, host, () => {
  process.send?.({ ready: true });
  log.info({ url: `http://${host}:${port}`, home: settings.home }, 'api is listening');
});

let stopping: Promise<void> | undefined;
const stop = () => {
  stopping ??= api.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// The parent is gone, however it went: nobody would ever end us.
process.once('disconnect', stop);
