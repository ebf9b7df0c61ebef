import { expect, it } from 'vitest';
import { templateSchema } from '../../contract/template.ts';
import { templateDifference } from './difference.ts';

const template = (labels: string[], more: object = {}) =>
  templateSchema.parse({ id: 't', name: 'T', steps: labels.map((label) => ({ action: 'test_ssh', label })), ...more });
const steps = (before: string[], after: string[]) =>
  templateDifference(template(before), template(after)).steps.map(({ change, label, from, to }) => [
    change,
    label,
    from,
    to,
  ]);

it('says nothing of what is the same', () => {
  expect(templateDifference(template(['a', 'b']), template(['a', 'b']))).toEqual({ fields: [], steps: [] });
});

it('tells added, removed and moved steps from changed ones', () => {
  expect(steps(['a', 'b'], ['a', 'new', 'b', 'c'])).toEqual([
    ['added', 'new', null, 1],
    ['added', 'c', null, 3],
  ]);
  expect(steps(['a', 'b', 'c'], ['a', 'c'])).toEqual([['removed', 'b', 1, null]]);
  expect(steps(['a', 'b'], ['b', 'a'])).toEqual([
    ['moved', 'b', 1, 0],
    ['moved', 'a', 0, 1],
  ]);
});

it('tells fields with their values', () => {
  const before = template([], { steps: [{ action: 'run_command', label: 'R', command: 'a' }] });
  const after = template([], { name: 'N', steps: [{ action: 'run_command', label: 'S', command: 'b' }] });
  expect(templateDifference(before, after)).toEqual({
    fields: [{ field: 'name', before: 'T', after: 'N' }],
    steps: [
      {
        change: 'changed',
        action: 'run_command',
        label: 'S',
        from: 0,
        to: 0,
        fields: [
          { field: 'label', before: 'R', after: 'S' },
          { field: 'command', before: 'a', after: 'b' },
        ],
      },
    ],
  });
});
