import type { Migration } from './index.ts';

/** Every text that a template ever had, so that what a run used can be read for ever. */
export const templateVersions: Migration = (schema) => [
  schema
    .createTable('template_versions')
    .addColumn('template_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('yaml', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('template_versions_key', ['template_id', 'version']),
];
