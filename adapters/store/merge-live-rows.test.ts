import { describe, expect, it } from 'vitest';
import type { RunState, StepState } from '../../contract/run-state.ts';
import { mergeLiveRows } from './merge-live-rows.ts';
import type { AttemptRow } from './store.ts';

const step = (change: Partial<StepState>): StepState =>
  ({
    action: 'x',
    label: 'X',
    status: 'in_progress',
    phase: 'running',
    phase_info: null,
    attempt: 1,
    tasks: [],
    progress: null,
    log_bytes: 0,
    ...change,
  }) as StepState;
const state = (steps: StepState[], change: Partial<RunState> = {}): RunState =>
  ({
    phase: 'running',
    current_step: 0,
    steps,
    last_update: '2026-01-01T00:00:00.000Z',
    end_time: null,
    ...change,
  }) as RunState;
const row = (change: Partial<AttemptRow>): AttemptRow => ({
  execution_id: 'e',
  step: 0,
  attempt: 1,
  phase: 'running',
  phase_info: null,
  progress: null,
  tasks: [],
  log_bytes: 0,
  updated_at: '2026-01-01T00:00:05.000Z',
  ...change,
});

describe('a state joined with the live rows', () => {
  it('shows how far the running step is, and that its box is unreachable', () => {
    const info = { since: '2026-01-01T00:00:01.000Z', reason: 'no route' };
    const tasks = [{ name: 'n', status: 'running' as const }];
    const merged = mergeLiveRows(state([step({ unreachable_limit_s: 60 })]), [
      row({ phase: 'unreachable', phase_info: info, tasks, log_bytes: 9 }),
    ]);
    expect(merged.steps[0]).toMatchObject({ phase: 'unreachable', tasks, log_bytes: 9 });
    expect(merged.steps[0]?.phase_info).toEqual({ ...info, gives_up_at: '2026-01-01T00:01:01.000Z' });
    expect(merged.last_update).toBe('2026-01-01T00:00:05.000Z');
  });

  it('says until when a running step may take, with its limit as it is now', () => {
    const running = step({ phase_info: { since: '2026-01-01T00:00:00.000Z' }, timeout_s: 90 });
    const [merged] = mergeLiveRows(state([running]), [row({})]).steps;
    expect(merged?.phase_info).toEqual({ since: '2026-01-01T00:00:00.000Z', until: '2026-01-01T00:01:30.000Z' });
  });

  it('leaves a retry and a cancel to the workflow, which knows more', () => {
    const retrying = step({ phase: 'retrying', attempt: 1 });
    expect(mergeLiveRows(state([retrying]), [row({})]).steps[0]?.phase).toBe('retrying');
    const cancelling = state([step({})], { phase: 'cancelling' });
    expect(mergeLiveRows(cancelling, [row({ phase: 'waiting' })]).steps[0]?.phase).toBe('running');
    expect(mergeLiveRows(cancelling, [row({ phase: 'unreachable' })]).steps[0]?.phase).toBe('unreachable');
  });

  it('does not say when KILL follows while the box has not got the TERM', () => {
    const phase_info = { since: '2026-01-01T00:00:00.000Z', until: '2026-01-01T00:00:10.000Z' };
    const cancelling = state([step({})], { phase: 'cancelling', phase_info });
    expect(mergeLiveRows(cancelling, [row({})]).phase_info).toEqual(phase_info);
    const { since } = phase_info;
    expect(mergeLiveRows(cancelling, [row({ phase: 'unreachable' })]).phase_info).toEqual({ since });
  });

  it('takes nothing from the row of another attempt', () => {
    const merged = mergeLiveRows(state([step({ attempt: 2 })]), [row({ attempt: 1, log_bytes: 50 })]);
    expect(merged.steps[0]?.log_bytes).toBe(0);
  });

  it('keeps the rows of a step that has failed, none of them running any more', () => {
    const failed = step({ status: 'failed', phase: 'failed' });
    const tasks = [
      { name: 'a', status: 'success' as const },
      { name: 'b', status: 'running' as const },
    ];
    expect(mergeLiveRows(state([failed]), [row({ tasks })]).steps[0]?.tasks.map(({ status }) => status)).toEqual([
      'success',
      'failed',
    ]);
    const cancelled = step({ status: 'failed', phase: 'cancelled' });
    expect(mergeLiveRows(state([cancelled]), [row({ tasks })]).steps[0]?.tasks.map(({ status }) => status)).toEqual([
      'success',
      'skipped',
    ]);
  });
});
