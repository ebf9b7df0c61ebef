import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureHome, type LoadedSettings, loadSettings } from '../adapters/settings/settings.ts';
import { openStore } from '../adapters/store/open.ts';
import type { Store } from '../adapters/store/store.ts';
import { at, definition, state } from '../adapters/store/testing/stored-runs.ts';
import { endEvent } from '../contract/notification.ts';
import { DATABASES, databaseUrl } from '../tests/support/databases.ts';
import { applyRetention } from './apply-retention.ts';

describe.each(DATABASES)('what is past its time, with the store in %s,', (kind) => {
  let settings: LoadedSettings;
  let store: Store;
  beforeEach(async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'bringup-retention-'));
    settings = await loadSettings({ HOME: home, BRINGUP_HOME: home });
    await ensureHome(settings);
    store = await openStore(home, { databaseUrl: await databaseUrl(kind) });
    // Ended at 11, 21, 31; the last one was continued and is at work again.
    for (const [index, name] of ['old', 'middle', 'new', 'again'].entries()) await ended(name, index * 10 + 10);
    await store.runs.started(await store.runs.begin(definition('again'), at(55)), 'e-again-2');
    await log('e-again-2');
  });
  afterEach(async () => {
    await store.close();
    await rm(settings.home, { recursive: true });
  });

  async function ended(name: string, second: number) {
    await store.runs.started(await store.runs.begin(definition(name), at(second)), `e-${name}`);
    const id = { workflow_id: name, execution_id: `e-${name}`, step: 0, attempt: 1 };
    await store.attempts.begin(id, { action: 'test_ssh', purpose: 'run', started_at: at(second) });
    const row = await store.attempts.find(id);
    if (row) await store.attempts.write({ ...row, log_bytes: 1000 });
    await store.runs.ended(state(name, `e-${name}`, second));
    await log(`e-${name}`);
  }
  async function log(execution: string) {
    await mkdir(settings.path('logs', execution));
    await writeFile(settings.path('logs', execution, '01-test_ssh-1.log'), 'x'.repeat(1000));
  }
  const logs = async () => (await readdir(settings.path('logs'))).filter((name) => name.startsWith('e-')).sort();
  const removed = async (name: string) => (await store.attempts.allOfExecution(`e-${name}`))[0]?.log_removed;
  const now = Date.parse(at(11)) + 90 * 24 * 3_600_000 + 1;
  const apply = (change: Partial<LoadedSettings>) =>
    applyRetention({ store, settings: { ...settings, ...change } }, now);
  const forever = { keep_days: 0, keep_runs: 0 };
  const nothing = { runs: 0, groups: 0, deliveries: 0, audit: 0, logs: 0, bytes: 0 };

  it('are the bytes of old logs, with a mark of when and why; no fact, and nothing of a run at work', async () => {
    expect(await apply({})).toEqual({ ...nothing, logs: 1, bytes: 1000 });
    expect(await logs()).toEqual(['e-again', 'e-again-2', 'e-middle', 'e-new']);
    expect(await removed('old')).toEqual({ at: new Date(now).toISOString(), why: 'age' });
    expect(await removed('middle')).toBeNull();
    expect(await store.runs.byWorkflowId('old')).not.toBeNull();
    expect(await apply({})).toEqual(nothing);
  });

  it('are the oldest logs where all together are too large', async () => {
    const limits = { keep_days: 0, keep_gb: 1500 / 1e9 };
    expect(await apply({ logs: limits, history: forever })).toEqual({ ...nothing, logs: 2, bytes: 2000 });
    expect(await logs()).toEqual(['e-again', 'e-again-2', 'e-new']);
    expect(await removed('middle')).toMatchObject({ why: 'size' });
  });

  it.each([
    ['age', { keep_days: 90, keep_runs: 0 }, ['old']],
    ['number', { keep_days: 0, keep_runs: 3 }, ['old', 'middle']],
  ])('are whole runs by %s, where the settings say so', async (_by, history, gone) => {
    expect(await apply({ history, logs: { keep_days: 0, keep_gb: 0 } })).toMatchObject({ runs: gone.length });
    const { rows } = await store.runs.list({}, 10, null);
    expect(rows.map((run) => run.workflow_id).filter((name) => gone.includes(name))).toEqual([]);
    expect(rows).toHaveLength(5 - gone.length);
    expect(await store.attempts.allOfExecution('e-old')).toEqual([]);
    expect(await logs()).not.toContain('e-old');
  });

  describe('with runs that ended 90 days ago,', () => {
    const history = { keep_days: 90, keep_runs: 0 };

    /** A group whose boxes have the runs `<id>-1`, `<id>-2`, ..., which began at these seconds; null: one that was refused. */
    async function group(id: string, runs: (number | null)[], over: number | null) {
      const row = {
        ...{ id, name: id, template: null, steps: [], round: 1, created_by: 'me' },
        ...{ created_at: at(1), round_started_at: at(1) },
        strategy: { at_once: null, canary: false, stop_at: 'never', cancel_others: false } as const,
      };
      const boxes = runs.map((_, i) => ({ n: i + 1, name: null, definition: definition(`${id}-${i + 1}`) }));
      await store.groups.begin(row, boxes);
      const reason = { code: 'run_active', message: 'The box is busy.' };
      for (const [i, second] of runs.entries()) {
        if (second === null) await store.groups.refused(id, i + 1, reason);
        else await ended(`${id}-${i + 1}`, second);
      }
      if (over !== null) await store.groups.endRound(id, 1, { at: at(over), stop: null, reason });
    }
    const groups = async () => (await store.groups.list(50, null)).rows.map((row) => row.group.id).sort();

    it('are groups that are over and have none of their runs left', async () => {
      await group('gone', [3, null, 4], 50);
      await group('one-run-left', [3, 30], 31);
      await group('at-work', [3, 4], null);
      await group('never-began', [null], 8);
      await group('never-began-lately', [null], 40);
      expect(await apply({ history })).toMatchObject({ groups: 2 });
      expect(await groups()).toEqual(['at-work', 'never-began-lately', 'one-run-left']);
      expect(await store.groups.members('gone')).toEqual([]);
      expect(await store.groups.members('one-run-left')).toHaveLength(2);
      expect(await apply({ history })).toMatchObject({ groups: 0 });
    });

    it('are groups whose runs went by number, and none where runs are kept for ever', async () => {
      await group('gone', [3, 4], 5);
      await group('never-began', [null], 8);
      expect(await apply({})).toMatchObject({ groups: 0 });
      expect(await apply({ history: { keep_days: 0, keep_runs: 5 } })).toMatchObject({ groups: 1 });
      expect(await groups()).toEqual(['never-began']);
    });

    async function told(workflow_id: string, event_id: string, sent: number | null) {
      const row = { event_id, channel_id: 'c', kind: 'done', workflow_id, requested_by: null, created_at: at(2) };
      const event = { ...endEvent(state(workflow_id, `e-${workflow_id}`, 1)), id: event_id };
      await store.deliveries.plan([{ ...row, message: { event, title: '', lines: [], link: '', cost: null } }]);
      const [{ id = 0 } = {}] = await store.deliveries.ofEvent(event_id);
      if (sent !== null) await store.deliveries.sent(id, { at: at(sent), answer_status: 204 });
      return id;
    }

    it('are deliveries of theirs that nobody sends any more', async () => {
      await told('old', 'sent', 3);
      await store.deliveries.failed(await told('old', 'given-up', null), {
        ...{ at: at(4), answer_status: 500, error: 'no', final: true },
      });
      await told('', 'test', 3);
      await told('old', 'sent-lately', 40);
      await told('old', 'still-to-be-sent', null);
      await store.deliveries.claim(await told('old', 'being-sent', null), at(3));
      await told('new', 'of-a-run-that-is-kept', 3);
      await told('again', 'of-a-run-at-work', 3);
      expect(await apply({ history: { keep_days: 0, keep_runs: 1 } })).toMatchObject({ deliveries: 0 });
      await store.runs.started(await store.runs.begin(definition('new'), at(57)), 'e-new-2');
      expect(await apply({ history })).toMatchObject({ deliveries: 3 });
      const { rows } = await store.deliveries.list({}, 50, null);
      expect(rows.map(({ event_id }) => event_id).sort()).toEqual([
        'being-sent',
        'of-a-run-at-work',
        'of-a-run-that-is-kept',
        'sent-lately',
        'still-to-be-sent',
      ]);
    });
  });

  it('is the audit log, by an age of its own and never by the number of runs', async () => {
    const entry = (at: number, operation: string) =>
      store.audit.begin({ ...{ who: 'me', from: '::1', target: {} }, operation, at: new Date(at).toISOString() });
    const day = 24 * 3_600_000;
    for (let i = 0; i < 501; i += 1) await entry(now - 366 * day, 'long-ago');
    await entry(now - 364 * day, 'within');
    expect(await apply({ audit: { keep_days: 0 }, history: { keep_days: 1, keep_runs: 1 } })).toMatchObject({
      audit: 0,
    });
    expect(await apply({})).toMatchObject({ audit: 501 });
    expect((await store.audit.list({}, 50, null)).rows.map(({ operation }) => operation)).toEqual(['within']);
  });
});
