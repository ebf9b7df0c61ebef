import type { SchemaModule } from 'kysely';
import type { Built } from '../database.ts';
import { firstTables } from './0001-first-tables.ts';
import { attemptLimits } from './0002-attempt-limits.ts';
import { hostKeyDecisions } from './0003-host-key-decisions.ts';
import { movedBoxes } from './0004-moved-boxes.ts';
import { access } from './0005-access.ts';
import { templateVersions } from './0008-template-versions.ts';

/** The statements that one version of the schema adds. */
export type Migration = (schema: SchemaModule) => Built[];

/** In order, for ever: a migration that has been shipped is never changed, the next one is added. */
export const migrations: readonly Migration[] = [
  firstTables,
  attemptLimits,
  hostKeyDecisions,
  movedBoxes,
  access,
  templateVersions,
];
