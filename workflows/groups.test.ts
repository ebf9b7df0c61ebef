import { expect, it } from 'vitest';
import type { StepDefinition } from '../contract/run-definition.ts';
import type { Resource } from '../contract/step-options.ts';
import { groups } from './groups.ts';

const step = (resources: Resource[] | undefined, more: Partial<StepDefinition> = {}) =>
  ({ label: 'x', action: 'run_command', policy: { ...(resources && { resources }) }, ...more }) as StepDefinition;
const beside = { beside: true };

it.each([
  ['one after the other where nobody says anything', [step(['disk']), step(['network'])], [[0], [1]]],
  ['side by side without a resource in common', [step(['disk']), step(['network'], beside)], [[0, 1]]],
  ['one after the other with one in common', [step(['disk']), step(['disk', 'gpu'], beside)], [[0], [1]]],
  ['alone where a step says nothing of its resources', [step(undefined), step(['disk'], beside)], [[0], [1]]],
  ['three side by side', [step([]), step(['disk'], beside), step(['gpu'], beside)], [[0, 1, 2]]],
  [
    'apart from a step that its condition asks for',
    [step([], { label: 'a' }), step([], { ...beside, when: { step: 'a', outcome: ['done'] } })],
    [[0], [1]],
  ],
])('%s', (_name, steps, expected) => {
  expect(groups(steps, [...steps.keys()])).toEqual(expected);
});

it('leaves out what is not to be run, and joins nobody across it', () => {
  expect(groups([step([]), step([], beside), step([], beside)], [0, 2])).toEqual([[0], [2]]);
});
