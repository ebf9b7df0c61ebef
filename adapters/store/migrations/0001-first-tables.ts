import type { Migration } from './index.ts';

export const firstTables: Migration = (schema) => [
  schema
    .createTable('runs')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('workflow_id', 'text', (column) => column.notNull())
    .addColumn('execution_id', 'text', (column) => column.unique())
    .addColumn('instance_key', 'text', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('cleared', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('state', 'text'),
  schema.createIndex('runs_by_workflow').on('runs').columns(['workflow_id', 'started_at']),
  schema.createIndex('runs_by_start').on('runs').columns(['cleared', 'started_at']),
  schema.createIndex('runs_active').on('runs').columns(['ended_at', 'started_at']),

  schema
    .createTable('attempts')
    .addColumn('execution_id', 'text', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('phase_info', 'text')
    .addColumn('progress', 'text')
    .addColumn('tasks', 'text', (column) => column.notNull())
    .addColumn('log_bytes', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('attempts_key', ['execution_id', 'step', 'attempt']),

  schema
    .createTable('offered_host_keys')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('port', 'integer', (column) => column.notNull())
    .addColumn('key_type', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('offered_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('offered_host_keys_once', ['host', 'port', 'fingerprint']),
];
