import type { Task, TaskStatus } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import { formatBytes } from './duration.ts';

/** How many rows stand on the page before the rest is folded. */
export const ROWS_SHOWN = 12;

const URGENCY: Record<TaskStatus, number> = { failed: 0, running: 1, warning: 2, pending: 3, success: 4, skipped: 5 };

/**
 * The rows to show and how many are folded. Few rows stand in their own order. Of many, the failed and running ones come
 * first, and once the step is `over` only those that need a look are left unfolded.
 */
export function shownTasks(
  tasks: readonly Task[],
  { unfolded, over }: { unfolded: boolean; over: boolean },
): { rows: readonly Task[]; folded: number } {
  if (unfolded || tasks.length <= ROWS_SHOWN) return { rows: tasks, folded: 0 };
  const sorted = [...tasks].sort((a, b) => urgency(a) - urgency(b));
  const rows = (over ? sorted.filter((task) => urgency(task) <= URGENCY.warning) : sorted).slice(0, ROWS_SHOWN);
  return { rows, folded: tasks.length - rows.length };
}

const urgency = ({ status }: Task): number => (URGENCY as Partial<Record<string, number>>)[status] ?? URGENCY.pending;

/** How far a row is and how fast, e.g. `43 % · 2.1 MB/s`; null where neither was measured. */
export function speedOf({ status, percent, rate_per_s: rate }: Task): string | null {
  const parts = [
    ...(percent === undefined ? [] : [messages.run.percent(Math.floor(percent))]),
    ...(rate === undefined || status !== 'running' ? [] : [messages.steps.rate(formatBytes(rate))]),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}
