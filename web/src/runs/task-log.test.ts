import { expect, it } from 'vitest';
import { linesOf } from './task-log.ts';

it('shows the lines of a row as a terminal would in the end', () => {
  expect(linesOf('a [1]', '[a [1]] x\r\n[a [1]] 1 %\r2 %\n[a [1]] \u001b[31mred\u001b[0m\n')).toEqual([
    'x',
    '2 %',
    'red',
  ]);
  expect(linesOf('a', '')).toEqual([]);
});
