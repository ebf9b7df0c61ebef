import type { Migration } from './index.ts';

export const movedBoxes: Migration = (schema) => [
  schema
    .createTable('moved_boxes')
    .addColumn('vast_id', 'text', (column) => column.primaryKey())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('port', 'integer', (column) => column.notNull()),
];
