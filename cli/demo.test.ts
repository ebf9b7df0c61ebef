import { expect, it } from 'vitest';
import type { RunState, StepState } from '../contract/run-state.ts';
import { createTeller } from './demo.ts';
import { checkNode } from './install.mjs';

const step = (more: Partial<StepState>): StepState =>
  ({
    label: 'Install',
    status: 'pending',
    phase: 'pending',
    tasks: [],
    completion_note: null,
    started_at: null,
    ended_at: null,
    ...more,
  }) as StepState;

const state = (steps: StepState[], more: Partial<RunState> = {}): RunState =>
  ({
    phase: 'running',
    outcome: null,
    steps,
    start_time: '2026-01-01T00:00:00.000Z',
    end_time: null,
    ...more,
  }) as RunState;

const done = {
  status: 'completed',
  phase: 'done',
  started_at: '2026-01-01T00:00:00.000Z',
  ended_at: '2026-01-01T00:00:01.200Z',
} as const;

it('tells each step, row and the outcome once', () => {
  const lines: string[] = [];
  const tell = createTeller((line) => lines.push(line));
  const running = step({ status: 'in_progress', phase: 'running', tasks: [{ name: 'a', status: 'running' }] });
  const nodes = step({
    ...done,
    tasks: [
      { name: 'a', status: 'success' },
      { name: 'b', status: 'failed', note: 'no such repository' },
    ],
  });
  const first = step({ ...done, label: 'Test SSH' });
  tell(state([first, step({})]));
  tell(state([first, running]));
  tell(state([first, running]));
  tell(state([first, nodes]));
  tell(state([first, nodes], { phase: 'ended', outcome: 'done', end_time: '2026-01-01T00:00:05.000Z' }));
  expect(lines.slice(1)).toEqual([
    '  step 1 of 2: Test SSH … done in 1.2 s',
    '  step 2 of 2: Install …',
    '      a: done',
    '      b: failed (no such repository)',
    '      done in 1.2 s',
    'The practice run is done, in 5 s. Every step worked.\n',
  ]);
});

it('ends a failed run with its reason and what to do', () => {
  const lines: string[] = [];
  const failed = step({ ...done, status: 'failed', phase: 'failed', error: 'pip ended with exit code 1' });
  const failure = { hint: 'Read the log.' } as RunState['failure'];
  createTeller((line) => lines.push(line))(
    state([failed], { phase: 'ended', outcome: 'failed', error_message: 'Step 1 failed', failure }),
  );
  expect(lines.slice(1)).toEqual([
    '  step 1 of 1: Install … failed after 1.2 s: pip ended with exit code 1',
    'The practice run failed: Step 1 failed. Read the log.\n',
  ]);
});

it('asks for a newer Node in one sentence', () => {
  const message = 'Bringup needs Node.js 20.19 or newer, this is 18.20.4. Install a newer one from https://nodejs.org.';
  expect(() => checkNode('18.20.4')).toThrow(message);
  expect(() => checkNode('20.18.9')).toThrow(/20\.18\.9/);
  expect(() => checkNode('20.19.0')).not.toThrow();
  expect(() => checkNode('22.0.0')).not.toThrow();
});
