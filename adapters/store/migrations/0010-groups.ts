import type { Migration } from './index.ts';

export const groups: Migration = (schema) => [
  schema
    .createTable('groups')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('template', 'text')
    .addColumn('steps', 'text', (column) => column.notNull())
    .addColumn('strategy', 'text', (column) => column.notNull())
    .addColumn('round', 'integer', (column) => column.notNull())
    .addColumn('round_started_at', 'text', (column) => column.notNull())
    .addColumn('begun', 'integer', (column) => column.notNull())
    .addColumn('stopped', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text'),
  schema.createIndex('groups_by_time').on('groups').columns(['created_at', 'id']),
  schema
    .createTable('group_members')
    .addColumn('group_id', 'text', (column) => column.notNull())
    .addColumn('n', 'integer', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('ssh_connection', 'text', (column) => column.notNull())
    .addColumn('instance_key', 'text', (column) => column.notNull())
    .addColumn('workflow_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('execution_id', 'text')
    .addColumn('reason', 'text')
    .addColumn('definition', 'text')
    .addPrimaryKeyConstraint('group_members_by_number', ['group_id', 'n']),
  schema.createIndex('group_members_by_run').on('group_members').column('workflow_id'),
];
