import { describe, expect, it } from 'vitest';
import type { StepState } from '../../../contract/run-state.ts';
import { exampleRun, exampleStep } from '../testing/example-run.ts';
import { expectedEnd, usualOf } from './expected-end.ts';

const now = Date.parse('2026-11-23T10:02:00.000Z');
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const step = (label: string, change: Partial<StepState> = {}) =>
  exampleStep({ action: 'run_command', label, status: 'pending', phase: 'pending', started_at: null, ...change });
const running = (label: string, seconds: number, change: Partial<StepState> = {}) =>
  step(label, { status: 'in_progress', phase: 'running', started_at: ago(seconds), ...change });
const done = step('a', { status: 'completed', phase: 'done' });
const usual = [
  { action: 'run_command', label: 'a', median_s: 10, count: 20 },
  { action: 'run_command', label: 'b', median_s: 60, count: 3 },
];
const run = (steps: StepState[], change = {}) => exampleRun({ steps, step_delay: 5, ...change });
const left = (...given: Parameters<typeof run>) => {
  const end = expectedEnd(run(...given), usual, now);
  return end.at === null ? end : { ...end, at: (end.at - now) / 1000 };
};

describe('the expected end of a run', () => {
  it('is what the remaining steps usually take, with the delays between them', () => {
    expect(left([done, running('b', 20), step('a')])).toEqual({ at: 40 + 5 + 10, isLate: false, runs: 3 });
    expect(left([done, running('a', 4)])).toEqual({ at: 6, isLate: false, runs: 20 });
  });

  it('counts the delay that is running, not once more', () => {
    const phase_info = { for: 'delay', until: new Date(now + 2000).toISOString() };
    expect(left([done, step('b')], { phase: 'waiting', phase_info })).toMatchObject({ at: 62 });
  });

  it('says so where the step at work takes longer than usual', () => {
    expect(left([running('a', 99), step('b')])).toEqual({ at: 65, isLate: true, runs: 3 });
  });

  it('is not known where a remaining step was never done before, and says which', () => {
    expect(left([running('a', 1), step('new'), step('b')])).toEqual({ at: null, why: 'no_history', steps: [1] });
    expect(left([step('new', { status: 'completed', phase: 'done' }), running('a', 1)])).toMatchObject({ at: 9 });
  });

  it('is not known while a person is waited for or the box is silent', () => {
    const blocked = step('a', { status: 'blocked', phase: 'waiting', phase_info: { for: 'host_key' } });
    expect(left([blocked], { status: 'blocked' })).toEqual({ at: null, why: 'person', steps: [0] });
    const asks = running('a', 1, { phase: 'waiting', phase_info: { for: 'approval' } });
    expect(left([done, asks])).toEqual({ at: null, why: 'person', steps: [1] });
    expect(left([done, step('a')], { phase: 'paused' })).toMatchObject({ why: 'person' });
    expect(left([running('a', 1, { phase: 'unreachable' })])).toEqual({ at: null, why: 'unreachable', steps: [0] });
  });

  it('is not told of a run that ends or has ended', () => {
    expect(left([done], { phase: 'ended' })).toMatchObject({ at: null, why: 'ended' });
    expect(left([running('a', 1)], { phase: 'cancelling' })).toMatchObject({ at: null, why: 'ending' });
  });
});

it('tells steps of one action apart by their labels', () => {
  expect(usualOf({ action: 'run_command', label: 'b' }, usual)?.median_s).toBe(60);
  expect(usualOf({ action: 'test_ssh', label: 'b' }, usual)).toBeNull();
});
