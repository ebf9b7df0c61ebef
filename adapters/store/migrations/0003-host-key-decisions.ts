import type { Migration } from './index.ts';

export const hostKeyDecisions: Migration = (schema) => [
  schema
    .createTable('host_key_decisions')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('decided_at', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('port', 'integer', (column) => column.notNull())
    .addColumn('fingerprint', 'text')
    .addColumn('known_before', 'text'),
];
