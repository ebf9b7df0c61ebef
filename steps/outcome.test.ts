import { describe, expect, it } from 'vitest';
import { countWarnings, type StepPhase, type Task } from '../contract/run-state.ts';
import { runOutcome, stepOutcome } from './outcome.ts';

const task = (status: Task['status'], note?: string): Task => ({ name: 'node', status, ...(note && { note }) });

describe('a step is', () => {
  it.each([
    ['done without a warning', [], [task('success')], undefined, 'done', []],
    ['warned by a warning', ['slow disk'], [], undefined, 'warning', ['slow disk']],
    ['warned by a row', [], [task('warning', 'dirty')], undefined, 'warning', []],
    ['done when all warnings are acceptable', ['slow disk'], [task('warning')], 'all' as const, 'done', []],
    ['done when the warning is one that is acceptable', ['slow disk'], [], ['slow'], 'done', []],
    ['done when the row is one that is acceptable', [], [task('warning', 'dirty')], ['node: dirty'], 'done', []],
    ['warned when one of two is acceptable', ['slow disk', 'no GPU'], [], ['slow'], 'warning', ['no GPU']],
    ['done when a row was skipped', [], [task('skipped')], undefined, 'done', []],
  ])('%s', (_name, warnings, tasks, accepted, phase, open) => {
    const outcome = stepOutcome({ warnings, tasks }, accepted);
    expect(outcome).toMatchObject({ phase, warnings: open });
    expect([...outcome.warnings, ...(outcome.accepted_warnings ?? [])].sort()).toEqual([...warnings].sort());
  });
});

describe('a run is', () => {
  const steps = (...phases: (StepPhase | 'allowed')[]) =>
    phases.map((phase) => (phase === 'allowed' ? { phase: 'failed' as const, allow_failure: true } : { phase }));
  it.each([
    ['done', steps('done', 'done')],
    ['done', steps('done', 'skipped')],
    ['done_with_warnings', steps('done', 'warning')],
    ['done_with_warnings', steps('allowed', 'done')],
    ['failed', steps('done', 'failed')],
    ['failed', steps('warning', 'failed')],
    ['failed', steps('allowed', 'failed')],
  ] as const)('%s', (outcome, given) => {
    expect(runOutcome(given)).toBe(outcome);
  });

  it('counted in warnings: each text, each warned step without one, each failure that was allowed', () => {
    expect(
      countWarnings([
        { phase: 'done', warnings: [] },
        { phase: 'warning', warnings: ['a', 'b'] },
        { phase: 'warning', warnings: [] },
        { phase: 'failed', warnings: [], allow_failure: true },
        { phase: 'failed', warnings: [] },
      ]),
    ).toBe(4);
  });
});
