import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureHome, type LoadedSettings, loadSettings } from '../adapters/settings/settings.ts';
import { openStore } from '../adapters/store/open.ts';
import type { Store } from '../adapters/store/store.ts';
import { at, definition, state } from '../adapters/store/testing/stored-runs.ts';
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

  it('are the bytes of old logs, with a mark of when and why; no fact, and nothing of a run at work', async () => {
    expect(await apply({})).toEqual({ runs: 0, logs: 1, bytes: 1000 });
    expect(await logs()).toEqual(['e-again', 'e-again-2', 'e-middle', 'e-new']);
    expect(await removed('old')).toEqual({ at: new Date(now).toISOString(), why: 'age' });
    expect(await removed('middle')).toBeNull();
    expect(await store.runs.byWorkflowId('old')).not.toBeNull();
    expect(await apply({})).toEqual({ runs: 0, logs: 0, bytes: 0 });
  });

  it('are the oldest logs where all together are too large', async () => {
    const limits = { keep_days: 0, keep_gb: 1500 / 1e9 };
    expect(await apply({ logs: limits, history: forever })).toEqual({ runs: 0, logs: 2, bytes: 2000 });
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
});
