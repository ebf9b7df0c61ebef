import { sql } from 'kysely';
import type { Migration } from './index.ts';

/** Facts that runs, steps and attempts are found by, in columns of their own; how each attempt ended; which logs were removed. */
export const facts: Migration = (schema, dialect) => [
  ...(['host', 'template_id', 'outcome', 'error_code'] as const).map((column) =>
    schema.alterTable('runs').addColumn(column, 'text'),
  ),
  schema.alterTable('runs').addColumn('port', 'integer'),
  schema.alterTable('runs').addColumn('template_version', 'integer'),
  schema.alterTable('runs').addColumn('warnings', 'integer', (column) => column.notNull().defaultTo(0)),

  schema
    .createTable('run_steps')
    .addColumn('run', 'integer', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('error_code', 'text')
    .addColumn('started_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('run_started_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('run_steps_key', ['run', 'step']),

  schema.alterTable('attempts').addColumn('purpose', 'text', (column) => column.notNull().defaultTo('run')),
  ...(
    ['action', 'started_at', 'ended_at', 'outcome', 'failure', 'result', 'note', 'warnings', 'log_removed'] as const
  ).map((column) => schema.alterTable('attempts').addColumn(column, 'text')),

  ...(dialect === 'sqlite' ? fillFromJson : []),

  // Every search ends in these two columns, so a page is read off an index from its place on.
  schema.createIndex('runs_by_time').on('runs').columns(['started_at', 'id', 'workflow_id']),
  schema.createIndex('runs_by_outcome').on('runs').columns(['outcome', 'started_at', 'id']),
  schema.createIndex('runs_by_error').on('runs').columns(['error_code', 'started_at', 'id']),
  schema.createIndex('runs_by_instance').on('runs').columns(['instance_key', 'started_at', 'id']),
  schema.createIndex('runs_by_template').on('runs').columns(['template_id', 'started_at', 'id']),
  schema
    .createIndex('runs_by_template_version')
    .on('runs')
    .columns(['template_id', 'template_version', 'started_at', 'id']),
  sql`CREATE INDEX runs_with_warnings ON runs (started_at, id) WHERE warnings > 0`,
  schema.createIndex('runs_by_place').on('runs').columns(['host', 'port']),
  schema.createIndex('run_steps_by_action').on('run_steps').columns(['action', 'run_started_at', 'run']),
  schema.createIndex('run_steps_by_end').on('run_steps').columns(['action', 'outcome', 'run_started_at', 'run']),
  schema.createIndex('run_steps_by_outcome').on('run_steps').columns(['outcome', 'run_started_at', 'run']),
];

/** Rows of before 0006. What cannot be read stays as it is: whoever asks for it is told. */
const readable = sql`json_valid(definition) AND (state IS NULL OR json_valid(state))`;
const ofStep = (value: string) => `(
  SELECT ${value}
  FROM runs r, json_each(r.state, '$.steps') s
  WHERE r.execution_id = attempts.execution_id AND json_valid(r.state) AND s.key = attempts.step`;
const action = sql.raw(`${ofStep(`json_extract(s.value, '$.action')`)})`);
/** The state tells of each step's last attempt. */
const ofLast = (value: string) =>
  sql.raw(`${ofStep(value)} AND json_extract(s.value, '$.attempt') = attempts.attempt)`);
const text = (name: string) => ofLast(`json_extract(s.value, '$.${name}')`);
const json = (name: string) => ofLast(`nullif(s.value -> '$.${name}', 'null')`);

const fillFromJson = [
  sql`UPDATE runs SET
    host = lower(json_extract(definition, '$.instance.host')),
    port = json_extract(definition, '$.instance.port'),
    template_id = json_extract(definition, '$.template.id'),
    template_version = json_extract(definition, '$.template.version'),
    outcome = json_extract(state, '$.outcome'),
    error_code = json_extract(state, '$.failure.code'),
    warnings = (SELECT coalesce(sum(json_array_length(value, '$.warnings')), 0) FROM json_each(state, '$.steps'))
    WHERE ${readable}`,
  sql`INSERT INTO run_steps
    SELECT runs.id, s.key, json_extract(s.value, '$.action'), coalesce(json_extract(s.value, '$.label'), ''),
      CASE WHEN json_extract(s.value, '$.phase') IN ('done', 'warning', 'failed', 'skipped', 'cancelled', 'undone')
        THEN json_extract(s.value, '$.phase') END,
      json_extract(s.value, '$.failure.code'), json_extract(s.value, '$.started_at'), json_extract(s.value, '$.ended_at'),
      coalesce(json_extract(s.value, '$.attempt'), 0), runs.started_at
    FROM runs, json_each(coalesce(state, definition), '$.steps') s
    WHERE ${readable} AND json_extract(s.value, '$.action') IS NOT NULL`,
  sql`UPDATE attempts SET
    action = ${action},
    started_at = ${text('started_at')},
    ended_at = ${text('ended_at')},
    outcome = ${text('phase')},
    failure = ${json('failure')},
    result = ${json('result')},
    note = ${text('completion_note')},
    warnings = ${json('warnings')}`,
];
