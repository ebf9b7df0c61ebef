import { describe, expect, it } from 'vitest';
import { exampleStep } from '../testing/example-run.ts';
import { limitRows } from './step-limits.ts';

const now = Date.parse('2026-11-23T10:02:00.000Z');
const info = { since: '2026-11-23T10:00:00.000Z', until: '2026-11-23T10:05:00.000Z' };
const step = exampleStep({ status: 'in_progress', phase: 'running', phase_info: info });

describe('the limits of a step', () => {
  it('are shown once the step takes long, with the time that is left', () => {
    expect(limitRows(step, now)).toEqual([
      { limit: 'timeout_s', text: expect.stringMatching(/^Ends at .+ at the latest \(in 3 min\)$/) },
    ]);
    expect(limitRows(step, Date.parse('2026-11-23T10:00:19.000Z'))).toEqual([]);
  });

  it('name the silence that ends it earlier, where there is such a limit', () => {
    expect(limitRows({ ...step, no_output_s: 300 }, now)).toEqual([
      { limit: 'timeout_s', text: expect.any(String) },
      { limit: 'no_output_s', text: 'Ends earlier when it says nothing for 5 min' },
    ]);
  });

  it('are over when they are over', () => {
    const late = Date.parse('2026-11-23T10:06:00.000Z');
    expect(limitRows({ ...step, no_output_s: 300 }, late)).toEqual([
      { limit: 'timeout_s', text: 'Its time is over: it is being ended' },
    ]);
  });

  it('leave to the other lines what is said about a box that does not answer', () => {
    expect(limitRows({ ...step, phase: 'unreachable' }, now)).toEqual([{ limit: 'unreachable_limit_s', text: null }]);
  });

  it('are none while nothing is at work', () => {
    expect(limitRows({ ...step, phase: 'retrying' }, now)).toEqual([]);
    expect(limitRows({ ...step, phase: 'waiting' }, now)).toEqual([]);
    expect(limitRows({ ...step, phase_info: null }, now)).toEqual([]);
  });
});
