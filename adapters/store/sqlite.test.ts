import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stepFailure } from '../../contract/failure.ts';
import { initialRunState } from '../../contract/initial-run-state.ts';
import type { RunFilter } from '../../contract/run-list.ts';
import { packageFile } from '../package-root.ts';
import { query } from './database.ts';
import { migrations } from './migrations/index.ts';
import { openStore, SQLITE_FILE } from './open.ts';
import { compileForSqlite } from './sqlite.ts';
import type { Store } from './store.ts';
import { at, definition } from './testing/stored-runs.ts';

let home: string;
let store: Store;
const open = () => openStore(home);

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-store-'));
  store = await open();
});
afterEach(async () => {
  await store.close();
  await rm(home, { recursive: true });
});

function damage(sql: string): void {
  const db = new Libsql(path.join(home, SQLITE_FILE));
  db.exec(sql);
  db.close();
}

describe('the file', () => {
  it('is for its owner only and keeps what was written', async () => {
    await store.runs.begin(definition('a'), at(0));
    expect((await stat(path.join(home, 'bringup.db'))).mode & 0o777).toBe(0o600);
    await store.close();
    store = await open();
    expect((await store.runs.latest())?.workflow_id).toBe('a');
  });

  it('opens in several processes at the same moment, which then write at once', async () => {
    const fresh = path.join(home, 'fresh');
    const script = `
      import { openStore } from ${JSON.stringify(packageFile('adapters', 'store', 'open.ts'))};
      const store = await openStore(${JSON.stringify(fresh)});
      for (let i = 0; i < 200; i += 1) {
        await store.attempts.write({ execution_id: 'e' + process.pid, step: i, attempt: 1, phase: 'running', phase_info: null,
          progress: null, tasks: [], log_bytes: i, updated_at: '' });
      }
      console.log((await store.attempts.ofExecution('e' + process.pid)).length);
      await store.close();`;
    const run = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        cwd: packageFile(),
      });
    const results = await Promise.all([run(), run(), run(), run()]);
    expect(results.map(({ stdout }) => stdout.trim())).toEqual(['200', '200', '200', '200']);
  });

  it('of before 0006 gets its facts from what the runs have left', async () => {
    const old = path.join(home, 'old');
    await mkdir(old);
    const db = new Libsql(path.join(old, SQLITE_FILE));
    const statements = migrations.slice(0, 5).flatMap((migration) => migration(query.schema, 'sqlite'));
    for (const statement of statements) db.exec(compileForSqlite(statement).sql);
    db.pragma('user_version = 5');
    const of = { ...definition('wf'), template: { id: 't', name: 'T', version: 7 } };
    const begun = initialRunState(of, { execution_id: 'e1', start_time: at(0) });
    const failure = stepFailure('disk_full', 'Full');
    const ends = {
      attempt: 2,
      phase: 'failed',
      started_at: at(1),
      ended_at: at(2),
      failure,
      warnings: ['w', 'x'],
    } as const;
    const steps = begun.steps.map((step) => ({ ...step, ...ends, result: { free: 0 } }));
    const state = JSON.stringify({ ...begun, steps, phase: 'ended', outcome: 'failed', failure });
    const insert = db.prepare(
      'INSERT INTO runs (workflow_id, execution_id, instance_key, definition, started_at, ended_at, state) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    insert.run('wf', 'e1', 'k', JSON.stringify(of), at(0), at(3), state);
    insert.run('active', 'e2', 'k', JSON.stringify(of), at(4), null, null);
    insert.run('broken', 'e3', 'k', '{"steps":', at(5), null, null);
    const attempt = db.prepare("INSERT INTO attempts VALUES ('e1', 0, ?, 'running', NULL, NULL, '[]', 5, ?)");
    attempt.run(1, at(1));
    attempt.run(2, at(2));
    db.close();

    const opened = await openStore(old, { onBrokenRow: () => undefined });
    const found = async (filter: RunFilter) =>
      (await opened.runs.list(filter, 9, null)).rows.map((run) => run.workflow_id);
    expect(await found({ template: 't', template_version: 7 })).toEqual(['active', 'wf']);
    expect(await found({ error_code: 'disk_full', outcome: 'failed', with_warnings: true })).toEqual(['wf']);
    expect(await found({ action: 'test_ssh', step_outcome: 'failed' })).toEqual(['wf']);
    expect(await found({ action: 'test_ssh' })).toEqual(['active', 'wf']);
    expect(await opened.attempts.allOfExecution('e1')).toMatchObject([
      { attempt: 1, action: 'test_ssh', purpose: 'run', outcome: null, failure: null, warnings: [] },
      {
        attempt: 2,
        outcome: 'failed',
        started_at: at(1),
        ended_at: at(2),
        failure,
        result: { free: 0 },
        warnings: ['w', 'x'],
      },
    ]);
    await opened.close();
  });

  it('of a newer Bringup is not touched', async () => {
    await store.close();
    damage('PRAGMA user_version = 999');
    await expect(open()).rejects.toThrow('was written by a newer Bringup. Update Bringup.');
    damage(`PRAGMA user_version = ${migrations.length}`);
    store = await open();
  });

  it('that is not a database is a clear error', async () => {
    const elsewhere = path.join(home, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(
      path.join(elsewhere, 'bringup.db'),
      'this is no database, though it is long enough to look at'.repeat(20),
    );
    await expect(openStore(elsewhere)).rejects.toThrow(/elsewhere\/bringup.db cannot be opened: .*not a database/);
  });
});
