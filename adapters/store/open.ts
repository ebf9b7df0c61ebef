import path from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { createAudit } from './audit.ts';
import { createAttemptLimits } from './attempt-limits.ts';
import { createAttempts } from './attempts.ts';
import { openSqlite } from './sqlite.ts';
import { createGroups } from './groups.ts';
import { createIdempotencyKeys } from './idempotency-keys.ts';
import { createLogs } from './logs.ts';
import { createHostKeys } from './host-keys.ts';
import { createMovedBoxes } from './moved-boxes.ts';
import { createChannels, createDeliveries } from './notifications.ts';
import { openPostgres } from './postgres.ts';
import { createRetention } from './retention.ts';
import { createRuns } from './runs.ts';
import { createSchedules } from './schedules.ts';
import type { Store } from './store.ts';
import type { OnBrokenRow } from './stored-json.ts';
import { createTemplateVersions } from './template-versions.ts';
import { createSessions, createTokens } from './tokens.ts';

/** In the data folder, where the store is not in Postgres. */
export const SQLITE_FILE = 'bringup.db';

interface OpenOptions {
  /** Of a Postgres; null for the file in the data folder. */
  databaseUrl?: string | null;
  onBrokenRow?: OnBrokenRow;
}

/**
 * Opens the store and brings it up to date: facts in Postgres where an address is given, else in a file of the data folder; the
 * bytes of logs always in the data folder. Worker and API may do so at the same moment.
 * A row that cannot be read throws where it is asked for alone; lists leave it out and tell `onBrokenRow`.
 * @default onBrokenRow a process warning
 */
export async function openStore(
  home: string,
  { databaseUrl = null, onBrokenRow = (error) => process.emitWarning(error) }: OpenOptions = {},
): Promise<Store> {
  await makeFolder(home);
  const db = databaseUrl === null ? await openSqlite(path.join(home, SQLITE_FILE)) : await openPostgres(databaseUrl);
  return {
    runs: createRuns(db, onBrokenRow),
    attempts: createAttempts(db, onBrokenRow),
    limits: createAttemptLimits(db),
    retention: createRetention(db),
    movedBoxes: createMovedBoxes(db),
    hostKeys: createHostKeys(db),
    tokens: createTokens(db),
    sessions: createSessions(db),
    audit: createAudit(db),
    channels: createChannels(db),
    deliveries: createDeliveries(db),
    idempotencyKeys: createIdempotencyKeys(db),
    templateVersions: createTemplateVersions(db),
    schedules: createSchedules(db),
    groups: createGroups(db, onBrokenRow),
    logs: createLogs(path.join(home, 'logs')),
    version: db.version,
    close: db.close,
  };
}
