// `bringup up`: everything that one machine needs, as children of this process, until it is told to stop.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { packageFile } from '../adapters/package-root.ts';
import { withoutSecrets } from '../adapters/without-secrets.ts';
import { listenUrl } from '../adapters/settings/public-url.ts';
import { ensureHome, type LoadedSettings, loadSettings } from '../adapters/settings/settings.ts';
import { refuseOpenDoor } from '../adapters/store/open-door.ts';
import { openStore, SQLITE_FILE } from '../adapters/store/open.ts';
import { showPracticeRun } from './demo.ts';
import { lockHome } from './home-lock.ts';
import { checkApiPort } from './ports.ts';
import { createProcessLog } from './process-log.ts';
import { createProcessRecord, type ProcessRecord } from './process-record.ts';
import { type ChildSpec, saysReady, supervise, type Supervised } from './supervise.ts';
import { bringTemporal, type TemporalForUs } from './temporal-process.ts';

type Environment = Record<string, string | undefined>;

export interface UpOptions {
  env: Environment;
  /** null: only on the very first start. */
  demo: boolean | null;
  say: (line: string) => void;
  /** Aborted when everything shall end. */
  signal: AbortSignal;
}

/** The practice box asks by this exit code to be started again: its own reboot. */
const REBOOT_EXIT_CODE = 75;
/** Whatever else a step needs comes to the worker by the secret store. */
const OF_WORKER = ['VAST_API_KEY', 'BRINGUP_SECRET_KEY', 'BRINGUP_DATABASE_URL', 'PGPASSWORD', 'TEMPORAL_API_KEY'];
const READY_LIMIT_MS = 60_000;
const PORT_OF_LEFTOVER_MS = 3000;

/** Starts everything and stays until `signal` is aborted; then ends everything. Throws a Refusal when the start fails. */
export async function up({ env, demo, say, signal }: UpOptions): Promise<void> {
  const settings = await loadSettings(env);
  const hasFile = existsSync(settings.path(SQLITE_FILE));
  await ensureHome(settings);
  const lock = lockHome(settings.home);
  const record = createProcessRecord(settings.path('processes.json'));
  const children = createChildren({ settings, record, say });
  try {
    const { hasRuns } = await checkStore(settings, hasFile);
    const started = await Promise.race([
      whenAborted(signal),
      startAll({ settings, env, say, record, children, announce: lock.announce }),
    ]);
    if (started === null) return;
    if (demo ?? !hasRuns) await Promise.race([whenAborted(signal), showPractice(started)]);
    await whenAborted(signal);
  } finally {
    if (signal.aborted) say('Stopping. What runs on a box goes on there.');
    await children.stopAll();
    record.close();
    lock.release();
  }

  async function showPractice({ url, practice }: Started): Promise<void> {
    say('Getting the practice box ready (the first time this takes a moment) …');
    // Whether it came up or not: what is missing is told by the show itself.
    await practice.ready.catch(() => undefined);
    await showPracticeRun({ url, say, signal });
  }
}

/**
 * Opens the store once before anything is started, so that its trouble is told in one sentence, and by whoever holds the data folder:
 * it may bring the store up to date. Throws also where other computers could come in and nobody has a token.
 */
async function checkStore(settings: LoadedSettings, hadFile: boolean): Promise<{ hasRuns: boolean }> {
  const store = await openStore(settings.home, settings);
  try {
    await refuseOpenDoor(settings, store);
    if (settings.databaseUrl === null) return { hasRuns: hadFile };
    // A list leaves out a run that cannot be read: that is no reason not to start.
    return { hasRuns: (await store.runs.list({}, 1, null)).rows.length > 0 };
  } finally {
    await store.close();
  }
}

interface StartAll {
  settings: LoadedSettings;
  env: Environment;
  say: (line: string) => void;
  record: ProcessRecord;
  children: Children;
  announce: (url: string) => void;
}

interface Started {
  url: string;
  practice: Supervised;
}

/** Starts everything; done when the page can be used. The practice box may still be making itself ready. */
async function startAll({ settings, env, say, record, children, announce }: StartAll): Promise<Started> {
  const { host, port, home } = settings;
  const url = listenUrl(settings);
  announce(url);
  const leftovers = await record.endLeftovers();
  await checkApiPort(host, port, leftovers > 0 ? PORT_OF_LEFTOVER_MS : 0);
  const temporal = await bringTemporal({ settings, env, say, start: children.start });
  say('Starting the worker, the API and the practice box …');
  const childEnv = environmentOfChildren(settings, temporal);
  const practice = children.start(nodeChild('practice-box', 'the practice box', withoutSecrets(childEnv), 2000));
  const worker = children.start(nodeChild('worker', 'the worker', withoutSecrets(childEnv, OF_WORKER), 6000));
  const api = children.start(nodeChild('api', 'the API', childEnv, 3000));
  practice.ready.catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
  });
  await Promise.all([worker.ready, api.ready]);
  say(greeting({ url, home, uiUrl: temporal.uiUrl }));
  return { url, practice };
}

function environmentOfChildren(settings: LoadedSettings, { env, uiUrl }: TemporalForUs): Environment {
  return {
    ...env,
    BRINGUP_HOME: settings.home,
    PORT: String(settings.port),
    HOST: settings.host,
    ...(uiUrl === null ? {} : { BRINGUP_TEMPORAL_UI: uiUrl }),
  };
}

function nodeChild(name: string, title: string, env: Environment, graceMs: number): ChildSpec {
  return {
    name,
    title,
    graceMs,
    spawn: () =>
      spawn(process.execPath, ['--enable-source-maps', packageFile('dist', `${name}.js`)], {
        env,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        detached: true,
      }),
    whenReady: saysReady(READY_LIMIT_MS),
    isOwnRestart: (code) => name === 'practice-box' && code === REBOOT_EXIT_CODE,
  };
}

interface Children {
  start: (spec: ChildSpec) => Supervised;
  stopAll: () => Promise<void>;
}

/** The children in the order of their start; they end in the opposite one, Temporal last. */
function createChildren({ settings, record, say }: Pick<StartAll, 'settings' | 'record' | 'say'>): Children {
  const started: Supervised[] = [];
  let isClosed = false;
  return {
    start(spec) {
      if (isClosed) throw new Error(`${spec.title} is not started any more`);
      const log = createProcessLog(settings.path('logs', 'processes', `${spec.name}.log`), { onTrouble: say });
      const child = supervise(spec, { log, record, say });
      started.push(child);
      return child;
    },
    async stopAll() {
      isClosed = true;
      for (const child of started.toReversed()) await child.stop();
    },
  };
}

function greeting({ url, home, uiUrl }: { url: string; home: string; uiUrl: string | null }): string {
  const rows = [
    ['Page', url],
    ['Temporal Web UI', uiUrl ?? 'not known; set temporal.ui_url in config.yaml'],
    ['Data', home],
  ];
  return [
    '',
    'Bringup is running.',
    '',
    ...rows.map(([name = '', value = '']) => `  ${name.padEnd(17)}${value}`),
    '',
    `Next: open ${url} in a browser, choose “Set up a box”, put in its SSH connection and press Start.`,
    'Ctrl-C stops Bringup; what runs on a box goes on there, and the next npm start goes on with every run.',
    '',
  ].join('\n');
}

function whenAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => {
      resolve(null);
    });
  });
}
