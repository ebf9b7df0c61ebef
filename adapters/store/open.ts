import path from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { createAudit } from './audit.ts';
import { createAttemptLimits } from './attempt-limits.ts';
import { createAttempts } from './attempts.ts';
import { openSqlite } from './sqlite.ts';
import { createIdempotencyKeys } from './idempotency-keys.ts';
import { createLogs } from './logs.ts';
import { createHostKeys } from './host-keys.ts';
import { createMovedBoxes } from './moved-boxes.ts';
import { createRuns } from './runs.ts';
import type { Store } from './store.ts';
import type { OnBrokenRow } from './stored-json.ts';
import { createTemplateVersions } from './template-versions.ts';
import { createSessions, createTokens } from './tokens.ts';

/**
 * Opens the store below the data folder and brings it up to date. Worker and API may do so at the same moment.
 * A row that cannot be read throws where it is asked for alone; lists leave it out and tell `onBrokenRow`.
 * @default onBrokenRow a process warning
 */
export async function openStore(
  home: string,
  { onBrokenRow = (error) => process.emitWarning(error) }: { onBrokenRow?: OnBrokenRow } = {},
): Promise<Store> {
  await makeFolder(home);
  const db = await openSqlite(path.join(home, 'bringup.db'));
  return {
    runs: createRuns(db, onBrokenRow),
    attempts: createAttempts(db, onBrokenRow),
    limits: createAttemptLimits(db),
    movedBoxes: createMovedBoxes(db),
    hostKeys: createHostKeys(db),
    tokens: createTokens(db),
    sessions: createSessions(db),
    audit: createAudit(db),
    idempotencyKeys: createIdempotencyKeys(db),
    templateVersions: createTemplateVersions(db),
    logs: createLogs(path.join(home, 'logs')),
    version: db.version,
    close: db.close,
  };
}
