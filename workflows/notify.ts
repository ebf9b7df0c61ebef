// What a run tells while it runs. Only runs that were started with `notices` do; where no channel wants to hear of it, what is
// started here ends at once.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  condition,
  ParentClosePolicy,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { type EventKind, type NotificationEvent, notificationWorkflowId, runEvent } from '../contract/notification.ts';
import { notification } from './notification.ts';
import type { Run } from './run.ts';

interface Wait {
  kind: 'blocked' | 'waiting';
  /** 0-based step that waits, or before which the run stands. */
  step: number;
  /** What tells this wait from the run's others. */
  about: string;
  reason: string;
  hint?: string;
}

/**
 * Waits until `isOver` says so, at most `limitMs`; gives false when that ended first. Tells that the run waits at once, and again after
 * each of the run's reminders; a block that is over is told as well.
 */
export async function toldWait(run: Run, wait: Wait, isOver: () => boolean, limitMs?: number): Promise<boolean> {
  const { notices } = run.definition;
  if (!notices) return waitFor(isOver, limitMs);
  const began = Date.now();
  const ends = limitMs === undefined ? Infinity : began + limitMs;
  const since = new Date(began).toISOString();
  await tell(run, wait, wait.kind, 0, since);
  for (const [index, seconds] of notices.reminders_s.toSorted((a, b) => a - b).entries()) {
    const next = began + seconds * 1000;
    if (next >= ends) break;
    if (await condition(isOver, Math.max(1, next - Date.now()))) return over(run, wait, since);
    await tell(run, wait, wait.kind, index + 1, since);
  }
  const isDone = await waitFor(isOver, limitMs === undefined ? undefined : Math.max(1, ends - Date.now()));
  return isDone ? over(run, wait, since) : false;
}

async function waitFor(isOver: () => boolean, limitMs?: number): Promise<boolean> {
  if (limitMs !== undefined) return condition(isOver, limitMs);
  await condition(isOver);
  return true;
}

async function over(run: Run, wait: Wait, since: string): Promise<true> {
  if (wait.kind === 'blocked') {
    await tell(
      run,
      { ...wait, reason: 'Somebody has decided about the host key; the run goes on.' },
      'recovered',
      0,
      since,
    );
  }
  return true;
}

async function tell(run: Run, wait: Wait, kind: EventKind, reminder: number, since: string): Promise<void> {
  const at = new Date().toISOString();
  const about = reminder === 0 ? wait.about : `${wait.about}-reminder-${reminder}`;
  const hint = kind === 'recovered' ? null : (wait.hint ?? null);
  const event = runEvent(
    run.state,
    { kind, about, step: wait.step, at },
    { reason: wait.reason, hint, since, reminder },
  );
  await start(event);
}

/** Until the server has it: a run that ends right after must not take it along. */
async function start(event: NotificationEvent): Promise<void> {
  try {
    await CancellationScope.nonCancellable(() =>
      startChild(notification, {
        workflowId: notificationWorkflowId(event.id),
        args: [event],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        staticSummary: `Tell: ${event.kind} on ${event.box}`.slice(0, 190),
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error; // told already
  }
}
