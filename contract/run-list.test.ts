import { describe, expect, it } from 'vitest';
import { toRunItem } from './run-list.ts';
import type { RunState, StepState } from './run-state.ts';

const since = '2026-11-23T10:00:00.000Z';
const step = (changes: Partial<StepState>): StepState =>
  ({
    action: 'run_command',
    label: 'One',
    status: 'in_progress',
    phase: 'running',
    warnings: [],
    ...changes,
  }) as StepState;
const needs = (steps: StepState[], changes: Partial<RunState> = {}) =>
  toRunItem({ phase: 'running', phase_info: null, current_step: 0, steps, ...changes } as RunState).needs;

describe('what a run needs of a person', () => {
  it('is nothing while it goes on by itself, is being stopped, or has ended', () => {
    const blocked = step({ status: 'blocked', phase: 'waiting', phase_info: { since, for: 'host_key' } });
    expect(needs([step({}), step({ phase: 'waiting', phase_info: { since, for: 'delay' } })])).toBeNull();
    expect(needs([blocked], { phase: 'cancelling' })).toBeNull();
    expect(needs([blocked], { phase: 'ended' })).toBeNull();
  });

  it('is found in each of the steps side by side, the most pressing first', () => {
    const away = step({ phase: 'unreachable', phase_info: { since, gives_up_at: '2026-11-23T10:30:00.000Z' } });
    const asks = step({ phase: 'waiting', phase_info: { since, for: 'approval', reason: 'Is it the right box?' } });
    const blocked = step({ status: 'blocked', phase: 'waiting', phase_info: { since, for: 'host_key' } });
    expect(needs([step({}), away])).toEqual({
      what: 'box',
      step: 1,
      since,
      until: '2026-11-23T10:30:00.000Z',
      reason: null,
    });
    expect(needs([away, asks])).toMatchObject({
      what: 'approval',
      step: 1,
      until: null,
      reason: 'Is it the right box?',
    });
    expect(needs([away, asks, blocked])).toMatchObject({ what: 'host_key', step: 2 });
  });

  it('is that it is let go on after a pause', () => {
    const changes = { phase: 'paused', phase_info: { since, for: 'person' }, current_step: 1 } as const;
    expect(needs([step({}), step({ phase: 'pending' })], changes)).toMatchObject({ what: 'go_on', step: 1, since });
  });
});
