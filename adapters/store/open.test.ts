import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../lab/postgres.ts';
import { DATABASES, databaseUrl } from '../../tests/support/databases.ts';
import type { BringupError } from '../errors.ts';
import { openStore, SQLITE_FILE } from './open.ts';
import type { AttemptRow, Store } from './store.ts';
import { at, definition, state } from './testing/stored-runs.ts';

describe.each(DATABASES)('a store in %s', (kind) => {
  let home: string;
  let url: string | null;
  let store: Store;
  let broken: BringupError[];
  const open = () => openStore(home, { databaseUrl: url, onBrokenRow: (error) => broken.push(error) });

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'bringup-store-'));
    broken = [];
    url = await databaseUrl(kind);
    store = await open();
  });
  afterEach(async () => {
    await store.close();
    await rm(home, { recursive: true });
  });

  async function damage(sql: string): Promise<void> {
    if (url) return void (await ask(url, sql));
    const db = new Libsql(path.join(home, SQLITE_FILE));
    db.exec(sql);
    db.close();
  }

  describe('runs', () => {
    it('keeps a run from just before its start until it has ended', async () => {
      const row = await store.runs.begin(definition('wf'), at(0));
      expect(await store.runs.byWorkflowId('wf')).toEqual({
        id: row,
        workflow_id: 'wf',
        execution_id: null,
        instance_key: 'root@box:22',
        definition: definition('wf'),
        started_at: at(0),
        ended_at: null,
        cleared: false,
        state: null,
      });
      await store.runs.started(row, 'e1');
      expect((await store.runs.active()).map((run) => run.execution_id)).toEqual(['e1']);
      await store.runs.ended(state('wf', 'e1', 1));
      expect(await store.runs.active()).toEqual([]);
      expect(await store.runs.latest()).toMatchObject({
        ended_at: at(2),
        state: state('wf', 'e1', 1),
        definition: { step_delay: 0.5 },
      });
    });

    it('lets the first state that ended a run stay', async () => {
      await store.runs.started(await store.runs.begin(definition('wf'), at(0)), 'e1');
      await store.runs.ended(state('wf', 'e1', 1, 'failed'));
      await store.runs.ended(state('wf', 'e1', 1, 'done'));
      expect((await store.runs.latest())?.state?.outcome).toBe('failed');
    });

    it('takes the newest execution of an id, also when an older one is recorded late', async () => {
      await store.runs.started(await store.runs.begin(definition('wf'), at(0)), 'e1');
      await store.runs.started(await store.runs.begin(definition('wf'), at(10)), 'e2');
      await store.runs.ended(state('wf', 'e1', 1));
      expect(await store.runs.byWorkflowId('wf')).toMatchObject({ execution_id: 'e2', state: null });
      await store.runs.ended(state('other', 'e0', 5));
      expect((await store.runs.latest())?.execution_id).toBe('e2');
      expect(await store.runs.byWorkflowId('nope')).toBeNull();
    });

    it('forgets a start that was refused', async () => {
      await store.runs.started(await store.runs.begin(definition('first'), at(0)), 'e1');
      await store.runs.forget(await store.runs.begin(definition('second'), at(1)));
      expect((await store.runs.latest())?.workflow_id).toBe('first');
    });

    it('finds the row of a start whose answer was never recorded, but never a later one', async () => {
      await store.runs.begin(definition('wf'), at(0));
      await store.runs.begin(definition('wf'), at(60));
      await store.runs.ended(state('wf', 'e1', 1));
      expect(await store.runs.byWorkflowId('wf')).toMatchObject({ execution_id: null, started_at: at(60) });
      expect((await store.runs.active()).map((run) => run.started_at)).toEqual([at(60)]);
    });

    it('makes one row of an end that was recorded before its start', async () => {
      const row = await store.runs.begin(definition('wf'), at(10));
      await store.runs.ended(state('wf', 'e1', 9)); // the clock of the server is a second behind
      await store.runs.started(row, 'e1');
      await store.runs.started(row, 'e1');
      expect(await store.runs.active()).toEqual([]);
      expect(await store.runs.byWorkflowId('wf')).toMatchObject({
        execution_id: 'e1',
        definition: definition('wf'),
        ended_at: at(10),
      });
    });

    it('hides what was cleared from the view without id and from nothing else', async () => {
      await store.runs.started(await store.runs.begin(definition('a'), at(0)), 'e1');
      await store.runs.started(await store.runs.begin(definition('b'), at(1)), 'e2');
      await store.runs.clear({ workflow_id: 'b', started_at: at(1) });
      expect((await store.runs.latest())?.workflow_id).toBe('a');
      expect((await store.runs.byWorkflowId('b'))?.cleared).toBe(true);
      await store.runs.clear({ workflow_id: 'a', started_at: at(0) });
      expect(await store.runs.latest()).toBeNull();
    });

    it('leaves a broken row out of the list and tells it; asked for alone it is a clear error', async () => {
      await store.runs.begin(definition('good'), at(0));
      await store.runs.begin(definition('bad'), at(1));
      await damage(`UPDATE runs SET definition = '{"steps":' WHERE workflow_id = 'bad'`);
      expect((await store.runs.active()).map((run) => run.workflow_id)).toEqual(['good']);
      expect(broken.map((error) => error.message)).toEqual([
        'A row of the store cannot be read (run bad: definition): it is not JSON.',
      ]);
      await expect(store.runs.byWorkflowId('bad')).rejects.toThrow('run bad: definition');
    });
  });

  describe('attempts', () => {
    const row = (step: number, attempt: number, log_bytes = 0): AttemptRow => ({
      execution_id: 'e1',
      step,
      attempt,
      phase: 'running',
      phase_info: { since: at(0), reason: 'näh' },
      progress: { done: 1, total: 3, unit: 'nodes', current: null, rate_per_s: 0.5, eta_s: null },
      tasks: [{ name: 'a', status: 'running', percent: 12 }],
      log_bytes,
      updated_at: at(0),
    });

    it('gives back the newest attempt of each step', async () => {
      await store.attempts.write(row(1, 1));
      await store.attempts.write(row(0, 1));
      await store.attempts.write(row(0, 2));
      await store.attempts.write({ ...row(0, 10), phase: 'done', phase_info: null, progress: null, tasks: [] });
      await store.attempts.write({ ...row(5, 1), execution_id: 'other' });
      expect((await store.attempts.ofExecution('e1')).map(({ step, attempt }) => [step, attempt])).toEqual([
        [0, 10],
        [1, 1],
      ]);
      expect(await store.attempts.find({ workflow_id: 'wf', execution_id: 'e1', step: 0, attempt: 2 })).toMatchObject(
        row(0, 2),
      );
      expect(await store.attempts.find({ workflow_id: 'wf', execution_id: 'e1', step: 0, attempt: 3 })).toBeNull();
    });

    it('writes over the same attempt', async () => {
      await store.attempts.write(row(0, 1));
      await store.attempts.write(row(0, 1, 4096));
      expect(await store.attempts.ofExecution('e1')).toEqual([row(0, 1, 4096)]);
    });

    it('leaves a broken live row out', async () => {
      await store.attempts.write(row(0, 1));
      await store.attempts.write(row(1, 1));
      await damage(`UPDATE attempts SET tasks = '{}' WHERE step = 0`);
      expect((await store.attempts.ofExecution('e1')).map(({ step }) => step)).toEqual([1]);
      expect(broken).toHaveLength(1);
    });
  });

  it('counts the versions of a template, and adds none over one that was not seen', async () => {
    const row = { template_id: 't', yaml: 'a', hash: 'h1', created_at: at(1), created_by: 'ada', note: null };
    const file = { ...row, source: 'file' as const };
    const { templateVersions } = store;
    expect(await Promise.all([1, 2, 3].map(() => templateVersions.add(file, 'unless_same')))).toEqual([1, 1, 1]);
    expect(await templateVersions.add({ ...row, source: 'saved', hash: 'h2' }, 1)).toBe(2);
    expect(await templateVersions.add({ ...row, source: 'saved', hash: 'h3' }, 1)).toBeNull();
    expect(await templateVersions.add({ ...file, hash: 'h3' }, 'unless_same')).toBe(3);
    expect((await templateVersions.heads('t')).map(({ version, source }) => [version, source])).toEqual([
      [3, 'file'],
      [2, 'saved'],
      [1, 'file'],
    ]);
    expect(await templateVersions.find('t', 1)).toEqual({ ...file, version: 1 });
    expect(await templateVersions.find('t', 4)).toBeNull();
  });

  it('knows which host key was shown last, and each by its fingerprint', async () => {
    const key = (fingerprint: string) => ({
      host: 'Box',
      port: 22,
      key_type: 'ssh-ed25519',
      key: 'AAAA',
      fingerprint,
      offered_at: at(0),
    });
    await store.hostKeys.offered(key('SHA256:a'));
    await store.hostKeys.offered(key('SHA256:b'));
    expect(await store.hostKeys.lastOffered('box', 22)).toEqual({ ...key('SHA256:b'), host: 'box' });
    await store.hostKeys.offered(key('SHA256:a'));
    expect((await store.hostKeys.lastOffered('box', 22))?.fingerprint).toBe('SHA256:a');
    expect((await store.hostKeys.lastOffered('BOX', 22, 'SHA256:b'))?.fingerprint).toBe('SHA256:b');
    expect(await store.hostKeys.lastOffered('box', 23)).toBeNull();
    expect(await store.hostKeys.lastOffered('box', 22, 'SHA256:c')).toBeNull();
  });

  it('tells every change by its version, whoever wrote it', async () => {
    const other = await open();
    await store.runs.begin(definition('a'), at(0));
    let seen = store.version();
    expect(store.version()).toBe(seen);
    const changed = () =>
      vi.waitFor(() => expect(store.version()).toBeGreaterThan(seen), { timeout: 2_000, interval: 5 });
    await store.runs.begin(definition('b'), at(1));
    await changed();
    seen = store.version();
    await other.runs.begin(definition('c'), at(2));
    await changed();
    expect(await store.runs.active()).toHaveLength(3);
    await other.close();
  });

  it('begins a request with a key once, however many come with it at the same moment', async () => {
    const other = await open();
    const request = (id: number) => ({ caller: 'me', key: 'k', request: 'r', new_id: `id ${id}`, created_at: at(0) });
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, id) => (id % 2 ? store : other).idempotencyKeys.begin(request(id))),
    );
    expect(begun.filter((known) => known === null)).toHaveLength(1);
    await other.close();
  });

  it('makes one row of a run whose start and end are told at the same moment', async () => {
    const other = await open();
    for (let run = 0; run < 10; run += 1) {
      const row = await store.runs.begin(definition(`wf ${run}`), at(10));
      await Promise.all([
        store.runs.started(row, `e${run}`),
        other.runs.ended(state(`wf ${run}`, `e${run}`, 9)),
        store.runs.ended(state(`wf ${run}`, `e${run}`, 9)),
      ]);
    }
    expect(await store.runs.active()).toEqual([]);
    const { rows } = await store.runs.list({}, 100, null);
    expect(rows.map((row) => row.execution_id).sort()).toEqual(Array.from({ length: 10 }, (_, run) => `e${run}`));
    await other.close();
  });
});
