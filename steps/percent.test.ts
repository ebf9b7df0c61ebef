import { describe, expect, it } from 'vitest';
import type { RunState, StepState } from '../contract/run-state.ts';
import { progressPercent } from './percent.ts';

const step = (change: Partial<StepState>) =>
  ({ action: 'run_command', status: 'pending', phase: 'pending', progress: null, usual_s: 10, ...change }) as StepState;
const percent = (steps: StepState[], status: RunState['status'] = 'running') => progressPercent({ status, steps });

describe('the percent of a run', () => {
  it('is 100 only when the run has completed', () => {
    const done = step({ status: 'completed', phase: 'done' });
    expect(percent([done, done], 'completed')).toBe(100);
    expect(percent([done, done])).toBe(99);
    expect(percent([done, step({})], 'failed')).toBe(50);
  });

  it('counts what a running step has counted itself, and invents nothing', () => {
    const running = { status: 'in_progress' as const, phase: 'running' as const };
    const half = { done: 1, total: 2, unit: 'nodes', current: null, rate_per_s: null, eta_s: null };
    expect(percent([step({ ...running, progress: half })])).toBe(49.5);
    expect(percent([step(running)])).toBe(0);
    expect(percent([step({ ...running, progress: { ...half, total: null } })])).toBe(0);
  });

  it('weighs long steps more', () => {
    const short = step({ usual_s: 1, status: 'completed', phase: 'done' });
    expect(percent([short, step({ usual_s: 300 })])).toBeLessThan(10);
  });
});
