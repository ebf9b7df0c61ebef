import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stepFailure } from '../../contract/failure.ts';
import { initialRunState } from '../../contract/initial-run-state.ts';
import type { RunFilter } from '../../contract/run-list.ts';
import type { RunState, StepState, StepUndone } from '../../contract/run-state.ts';
import { DATABASES, databaseUrl } from '../../tests/support/databases.ts';
import { openStore } from './open.ts';
import type { Store } from './store.ts';
import { at, definition } from './testing/stored-runs.ts';

describe.each(DATABASES)('facts in %s', (kind) => {
  let home: string;
  let store: Store;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'bringup-facts-'));
    store = await openStore(home, { databaseUrl: await databaseUrl(kind) });
  });
  afterEach(async () => {
    await store.close();
    await rm(home, { recursive: true });
  });

  const id = (step: number, attempt: number) => ({ workflow_id: 'wf', execution_id: 'e1', step, attempt });
  const begin = (step: number, attempt: number, second: number) =>
    store.attempts.begin(id(step, attempt), { action: 'test_ssh', purpose: 'run', started_at: at(second) });
  const end = { ended_at: at(5), failure: null, result: { free: 1 }, note: 'all well', warnings: ['w'] };
  /** A run of one step that has ended. */
  const ended = (of: ReturnType<typeof definition>, step: Partial<StepState>, run: Partial<RunState>): RunState => {
    const state = initialRunState(of, { execution_id: 'e1', start_time: at(0) });
    const steps = state.steps.map((one): StepState => ({ ...one, attempt: 1, ...step }));
    return { ...state, phase: 'ended', end_time: at(9), last_update: at(9), steps, ...run };
  };

  describe('of an attempt', () => {
    it('are when it began, also when it was adopted, and how it ended', async () => {
      await begin(0, 1, 1);
      await store.attempts.end(id(0, 1), { ...end, outcome: 'failed' });
      await begin(0, 1, 3);
      expect(await store.attempts.find(id(0, 1))).toMatchObject({ started_at: at(1), ended_at: null, outcome: null });
      await store.attempts.end(id(0, 1), { ...end, outcome: 'warning' });
      const [row] = await store.attempts.ofExecution('e1');
      await store.attempts.write({ ...(row as NonNullable<typeof row>), log_bytes: 7 });
      expect(await store.attempts.allOfExecution('e1')).toEqual([
        expect.objectContaining({ ...end, purpose: 'run', action: 'test_ssh', started_at: at(1), log_bytes: 7 }),
      ]);
    });

    it('are told by the end of the run where its own activity could not, and nothing is told twice', async () => {
      const failure = stepFailure('step_timed_out', 'Too slow');
      await begin(0, 1, 1);
      await begin(0, 2, 3);
      const undo: StepUndone = {
        attempt: 3,
        started_at: at(7),
        ended_at: at(8),
        outcome: 'done',
        note: 'back',
        warnings: [],
        failure: null,
      };
      const step = { attempt: 2, phase: 'failed', started_at: at(3), ended_at: at(6), failure } as const;
      const state = ended(definition('wf'), { ...step, undo }, { outcome: 'failed', failure });
      await store.runs.ended(state);
      await store.runs.ended(state);
      expect(await store.attempts.allOfExecution('e1')).toMatchObject([
        { attempt: 1, outcome: 'lost', started_at: at(1), failure: null },
        { attempt: 2, outcome: 'failed', started_at: at(3), ended_at: at(6), failure: { code: 'step_timed_out' } },
        { attempt: 3, outcome: 'done', purpose: 'undo', ended_at: at(8), note: 'back' },
      ]);
    });

    it('that its activity has told stay, and whether it counts as done the run decides', async () => {
      await begin(0, 1, 1);
      await store.attempts.end(id(0, 1), { ...end, outcome: 'warning' });
      await store.runs.ended(ended(definition('wf'), { phase: 'done', ended_at: at(8) }, { outcome: 'done' }));
      expect(await store.attempts.allOfExecution('e1')).toMatchObject([{ ...end, outcome: 'done' }]);
    });
  });

  it('find runs by every one of them, newest first, page by page', async () => {
    const failure = stepFailure('disk_full', 'Full');
    const template = { id: 'comfy', name: 'C', version: 2 };
    const runs: [string, Partial<StepState>, Partial<RunState>, object][] = [
      ['Alpha-1', { phase: 'done' }, { outcome: 'done' }, {}],
      ['alpha-2', { phase: 'failed', failure }, { outcome: 'failed', failure }, { template }],
      ['beta_1', { phase: 'warning', warnings: ['w'] }, { outcome: 'done_with_warnings' }, { template }],
      ['beta%1', { phase: 'skipped' }, { outcome: 'done' }, { template: { ...template, version: 3 } }],
    ];
    for (const [index, [name, step, run, more]] of runs.entries()) {
      const of = { ...definition(name), ...more };
      await store.runs.started(await store.runs.begin(of, at(index)), `e-${name}`);
      await store.runs.ended({ ...ended(of, step, run), execution_id: `e-${name}` });
    }
    await store.runs.begin(definition('active'), at(10));
    const found = async (filter: RunFilter) =>
      (await store.runs.list(filter, 50, null)).rows.map(({ workflow_id }) => workflow_id);

    expect(await found({})).toEqual(['active', 'beta%1', 'beta_1', 'alpha-2', 'Alpha-1']);
    expect(await found({ active: true })).toEqual(['active']);
    expect(await found({ outcome: 'done' })).toEqual(['beta%1', 'Alpha-1']);
    expect(await found({ id_part: 'ALPHA' })).toEqual(['alpha-2', 'Alpha-1']);
    expect(await found({ id_part: 'a_1' })).toEqual(['beta_1']);
    expect(await found({ id_part: '%' })).toEqual(['beta%1']);
    expect(await found({ template: 'comfy' })).toEqual(['beta%1', 'beta_1', 'alpha-2']);
    expect(await found({ template: 'comfy', template_version: 2 })).toEqual(['beta_1', 'alpha-2']);
    expect(await found({ error_code: 'disk_full' })).toEqual(['alpha-2']);
    expect(await found({ with_warnings: true })).toEqual(['beta_1']);
    expect(await found({ action: 'test_ssh' })).toHaveLength(5);
    expect(await found({ action: 'test_ssh', step_outcome: 'skipped' })).toEqual(['beta%1']);
    expect(await found({ step_outcome: 'failed', template: 'comfy' })).toEqual(['alpha-2']);
    expect(await found({ action: 'reboot' })).toEqual([]);
    expect(await found({ since: at(1), until: at(3) })).toEqual(['beta_1', 'alpha-2']);
    expect((await store.runs.latestWith('test_ssh'))?.workflow_id).toBe('active');
    expect(await store.hostKeys.hosts()).toEqual([{ host: 'box', port: 22 }]);

    for (const filter of [{}, { action: 'test_ssh' }]) {
      const first = await store.runs.list(filter, 3, null);
      const second = await store.runs.list(filter, 3, first.more);
      expect([...first.rows, ...second.rows].map((row) => row.started_at)).toEqual([
        at(10),
        at(3),
        at(2),
        at(1),
        at(0),
      ]);
      expect(second.more).toBeNull();
    }
  });

  it('find runs with warnings as their lists count them: also a failure that was allowed, and a row without a text', async () => {
    const steps: Partial<StepState>[] = [
      { phase: 'failed', allow_failure: true },
      { phase: 'warning' },
      { phase: 'done' },
    ];
    for (const [index, step] of steps.entries()) {
      const of = definition(`run ${index}`);
      await store.runs.started(await store.runs.begin(of, at(index)), `e${index}`);
      await store.runs.ended({ ...ended(of, step, {}), execution_id: `e${index}` });
    }
    const { rows } = await store.runs.list({ with_warnings: true }, 50, null);
    expect(rows.map(({ workflow_id }) => workflow_id)).toEqual(['run 1', 'run 0']);
  });
});
