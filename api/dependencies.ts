import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Vast } from '../adapters/providers/vast.ts';
import type { Secrets } from '../adapters/secrets/secrets.ts';
import type { LoadedSettings } from '../adapters/settings/settings.ts';
import type { KnownHosts } from '../adapters/ssh/known-hosts.ts';
import type { Store } from '../adapters/store/store.ts';
import type { TemplateLibrary } from '../adapters/templates/library.ts';
import type { LogWatch } from '../adapters/store/watch-logs.ts';
import type { Access } from './access.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';
import type { RunFeed } from './run-feed.ts';
import type { RunStates } from './run-states.ts';
import type { EventStreams } from './sse.ts';

/** What the routes stand on; made in main.ts. */
export interface ApiDependencies {
  access: Access;
  settings: LoadedSettings;
  client: Client;
  store: Store;
  secrets: Secrets;
  templates: TemplateLibrary;
  knownHosts: KnownHosts;
  vast: Vast | null;
  states: RunStates;
  feed: RunFeed;
  /** Whether a start would work; cheap, however often it is asked. */
  readiness: () => Promise<Readiness>;
  logWatch: LogWatch;
  streams: EventStreams;
  metrics: Metrics;
  log: Logger;
  /** Where our workers poll. */
  taskQueue: string;
  version: string;
}
