import type { Task, TaskStatus } from '../../../contract/run-state.ts';

export const TASK_COLUMNS = ['state', 'name', 'note', 'speed'] as const;
export type TaskColumn = (typeof TASK_COLUMNS)[number];

/** A sorting as it stands in addresses: `name`, or `-name` for the other way round; '' is what needs a look first. */
interface Sorting {
  column: TaskColumn;
  down: boolean;
}

export function readSorting(text: string): Sorting {
  const column = TASK_COLUMNS.find((one) => one === text.replace(/^-/, ''));
  return column ? { column, down: text.startsWith('-') } : { column: 'state', down: false };
}

/** The next sorting after a click on a column's head. */
export function nextSorting(now: Sorting, column: TaskColumn): string {
  if (now.column !== column) return column === 'state' ? '' : column;
  if (now.down) return column === 'state' ? '' : column;
  return `-${column}`;
}

const URGENCY: Record<TaskStatus, number> = { failed: 0, running: 1, warning: 2, pending: 3, success: 4, skipped: 5 };

type Compare = (one: Task, other: Task) => number;
const COMPARE: Record<TaskColumn, Compare> = {
  // A newer server may know other words.
  state: (one, other) => (URGENCY[one.status] ?? 3) - (URGENCY[other.status] ?? 3),
  name: (one, other) => one.name.localeCompare(other.name, 'en', { numeric: true, sensitivity: 'base' }),
  note: (one, other) => (one.note ?? '').localeCompare(other.note ?? '', 'en'),
  speed: (one, other) => (one.percent ?? -1) - (other.percent ?? -1),
};

/** The rows that match, in the order that is asked for; rows that are equal in it stay in their own. */
export function sortTasks(tasks: readonly Task[], { column, down }: Sorting, filter: string): Task[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ name, note, status }: Task) => `${name} ${note ?? ''} ${status}`.toLowerCase();
  const found =
    words.length === 0 ? [...tasks] : tasks.filter((task) => words.every((word) => text(task).includes(word)));
  const compare = COMPARE[column];
  return found.sort((one, other) => (down ? compare(other, one) : compare(one, other)));
}
