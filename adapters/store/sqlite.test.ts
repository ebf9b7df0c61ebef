import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageFile } from '../package-root.ts';
import { migrations } from './migrations/index.ts';
import { openStore, SQLITE_FILE } from './open.ts';
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
