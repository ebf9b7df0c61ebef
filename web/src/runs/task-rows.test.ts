import { expect, it } from 'vitest';
import type { Task, TaskStatus } from '../../../contract/run-state.ts';
import { shownTasks } from './task-rows.ts';

const tasks = (...statuses: TaskStatus[]): Task[] =>
  statuses.map((status, index) => ({ name: `task ${index}`, status }));
const many = tasks(...Array<TaskStatus>(16).fill('success'), 'running', 'pending', 'failed', 'warning');

it('shows a few rows in their own order', () => {
  const few = tasks('success', 'failed', 'running');
  expect(shownTasks(few, { unfolded: false, over: false })).toEqual({ rows: few, folded: 0 });
});

it('shows failed and running ones first when there are many', () => {
  const { rows, folded } = shownTasks(many, { unfolded: false, over: false });
  expect(rows.slice(0, 4).map((task) => task.status)).toEqual(['failed', 'running', 'warning', 'pending']);
  expect([rows.length, folded]).toEqual([12, 8]);
});

it('leaves only those that need a look when the step is over', () => {
  const { rows, folded } = shownTasks(many, { unfolded: false, over: true });
  expect(rows.map((task) => task.status)).toEqual(['failed', 'running', 'warning']);
  expect(folded).toBe(17);
});

it('shows all in their own order when asked', () => {
  expect(shownTasks(many, { unfolded: true, over: true })).toEqual({ rows: many, folded: 0 });
});
