// Which index each search of runs is read off, as the databases themselves plan it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import Libsql from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFilter } from '../../contract/run-list.ts';
import { boxOf, writeRuns } from '../../bench/history-runs.ts';
import { ask } from '../../lab/postgres.ts';
import { DATABASES, databaseUrl } from '../../tests/support/databases.ts';
import type { Database } from './database.ts';
import { runsPage } from './list-runs.ts';
import { doneSteps, newestOf, stepsOf } from './usual-durations.ts';
import { openPostgres } from './postgres.ts';
import { compileForSqlite, openSqlite } from './sqlite.ts';

const RUNS = 2_500;

/** What can be searched for, with the index that has it in the order of the page. */
const searches: [string, RunFilter, RegExp][] = [
  ['all', {}, /runs_by_time/],
  ['an outcome', { outcome: 'failed' }, /runs_by_outcome/],
  ['a box', { instance: boxOf(7) }, /runs_by_instance/],
  ['a template', { template: 'template-7' }, /runs_by_template\b/],
  ['a template’s version', { template: 'template-7', template_version: 2 }, /runs_by_template_version/],
  ['an error code', { error_code: 'disk_full' }, /runs_by_error/],
  ['a step', { action: 'reboot_instance' }, /run_steps_by_action/],
  ['how a step ended', { step_outcome: 'failed' }, /run_steps_by_outcome/],
  ['how such a step ended', { action: 'test_ssh', step_outcome: 'failed' }, /run_steps_by_end/],
  ['a group', { group: 'g' }, /runs_by_workflow/],
  ['warnings', { with_warnings: true }, /runs_with_warnings/],
];

type Asked = ReturnType<typeof runsPage | typeof newestOf | typeof stepsOf>;

/** What the database says that it will do, line by line. */
async function planOfPostgres(db: Database, asked: Asked): Promise<string> {
  const rows = await db.all<Record<string, unknown>>(sql`EXPLAIN ${asked}`);
  return rows.map((row) => String(row['QUERY PLAN'])).join('\n');
}

/** A connection of its own: Kysely would put the query in brackets, which SQLite does not explain. */
function planOfSqlite(file: string, asked: Asked): string {
  const connection = new Libsql(file);
  try {
    const { sql: text, parameters } = compileForSqlite(asked);
    const rows = connection.prepare(`EXPLAIN QUERY PLAN ${text}`).all(parameters) as { detail: string }[];
    return rows.map(({ detail }) => detail).join('\n');
  } finally {
    connection.close();
  }
}

describe.each(DATABASES)('a page of runs in %s, searched for', (kind) => {
  let folder: string;
  let db: Database;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bringup-plans-'));
    const url = await databaseUrl(kind);
    file = path.join(folder, 'runs.db');
    db = url === null ? await openSqlite(file) : await openPostgres(url);
    await writeRuns(db, RUNS, () => undefined);
    if (url !== null) await ask(url, 'ANALYZE');
  });
  afterAll(async () => {
    await db.close();
    await rm(folder, { recursive: true });
  });

  const planOf = async (asked: Asked) => (kind === 'SQLite' ? planOfSqlite(file, asked) : planOfPostgres(db, asked));

  it.each(searches)('%s, is read off an index', async (_what, filter, index) => {
    const plan = await planOf(runsPage(filter, 50, null));
    expect(plan).toMatch(index);
    // The page’s own rows are fetched one by one, and no table is looked through; that of groups is empty here.
    expect(plan).toMatch(/SEARCH runs USING INTEGER PRIMARY KEY|Index Scan using runs_pkey on runs/);
    expect(plan).not.toMatch(/Seq Scan on (?!group_members)|SCAN runs(?! USING)|SCAN run_steps(?! USING)/);
  });

  it('of a template, whose steps’ times are read off its newest runs', async () => {
    expect(await planOf(newestOf('template-7'))).toMatch(/runs_by_template\b/);
    const newest = (await db.all(newestOf('template-7'))).map(({ id }) => id);
    expect(await planOf(stepsOf(newest))).toMatch(/run_steps_key|sqlite_autoindex_run_steps_1/);
    expect((await doneSteps(db, 'template-7')).length).toBeGreaterThan(300);
    expect(await doneSteps(db, 'nobody’s')).toEqual([]);
  });
});
