import { expect, it } from 'vitest';
import { toRunItem } from '../../../contract/run-list.ts';
import type { RunState } from '../../../contract/run-state.ts';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import { newestRun } from './newest-run.ts';

const KEY = 'root@10.0.0.7:2838';
const item = (changes: Partial<RunState> = {}) => toRunItem(exampleRun(changes));
const listed = item({ last_update: '2026-11-23T10:00:10.000Z' });

it('takes the newer word about the same execution, wherever it comes from', () => {
  const later = toRunItem(completedRun({ last_update: '2026-11-23T10:03:05.000Z' }));
  const earlier = item({ last_update: '2026-11-23T10:00:05.000Z' });
  expect(newestRun(KEY, listed, [later])).toBe(later);
  expect(newestRun(KEY, listed, [earlier])).toBe(listed);
});

it('takes a run that began later, and never an earlier one or one of another box', () => {
  const next = item({ workflow_id: 'run-2', execution_id: 'e-2', start_time: '2026-11-23T11:00:00.000Z' });
  const before = item({ workflow_id: 'run-0', execution_id: 'e-0', start_time: '2026-11-23T09:00:00.000Z' });
  const other = { ...next, instance: { ...next.instance, key: 'root@10.0.0.8:22' } };
  expect(newestRun(KEY, listed, [before, other])).toBe(listed);
  expect(newestRun(KEY, listed, [before, next, other])).toBe(next);
});
