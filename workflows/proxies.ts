// Activities as workflow code calls them. Options follow from the step's spec; summaries are what people read in the
// Temporal Web UI.
import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type {
  CancelInput,
  CancelProof,
  GroupMemberInput,
  GroupMemberStarted,
  GroupRoundEnd,
  LookBackInput,
  ProbeAnswer,
  ReleaseInput,
  RebootRequested,
  RetentionDone,
  StepInput,
  ScheduledStarted,
  StepOutcome,
  SupportActivities,
} from '../contract/activities.ts';
import type { NotificationEvent } from '../contract/notification.ts';
import type { RunDefinition, StepLimits } from '../contract/run-definition.ts';
import type { RunState } from '../contract/run-state.ts';

/** A worker that dies is noticed after this; the next one adopts. Beats come every 3 s. */
const HEARTBEAT_TIMEOUT = '12s';
/** Only for what a new try of the same attempt can mend: a lost worker or an unreachable box. It adopts, it never repeats. */
const ADOPT = { initialInterval: '1s', backoffCoefficient: 1.5, maximumInterval: '10s' } as const;

export interface Where {
  /** 0-based. */
  index: number;
  total: number;
  label: string;
}

const activityId = ({ index }: Where, name: string, attempt: number) =>
  `step-${String(index + 1).padStart(2, '0')}-${name.replaceAll('_', '-')}-${attempt}`;
const summary = ({ index, total, label }: Where, suffix = '') =>
  `${index + 1}/${total} ${label}${suffix}`.slice(0, 190);

/** Beyond limit and silence together nothing can come any more. */
export const outerLimit = ({ timeout_s, unreachable_limit_s }: StepLimits): number =>
  timeout_s + unreachable_limit_s + 60;

/** The step's own activity: type = action, start-to-close = the step's limit. */
export function callStep(where: Where, input: StepInput): Promise<StepOutcome> {
  const activities = proxyActivities<Record<string, (input: StepInput) => Promise<StepOutcome>>>({
    startToCloseTimeout: input.timeout_s * 1000,
    scheduleToCloseTimeout: outerLimit(input) * 1000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: ADOPT,
    activityId: activityId(where, input.action, input.id.attempt),
    summary: summary(where, input.id.attempt > 1 ? ` (try ${input.id.attempt})` : ''),
  });
  const activity = activities[input.action];
  if (!activity) throw new Error(`no activity for ${input.action}`);
  return activity(input);
}

/**
 * For scripts that look back at a step. A box that is away is waited for as for any step; a cancel waits for their end, so that
 * nothing of them is left on the box.
 */
const lookingBack = (where: Where, input: LookBackInput, name: string, suffix: string) =>
  proxyActivities<SupportActivities>({
    startToCloseTimeout: input.timeout_s * 1000,
    scheduleToCloseTimeout: outerLimit(input) * 1000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: ADOPT,
    activityId: activityId(where, name, input.id.attempt),
    summary: summary(where, suffix),
  });

export const callProbe = (where: Where, input: LookBackInput): Promise<ProbeAnswer> =>
  lookingBack(where, input, 'probe', ': is it still so?').probe_step(input);

export const callUndo = (where: Where, input: LookBackInput): Promise<StepOutcome | null> =>
  lookingBack(where, input, 'undo', ': undo').undo_step(input);

export function callAwaitReboot(where: Where, input: StepInput, requested: RebootRequested): Promise<StepOutcome> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: (input.timeout_s + 60) * 1000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: ADOPT,
    activityId: activityId(where, 'await_reboot', input.id.attempt),
    summary: summary(where, ': wait until the box is back'),
  }).await_reboot(input, requested);
}

/** Ends an attempt's processes with proof. Goes on trying while the box cannot be reached. */
export function callCancelStep(where: Where, input: CancelInput): Promise<CancelProof> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: (input.unreachable_limit_s + 120) * 1000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: ADOPT,
    activityId: activityId(where, 'cancel_step', input.id.attempt),
    summary: summary(where, ': end its processes'),
  }).cancel_step(input);
}

/** A few tries: what it fails to tell now, the next adoption tells. */
export function callLimitStep(where: Where, input: StepInput): Promise<void> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '20s',
    scheduleToCloseTimeout: '60s',
    retry: { initialInterval: '1s', maximumAttempts: 3 },
    summary: summary(where, ': longer limits'),
  }).limit_step(input);
}

/** Nobody waits for it. */
export function callReleaseBox(input: ReleaseInput): Promise<void> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '20s',
    scheduleToCloseTimeout: '60s',
    retry: { maximumAttempts: 1 },
    summary: 'Give the box back',
  }).release_box(input);
}

export function callStartScheduledRun(definition: RunDefinition): Promise<ScheduledStarted> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '30s' },
    summary: 'Start the run',
  }).start_scheduled_run(definition);
}

export function callAwaitRunEnd(run: { workflow_id: string; execution_id: string }): Promise<string> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '30 days',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    retry: ADOPT,
    summary: 'Wait until the run has ended',
  }).await_run_end(run);
}

export function callStartGroupMember(input: GroupMemberInput): Promise<GroupMemberStarted> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '30s' },
    activityId: `start-${input.n}`,
    summary: `Start ${input.workflow_id}`.slice(0, 190),
  }).start_group_member(input);
}

export function callAwaitMemberEnd(n: number, run: { workflow_id: string; execution_id: string }): Promise<string> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '30 days',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    retry: ADOPT,
    activityId: `await-${n}`,
    summary: `Wait for the end of ${run.workflow_id}`.slice(0, 190),
  }).await_member_end(run);
}

export function callEndGroupRound(end: GroupRoundEnd): Promise<void> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '30s' },
    summary: 'Write down how it came out',
  }).end_group_round(end);
}

/** Where it fails it is tried again until it works, or until the next day begins with the same. */
export function callApplyRetention(): Promise<RetentionDone> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '6 hours',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    retry: { initialInterval: '10s', maximumInterval: '1 hour' },
    summary: 'Remove what the settings keep no longer',
  }).apply_retention();
}

/** Local: the end of a run must not cost a turn of the task queue. */
export function callRecordRunEnd(state: RunState): Promise<void> {
  return proxyLocalActivities<SupportActivities>({
    startToCloseTimeout: '10s',
    retry: { initialInterval: '200ms', maximumInterval: '10s' },
  }).record_run_end(state);
}

export function callPlanDeliveries(event: NotificationEvent): Promise<number[]> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '5m' },
    summary: 'Who wants to hear of it',
  }).plan_deliveries(event);
}

/** A receiver that is away is tried again for a day. One send takes 10 s at most. */
export function callDeliver(id: number): Promise<void> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '15s',
    scheduleToCloseTimeout: '24h',
    retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1h' },
    summary: `Delivery ${id}`,
  }).deliver(id);
}

export function callGiveUp(id: number): Promise<void> {
  return proxyActivities<SupportActivities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '5m' },
    summary: `Delivery ${id} is given up`,
  }).give_up_delivery(id);
}
