// What happens to a run and somebody may want to hear of. An event is plain data: workflows make it, too.
import type { FailureCode } from './failure.ts';
import type { RunOutcome, RunState } from './run-state.ts';

/** Every kind of event that a channel can choose, with what it means. */
export const eventKinds = {
  done: 'A run has ended and everything was done.',
  done_with_warnings: 'A run has ended; something has to be looked at.',
  failed: 'A run has failed.',
  cancelled: 'A run was cancelled.',
  undone: 'What a run had done was put back.',
  blocked: 'A run waits until somebody decides about a host key. Reminders follow.',
  waiting: 'A run waits for an approval, or is paused. Reminders follow.',
  unreachable: 'A box has been silent for a minute. The work on it goes on.',
  over_time: 'A step takes far longer than usual, or most of its limit is over.',
  recovered: 'A box answers again, or a blocked run goes on.',
} as const;

export type EventKind = keyof typeof eventKinds;
export const eventKindNames = Object.keys(eventKinds) as [EventKind, ...EventKind[]];

export const channelKinds = ['email', 'webhook', 'slack', 'discord', 'ntfy'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** `pending`: not yet, or to be tried again. `gave_up`: nobody tries it any more. */
export const deliveryStatuses = ['pending', 'sending', 'sent', 'gave_up'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export interface NotificationEvent {
  /** `<execution_id>/<kind>/<what distinguishes it>`: the same event always has the same id. */
  id: string;
  /** `test`: somebody has pressed the button. */
  kind: EventKind | 'test';
  at: string;
  workflow_id: string;
  execution_id: string;
  /** Key of the box. */
  box: string;
  instance_id: string | null;
  template: { id: string; name: string; version?: number } | null;
  /** When the run began. */
  started_at: string;
  step: EventStep | null;
  /** Why, in a sentence. */
  reason: string | null;
  /** What to do next. */
  hint: string | null;
  code: FailureCode | null;
  /** Of the step, secrets blanked. Empty: taken from the stored log. */
  log_tail: string[];
  warnings: string[];
  /** Since when the run waits or the box is silent. */
  since: string | null;
  /** 0 for the first message, then which reminder it is. */
  reminder: number;
}

interface EventStep {
  /** From 1. */
  number: number;
  total: number;
  action: string;
  label: string;
  attempt: number;
}

/** What a run is told about while it runs, frozen at its start. */
export interface RunNotices {
  /** Seconds after which a wait is told again. */
  reminders_s: number[];
}

type Change = Partial<Pick<NotificationEvent, 'reason' | 'since' | 'reminder' | 'hint' | 'code' | 'log_tail'>>;

const MOST_WARNINGS = 20;

/** Of an event of which no more is known than that it happened. */
export const NOTHING_TOLD = {
  reason: null,
  hint: null,
  code: null,
  log_tail: [] as string[],
  warnings: [] as string[],
  since: null,
  reminder: 0,
} as const satisfies Partial<NotificationEvent>;

/** An event of a run at one of its steps; `about` tells it from others of its kind. */
export function runEvent(
  state: RunState,
  { kind, about, step, at }: { kind: EventKind; about: string; step: number; at: string },
  change: Change = {},
): NotificationEvent {
  const { workflow_id, execution_id, instance, instance_id, template, start_time, steps } = state;
  const { action, label, attempt = 0 } = steps[step] ?? {};
  return {
    id: `${execution_id}/${kind}/${about}`,
    kind,
    at,
    workflow_id,
    execution_id,
    box: instance.key,
    instance_id,
    template,
    started_at: start_time,
    step:
      action === undefined || label === undefined
        ? null
        : { number: step + 1, total: steps.length, action, label, attempt },
    ...NOTHING_TOLD,
    ...change,
  };
}

/** The event of an end. */
export function endEvent(state: RunState): NotificationEvent {
  const outcome: RunOutcome = state.outcome ?? 'failed';
  const at = state.end_time ?? state.last_update;
  const { failure } = state;
  const event = runEvent(state, { kind: outcome, about: 'end', step: state.current_step, at });
  const warnings = state.steps.flatMap(({ label, warnings }) => warnings.map((warning) => `${label}: ${warning}`));
  return {
    ...event,
    step: outcome === 'failed' || outcome === 'cancelled' ? event.step : null,
    reason: failure?.message ?? state.error_message ?? null,
    hint: failure?.hint ?? null,
    code: failure?.code ?? null,
    log_tail: failure?.log_tail ?? [],
    warnings: warnings.slice(0, MOST_WARNINGS),
  };
}

/** Id of the workflow that tells an event. */
export const notificationWorkflowId = (eventId: string): string => `notify/${eventId}`;
