// What workflows may ask of the outside world. It lives here and not in activities/, so that no type of Node or ssh2 reaches
// workflow code (docs/decisions/0003).
import type { GroupMember, GroupStop } from './group.ts';
import type { InstanceAddress, BootMark } from './instance.ts';
import type { Json, JsonObject } from './json.ts';
import type { NotificationEvent } from './notification.ts';
import type { RunDefinition, SecretReference, StepLimits } from './run-definition.ts';
import type { RunState, StepProgress, Task } from './run-state.ts';

/** Which attempt of which step of which execution: the identity of a remote job and of a stored log. */
export interface AttemptId {
  workflow_id: string;
  execution_id: string;
  /** 0-based. */
  step: number;
  /** From 1; counts tries of the step, not of the activity. */
  attempt: number;
}

/** Input of a step's activity. The limits are those at its call; the store knows of longer ones. */
export interface StepInput extends StepLimits {
  id: AttemptId;
  action: string;
  instance: InstanceAddress;
  instance_id: string | null;
  parameters: JsonObject;
  secrets: SecretReference[];
  /** Seconds between TERM and KILL. */
  kill_grace_s: number;
  /** How long the box stays this run's without a sign of life between two jobs, in seconds. */
  lease_s: number;
  /** Name of the file on the box that keeps what was there before, for an undo; absent where the step has none. */
  undo_id?: string;
}

/** Input of `probe_step` and `undo_step`: the step as it was run, and what it gave back. */
export interface LookBackInput extends StepInput {
  result: Json;
}

/** Whether what a step did still stands; `holds` is null where that could not be told. */
export interface ProbeAnswer {
  holds: boolean | null;
  reason: string | null;
}

/** Input of `cancel_step`. */
export interface CancelInput extends StepInput {
  /** Since when the attempt is to be ended; the limit for a silent box counts from here. */
  asked_at: string;
}

/** Input of `release_box`. */
export interface ReleaseInput {
  instance: InstanceAddress;
  instance_id: string | null;
  execution_id: string;
}

/** What a step that succeeded gives back. Log bytes never come this way. */
export interface StepOutcome {
  result: Json;
  note: string | null;
  warnings: string[];
  tasks: Task[];
  progress: StepProgress | null;
  log_bytes: number;
}

/** What a step that failed had come to by then: which nodes, packages, files. */
export type StepRemains = Pick<StepOutcome, 'result' | 'note' | 'warnings'>;

/** The reboot's request and what the wait compares with. */
export interface RebootRequested extends StepOutcome {
  before: BootMark;
  requested_at: string;
}

/** Proof that nothing of an attempt is left on the box. */
export interface CancelProof {
  /** `never_started` also means that it can never start any more. */
  found: 'never_started' | 'already_ended' | 'ended_now';
  /** True when TERM was not enough. */
  forced: boolean;
}

/** Input of the workflow `scheduledRun`: what a schedule starts when it is time. */
export interface ScheduledStart {
  schedule_id: string;
  definition: RunDefinition;
  /** Wait for a box that another run holds, or leave this time out. */
  waits_for_box: boolean;
}

/** What became of a scheduled start. `busy`: another run holds the box. */
export type ScheduledStarted = { kind: 'started'; execution_id: string } | { kind: 'busy'; by: string | null };

/** Which box of which round over a group. */
export interface GroupMemberInput extends GroupMember {
  group_id: string;
  round: number;
}

/** What became of the start of a group's box. `refused`: written down with its reason. */
export type GroupMemberStarted = { kind: 'started'; execution_id: string } | { kind: 'refused' };

/** The end of a round over a group: what was not started stays so, and why. */
export interface GroupRoundEnd {
  group_id: string;
  round: number;
  stop: GroupStop | null;
}

/** What was removed: runs with all their facts, groups and deliveries of such runs, entries of the audit log, and logs of runs that are kept. */
export interface RetentionDone {
  runs: number;
  groups: number;
  deliveries: number;
  audit: number;
  logs: number;
  bytes: number;
}

/** Activities that are not a step of their own; a step's activity has the name of its action. */
export interface SupportActivities {
  /** Ends everything of an attempt, on the box and in the worker, and proves it. Idempotent. */
  cancel_step(input: CancelInput): Promise<CancelProof>;
  /** Gives a running attempt the limits of the input: at once where it can be reached, else when it is adopted again. */
  limit_step(input: StepInput): Promise<void>;
  /** Gives the box back and clears old jobs away. Tries once: whoever comes next frees the lock of a run that has ended. */
  release_box(input: ReleaseInput): Promise<void>;
  /** Waits until the box went away and came back; proves it by the boot mark. */
  await_reboot(input: StepInput, requested: RebootRequested): Promise<StepOutcome>;
  /** Asks the box whether what a step did is still so. Changes nothing. */
  probe_step(input: LookBackInput): Promise<ProbeAnswer>;
  /** Puts back what a step has changed. Null: it had changed nothing. */
  undo_step(input: LookBackInput): Promise<StepOutcome | null>;
  /** Writes down which channels an event goes to; gives the ids of the deliveries. Idempotent. */
  plan_deliveries(event: NotificationEvent): Promise<number[]>;
  /** Sends one delivery, if it is not sent. */
  deliver(id: number): Promise<void>;
  /** Says that a delivery is not tried any more. Idempotent. */
  give_up_delivery(id: number): Promise<void>;
  /** Starts a schedule's run as the API would, once, however often it is called. */
  start_scheduled_run(definition: RunDefinition): Promise<ScheduledStarted>;
  /** Waits until a run has ended; gives its outcome in a word. */
  await_run_end(run: { workflow_id: string; execution_id: string }): Promise<string>;
  /** Starts the run of a group's box, or goes on with it, once, however often it is called. */
  start_group_member(input: GroupMemberInput): Promise<GroupMemberStarted>;
  /** Waits until a run has ended and its end is written down; gives its outcome in a word. */
  await_member_end(run: { workflow_id: string; execution_id: string }): Promise<string>;
  /** Writes down that a round has ended, and frees what boxes that were not started held. Idempotent. */
  end_group_round(end: GroupRoundEnd): Promise<void>;
  /** Writes a run's final state to the store and frees what the run held (its secrets), and has its end told. Idempotent. */
  record_run_end(state: RunState): Promise<void>;
  /** Removes what the settings keep no longer. */
  apply_retention(): Promise<RetentionDone>;
}

export type StepActivity = (input: StepInput) => Promise<StepOutcome>;

/** Every activity the worker registers: one per action, by the action's name, and the support ones. */
export interface Activities {
  steps: Record<string, StepActivity>;
  support: SupportActivities;
}
