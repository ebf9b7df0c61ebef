import { describe, expect, it } from 'vitest';
import type { Json } from '../contract/json.ts';
import { type Condition, conditionSchema } from '../contract/step-options.ts';
import type { StepPhase, StepState } from '../contract/run-state.ts';
import { conditionText, findStep, holds } from './condition.ts';

const step = (label: string, phase: StepPhase, result: Json = null) =>
  ({ label, action: 'run_command', phase, result }) as StepState;
const before = [step('Look', 'done', { free_gb: 40, gpu: { name: 'A100' }, ok: true }), step('Try', 'failed', 'no')];

describe('a condition', () => {
  it.each<[boolean, Condition]>([
    [true, { step: 'Look', outcome: ['done', 'warning'] }],
    [false, { step: 'Try', outcome: ['done'] }],
    [true, { step: 'Try', outcome: ['failed'] }],
    [true, { step: 'Try', is: 'no' }],
    [true, { step: 'Look', field: 'ok', is: true }],
    [false, { step: 'Look', field: 'ok', is: 'true' }],
    [true, { step: 'Look', field: 'gpu.name', is: 'A100' }],
    [true, { step: 'Look', field: 'free_gb', at_least: 40 }],
    [false, { step: 'Look', field: 'free_gb', below: 40 }],
    [false, { step: 'Look', field: 'constructor', is: null }],
    [false, { step: 'Look', field: 'free_gb.deep', at_least: 0 }],
    [false, { step: 'Nobody', outcome: ['done'] }],
    // Both have this action: nobody knows which one is meant.
    [false, { step: 'run_command', outcome: ['done', 'failed'] }],
    [true, { not: { step: 'Try', outcome: ['done'] } }],
    [
      false,
      {
        all: [
          { step: 'Look', outcome: ['done'] },
          { step: 'Try', outcome: ['done'] },
        ],
      },
    ],
    [
      true,
      {
        any: [
          { step: 'Look', outcome: ['done'] },
          { step: 'Try', outcome: ['done'] },
        ],
      },
    ],
  ])('is %s: %j', (expected, condition) => {
    expect(conditionSchema.parse(condition)).toEqual(condition);
    expect(holds(condition, before)).toBe(expected);
    expect(conditionText(condition)).toMatch(/“.*”/);
  });

  it('finds a step by its action where only one has it', () => {
    expect(
      findStep(
        [
          { label: 'a', action: 'x' },
          { label: 'b', action: 'y' },
        ],
        'y',
      ),
    ).toBe(1);
    expect(
      findStep(
        [
          { label: 'a', action: 'x' },
          { label: 'a', action: 'y' },
        ],
        'a',
      ),
    ).toBeNull();
  });
});
