import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, databaseUrl } from '../../tests/support/databases.ts';
import { backUp, restore } from './backup.ts';
import { openStore } from './open.ts';
import type { Store } from './store.ts';
import { at, definition, state } from './testing/stored-runs.ts';

describe.each(DATABASES)('a back-up of a store in %s', (kind) => {
  let folder: string;
  let home: string;
  let url: string | null;
  let store: Store;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bringup-backup-'));
    home = path.join(folder, 'home');
    await mkdir(home);
    url = await databaseUrl(kind);
    store = await openStore(home, { databaseUrl: url });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  async function write(number: number): Promise<void> {
    const id = { workflow_id: `wf ${number}`, execution_id: `e${number}`, step: 0, attempt: 1 };
    const file = store.logs.file(id, 'test_ssh');
    await store.runs.started(await store.runs.begin(definition(id.workflow_id), at(number)), id.execution_id);
    await store.attempts.begin(id, { action: 'test_ssh', purpose: 'run', started_at: at(number) });
    await store.logs.writeAt(file, 0, Buffer.from(`log of ${number}\n`));
    const row = await store.attempts.find(id);
    if (row) await store.attempts.write({ ...row, log_bytes: 5 });
    await store.runs.ended(state(id.workflow_id, id.execution_id, number));
  }

  it('is whole though it is made while much is written, and shows the same when it was restored', async () => {
    await writeFile(path.join(home, 'known_hosts'), 'box ssh-ed25519 AAAA\n');
    for (let number = 0; number < 20; number += 1) await write(number);
    let next = 20;
    const busy = { is: true };
    const writing = (async () => {
      while (busy.is) await write((next += 1));
    })();
    const file = path.join(folder, 'backup.tar.gz');
    try {
      await backUp({ home, databaseUrl: url }, file);
    } finally {
      busy.is = false;
      await writing;
    }
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(backUp({ home, databaseUrl: url }, file)).rejects.toThrow('exists already');

    const elsewhere = { home: path.join(folder, 'elsewhere'), databaseUrl: await databaseUrl(kind) };
    expect(await restore(elsewhere, file)).toMatchObject({ aside: null });
    expect(await readFile(path.join(elsewhere.home, 'known_hosts'), 'utf8')).toBe('box ssh-ed25519 AAAA\n');
    const restored = await openStore(elsewhere.home, elsewhere);
    try {
      const { rows } = await restored.runs.list({}, 1000, null);
      expect(rows.length).toBeGreaterThanOrEqual(20);
      for (const run of rows) {
        if (run.execution_id === null) continue;
        expect({ ...(await store.runs.byExecution(run.execution_id)), id: 0 }).toMatchObject(
          run.ended_at ? { ...run, id: 0 } : { workflow_id: run.workflow_id },
        );
        for (const attempt of await restored.attempts.allOfExecution(run.execution_id)) {
          const log = restored.logs.file({ ...attempt, workflow_id: run.workflow_id }, 'test_ssh');
          expect(await restored.logs.size(log)).toBeGreaterThanOrEqual(attempt.log_bytes);
        }
      }
    } finally {
      await restored.close();
    }
  });

  it('sets aside what it replaces, and changes nothing where it is none', async () => {
    await write(1);
    const file = path.join(folder, 'backup.tar.gz');
    await backUp({ home, databaseUrl: url }, file);
    await write(2);
    await store.close();
    await writeFile(path.join(folder, 'none.tar.gz'), 'no archive');
    await expect(restore({ home, databaseUrl: url }, path.join(folder, 'none.tar.gz'))).rejects.toThrow(
      'tar could not',
    );
    const { aside } = await restore({ home, databaseUrl: url }, file);
    store = await openStore(home, { databaseUrl: url });
    expect((await store.runs.list({}, 10, null)).rows.map((run) => run.workflow_id)).toEqual(['wf 1']);
    expect(await readFile(path.join(aside ?? '', 'logs', 'e2', '01-test_ssh-1.log'), 'utf8')).toBe('log of 2\n');
  });
});
