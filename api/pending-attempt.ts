import type { temporal } from '@temporalio/proto';
import type { RunState } from '../contract/run-state.ts';

type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;
type Timestamp = { seconds?: number | { toNumber(): number } | null; nanos?: number | null };

const iso = (time: Timestamp | null | undefined): string | null => {
  if (!time?.seconds) return null;
  const seconds = typeof time.seconds === 'number' ? time.seconds : time.seconds.toNumber();
  return new Date(seconds * 1000 + (time.nanos ?? 0) / 1e6).toISOString();
};

/** What Temporal knows of a step that has fallen silent: its worker died, and when the next one is asked. */
export function pendingAttempt(state: RunState, pending: PendingActivity[]): RunState {
  const id = `step-${String(state.current_step + 1).padStart(2, '0')}-`;
  const activity = pending.find(({ activityId }) => activityId?.startsWith(id));
  const next = iso(activity?.nextAttemptScheduleTime as Timestamp | null);
  // 1 = scheduled: nobody works on it. 2 = started: it works and has nothing to say.
  if (!activity || activity.state !== 1) return state;
  const { lastFailure } = activity;
  const told = lastFailure?.encodedAttributes ? 'The last try failed; its text is encrypted.' : lastFailure?.message;
  const reason = told ?? 'No worker has taken it yet.';
  const steps = state.steps.map((step, index) =>
    index === state.current_step
      ? {
          ...step,
          phase: 'retrying' as const,
          phase_info: { ...step.phase_info, ...(next ? { until: next } : {}), reason },
        }
      : step,
  );
  return { ...state, steps };
}
