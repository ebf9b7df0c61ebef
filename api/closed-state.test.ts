import { describe, expect, it } from 'vitest';
import type { AttemptFacts, RunRow } from '../adapters/store/store.ts';
import { stepFailure } from '../contract/failure.ts';
import type { BlockInfo, RunState, StepState } from '../contract/run-state.ts';
import { at, definition, state } from '../adapters/store/testing/stored-runs.ts';
import { closedState, startingState } from './closed-state.ts';

const [step] = definition('wf').steps;
if (!step) throw new Error('the definition of these tests has a step');
const row: RunRow = {
  ...{ id: 1, workflow_id: 'wf', execution_id: 'e1', started_at: at(0), ended_at: null, state: null },
  ...{ instance_key: 'root@box:22', cleared: false },
  definition: { ...definition('wf'), steps: [step, step, step] },
};
const attempt = (index: number, number: number, change: Partial<AttemptFacts> = {}): AttemptFacts => ({
  ...{ execution_id: 'e1', step: index, attempt: number, purpose: 'run', action: 'test_ssh', phase: 'running' },
  ...{
    phase_info: null,
    progress: null,
    tasks: [],
    log_bytes: 7,
    updated_at: at(3),
    started_at: at(1),
    ended_at: null,
  },
  ...{ outcome: null, failure: null, result: null, note: null, warnings: [], log_removed: null },
  ...change,
});
const phases = ({ steps }: RunState) => steps.map(({ phase }) => phase);

describe('a run whose workflow is gone', () => {
  it('is told by its attempts where nothing else is known', () => {
    const failure = stepFailure('disk_full', 'Full');
    const done = { outcome: 'done', ended_at: at(2), note: 'well', result: 5 } as const;
    const closed = closedState(row, null, [
      attempt(0, 1, { outcome: 'failed', ended_at: at(1), failure }),
      attempt(0, 2, done),
      attempt(1, 1, { outcome: 'failed', ended_at: at(3), failure }),
      attempt(1, 2, { purpose: 'undo', ...done }),
    ]);
    expect(closed).toMatchObject({ status: 'failed', phase: 'ended', current_step: 1, progress_percent: 33.3 });
    expect(closed.failure).toMatchObject({ code: 'run_lost' });
    expect(phases(closed)).toEqual(['done', 'failed', 'pending']);
    expect(closed.steps).toMatchObject([
      { status: 'completed', attempt: 2, ended_at: at(2), completion_note: 'well', result: 5, log_bytes: 7 },
      { status: 'failed', attempt: 1, ended_at: at(3), failure: { code: 'disk_full' }, error: 'Full' },
      { status: 'pending', attempt: 0, failure: null },
    ]);
  });

  it('has no step at work, no question and no pause any more', () => {
    const start = startingState(row);
    const steps = start.steps.map((one): StepState => ({
      ...one,
      status: 'in_progress',
      attempt: 1,
      phase: 'waiting',
    }));
    const block_info: BlockInfo = {
      block_reason: 'host_verification_needed',
      host: 'box',
      port: '22',
      fingerprints: [],
    };
    const closed = closedState(row, { ...start, steps, block_info, pause_requested: true }, []);
    expect(phases(closed)).toEqual(['failed', 'failed', 'failed']);
    expect(closed.steps[0]).toMatchObject({ status: 'failed', phase_info: null, failure: { code: 'run_lost' } });
    expect(closed).not.toHaveProperty('block_info');
    expect(closed).not.toHaveProperty('pause_requested');
  });

  it('keeps what it had told of its ended steps, and an undo that was at work has failed', () => {
    const undo = { attempt: 2, started_at: at(4), ended_at: null, note: null, warnings: [], failure: null };
    const [first, second, third] = startingState(row).steps as [StepState, StepState, StepState];
    const last: RunState = {
      ...{ ...state('wf', 'e1', 0), status: 'running', phase: 'running', progress_percent: 40 },
      steps: [
        { ...first, phase: 'warning', status: 'completed', attempt: 1, warnings: ['w'] },
        { ...second, phase: 'undoing', attempt: 1, undo: { ...undo, outcome: null } },
        { ...third, phase: 'skipped' },
      ],
    };
    const closed = closedState(row, last, [attempt(0, 1), attempt(1, 1, { outcome: 'done' })], 'It was terminated.');
    expect(phases(closed)).toEqual(['warning', 'failed', 'skipped']);
    expect(closed.steps[0]).toMatchObject({ warnings: ['w'] });
    expect(closed.steps[1]?.undo).toMatchObject({ outcome: 'failed', failure: { message: 'It was terminated.' } });
    expect(closed).toMatchObject({ error_message: 'It was terminated.', progress_percent: 66.7 });
  });
});
