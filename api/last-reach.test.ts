import { describe, expect, it } from 'vitest';
import { stepFailure } from '../contract/failure.ts';
import { lastReach } from './last-reach.ts';

type Attempt = Parameters<typeof lastReach>[0][number];
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const attempt = (change: Partial<Attempt>): Attempt => ({
  ...{ action: 'run_command', phase: 'running', phase_info: null, outcome: null, failure: null, log_bytes: 0 },
  ...{ started_at: at(0), ended_at: null, updated_at: at(0) },
  ...change,
});

describe('what was last heard of a box', () => {
  it('is nothing where nothing was tried, or only begun', () => {
    expect(lastReach([])).toBeNull();
    expect(lastReach([attempt({})])).toBeNull();
    expect(lastReach([attempt({ action: 'approve', outcome: 'done', ended_at: at(5) })])).toBeNull();
    expect(lastReach([attempt({ outcome: 'cancelled', ended_at: at(5) })])).toBeNull();
  });

  it('is its output, or the end of a step', () => {
    const answered = (second: number) => ({ state: 'answered', at: at(second), reason: null });
    expect(lastReach([attempt({ log_bytes: 9, updated_at: at(3) })])).toEqual(answered(3));
    expect(lastReach([attempt({ outcome: 'done', ended_at: at(4) })])).toEqual(answered(4));
    const failed = { outcome: 'failed' as const, failure: stepFailure('step_failed', 'x', { exit_code: 1 }) };
    expect(lastReach([attempt({ ...failed, ended_at: at(6) }), attempt({ outcome: 'done', ended_at: at(4) })])).toEqual(
      answered(6),
    );
  });

  it('is silence since a time, with the reason', () => {
    const phase_info = { since: at(7), reason: 'No route.' };
    const away = attempt({ phase: 'unreachable', phase_info, log_bytes: 9, updated_at: at(9) });
    const silent = { state: 'silent', at: at(7), reason: 'No route.' };
    expect(lastReach([attempt({ outcome: 'done', ended_at: at(4) }), away])).toEqual(silent);
    const failure = stepFailure('ssh_unreachable', 'No answer for 30 s.');
    expect(lastReach([attempt({ outcome: 'failed', failure, log_bytes: 9, ended_at: at(8) })])).toEqual({
      ...{ state: 'silent', at: at(8), reason: 'No answer for 30 s.' },
    });
  });
});
