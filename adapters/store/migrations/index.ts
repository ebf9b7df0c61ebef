import type { OperationNodeSource, SchemaModule } from 'kysely';
import { firstTables } from './0001-first-tables.ts';
import { attemptLimits } from './0002-attempt-limits.ts';
import { hostKeyDecisions } from './0003-host-key-decisions.ts';
import { movedBoxes } from './0004-moved-boxes.ts';
import { access } from './0005-access.ts';
import { facts } from './0006-facts.ts';
import { templateVersions } from './0007-template-versions.ts';
import { notifications } from './0008-notifications.ts';
import { schedules } from './0009-schedules.ts';
import { groups } from './0010-groups.ts';

/**
 * The statements that one version of the schema adds. They run on both databases: `integer` is as wide as SQLite's on both. Rows
 * from before it are brought into its form for SQLite; a store in Postgres is younger than 0006.
 */
export type Migration = (schema: SchemaModule, dialect: 'sqlite' | 'postgres') => OperationNodeSource[];

/** In order, for ever: a migration that has been shipped is never changed, the next one is added. */
export const migrations: readonly Migration[] = [
  firstTables,
  attemptLimits,
  hostKeyDecisions,
  movedBoxes,
  access,
  facts,
  templateVersions,
  notifications,
  schedules,
  groups,
];
