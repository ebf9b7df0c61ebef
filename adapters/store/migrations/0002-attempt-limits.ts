import type { Migration } from './index.ts';

export const attemptLimits: Migration = (schema) => [
  schema
    .createTable('attempt_limits')
    .addColumn('execution_id', 'text', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('timeout_s', 'integer', (column) => column.notNull())
    .addColumn('no_output_s', 'integer')
    .addColumn('unreachable_limit_s', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('attempt_limits_key', ['execution_id', 'step', 'attempt']),
];
