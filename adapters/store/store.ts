// What is kept: runs, attempts with their live rows, logs, host keys that were shown. Workers and API share one database.
import type { AttemptId } from '../../contract/activities.ts';
import type { RunDefinition, StepLimits } from '../../contract/run-definition.ts';
import type { RunFilter } from '../../contract/run-list.ts';
import type { RunState } from '../../contract/run-state.ts';
import type { TemplateSource } from '../../contract/template.ts';
import type { ChannelTarget } from '../../contract/notification-channel.ts';
import type { ChannelKind, DeliveryStatus, EventKind, NotificationEvent } from '../../contract/notification.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { ScheduleFields } from '../../contract/schedule.ts';
import type { SessionRow, TokenRow } from './access-rows.ts';
import type { AttemptEnd, AttemptFacts, AttemptRow } from './attempt-row.ts';
import type { GroupStore } from './group-rows.ts';
import type { PageEnd } from './list-runs.ts';
import type { RetentionStore } from './retention-rows.ts';

export type { GroupMemberRow, GroupRow, MemberReason, NewMember } from './group-rows.ts';
export type { TokenRow } from './access-rows.ts';
export type {
  AttemptEnd,
  AttemptFacts,
  AttemptOutcome,
  AttemptPurpose,
  AttemptRow,
  LogRemoval,
} from './attempt-row.ts';

/** A run as the store knows it. `state` is set once it has ended; before that the workflow is asked. */
export interface RunRow {
  /** The row's own id, as `begin` gave it. */
  id: number;
  workflow_id: string;
  /** Null between the row and Temporal's answer to its start. */
  execution_id: string | null;
  instance_key: string;
  definition: RunDefinition;
  started_at: string;
  ended_at: string | null;
  /** Hidden from the view without id by POST /workflow/clear. */
  cleared: boolean;
  state: RunState | null;
}

/** A box with its newest run. */
export interface InstanceRow {
  run: RunRow;
  /** How many runs it had. */
  runs: number;
}

/** One time that a step was done. */
export interface DoneStep {
  action: string;
  label: string;
  started_at: string;
  ended_at: string;
}

/** A host key that was shown to somebody and may be accepted. */
export interface OfferedHostKey {
  host: string;
  port: number;
  /** e.g. ssh-ed25519 */
  key_type: string;
  /** base64 of the public key blob. */
  key: string;
  /** SHA256:… */
  fingerprint: string;
  offered_at: string;
}

/** What a person decided about a host key. */
export interface HostKeyDecision {
  decided_at: string;
  /** Who asked, as far as it is known: address and program. */
  decided_by: string;
  decision: 'accepted' | 'replaced' | 'removed';
  host: string;
  port: number;
  /** The key that is trusted from now on; null where one was removed. */
  fingerprint: string | null;
  /** What was trusted until then. */
  known_before: string | null;
}

/** A request that starts something and was given an Idempotency-Key. */
export interface IdempotentRequest {
  caller: string;
  key: string;
  /** Hash of what was asked for. */
  request: string;
  /** Id of what it starts, if the caller gave none. */
  new_id: string;
  /** JSON; null as long as there is none. */
  answer: string | null;
  created_at: string;
}

/** Who changed what. Status 0: at work, or never answered because the process died. */
export interface AuditRow {
  id: number;
  at: string;
  who: string;
  /** Network address. */
  from: string;
  /** operationId of the API's document. */
  operation: string;
  /** What stood in the path, and the run or box that the body named. */
  target: Record<string, string>;
  status: number;
  /** JSON. */
  before: unknown;
  after: unknown;
}

/** A text that a template had or has; `deleted` (with no text) from when there was none. */
export interface TemplateVersionRow {
  template_id: string;
  /** Counted from 1 for each template. */
  version: number;
  source: TemplateSource | 'deleted';
  yaml: string;
  /** Of the text. */
  hash: string;
  created_at: string;
  created_by: string;
  note: string | null;
}
export type TemplateVersionHead = Omit<TemplateVersionRow, 'yaml'>;

/** Where notifications go; what is secret of it is kept apart (adapters/secrets). */
export interface ChannelRow {
  id: string;
  name: string;
  kind: ChannelKind;
  /** By kind, without what is secret. */
  target: ChannelTarget;
  events: EventKind[];
  /** Only runs of these templates; null: of all, and of none. */
  templates: string[] | null;
  /** Only these boxes, by key; null: all. */
  boxes: string[] | null;
  enabled: boolean;
  created_by: string;
  created_at: string;
  updated_at: string;
}

/** What is told, before a channel gives it its form. */
export interface NotificationMessage {
  event: NotificationEvent;
  title: string;
  /** Lines of plain text below the title. */
  lines: string[];
  /** Where the run can be seen. */
  link: string;
  /** What the box costs, in dollars; null where nobody has said it. */
  cost: { per_hour: number; so_far: number } | null;
}

/** One event to one channel. */
export interface DeliveryRow {
  id: number;
  event_id: string;
  channel_id: string;
  /** 0, or which time it was sent again by hand. */
  redelivery: number;
  kind: string;
  workflow_id: string;
  status: DeliveryStatus;
  attempts: number;
  /** HTTP or SMTP status of the last answer. */
  answer_status: number | null;
  error: string | null;
  /** Who had it sent by hand. */
  requested_by: string | null;
  message: NotificationMessage;
  created_at: string;
  updated_at: string;
  sent_at: string | null;
}

type NewDelivery = Pick<
  DeliveryRow,
  'event_id' | 'channel_id' | 'kind' | 'workflow_id' | 'requested_by' | 'message' | 'created_at'
>;

interface DeliveryFilter {
  channel_id?: string | undefined;
  workflow_id?: string | undefined;
  event_id?: string | undefined;
  kind?: string | undefined;
  status?: DeliveryStatus | undefined;
}

/** A schedule: what it starts, checked and frozen when it was made or last changed. */
export interface ScheduleRow {
  id: string;
  fields: ScheduleFields;
  /** As it was sent, secrets left out. */
  start: JsonObject;
  definition: RunDefinition;
  created_at: string;
  created_by: string;
  updated_at: string;
}

interface AuditFilter {
  who?: string | undefined;
  operation?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

export interface Store {
  runs: {
    /** A row for a run that is about to be started. The same workflow_id again replaces the ended one as the id's newest. Returns the row's id. */
    begin(definition: RunDefinition, startedAt: string): Promise<number>;
    started(row: number, executionId: string): Promise<void>;
    /** Removes a row whose start was refused. */
    forget(row: number): Promise<void>;
    /**
     * Idempotent: the first state that ended a run stays. Creates the row if it is missing, and writes what is not yet known of its
     * attempts' ends.
     */
    ended(state: RunState): Promise<void>;
    /** Newest run with this id. */
    byWorkflowId(workflowId: string): Promise<RunRow | null>;
    byExecution(executionId: string): Promise<RunRow | null>;
    /** Most recently started run that was not cleared. */
    latest(): Promise<RunRow | null>;
    /** Most recently started run with a step of this action, on one box where its key is given. */
    latestWith(action: string, instanceKey?: string): Promise<RunRow | null>;
    /** A page of runs, newest first; `more` is where the next one begins, null where there is none. */
    list(filter: RunFilter, limit: number, after: PageEnd | null): Promise<{ rows: RunRow[]; more: PageEnd | null }>;
    /** Boxes that had a run, the one with the newest run first; with a key, that one. `more` is where the next page begins. */
    instances(limit: number, after: number | null, key?: string): Promise<{ rows: InstanceRow[]; more: number | null }>;
    /** Steps that were done in the newest runs of a template, newest run first. */
    doneSteps(template: string): Promise<DoneStep[]>;
    /** Runs that have ended at this time or later, in that order, a thousand at most. */
    endedSince(time: string): Promise<RunRow[]>;
    /** Runs that have not ended, oldest first. */
    active(): Promise<RunRow[]>;
    /** Hides a run from `latest`. */
    clear(run: Pick<RunRow, 'workflow_id' | 'started_at'>): Promise<void>;
  };
  attempts: {
    /** An attempt begins, or is adopted: then it keeps when it first began, and its end is open again. */
    begin(id: AttemptId, what: Pick<AttemptFacts, 'purpose' | 'started_at'> & { action: string }): Promise<void>;
    /** Writes its live row. */
    write(row: AttemptRow): Promise<void>;
    end(id: AttemptId, end: AttemptEnd): Promise<void>;
    /** Newest attempt of each step of an execution, those that ask or undo left out. */
    ofExecution(executionId: string): Promise<AttemptRow[]>;
    /** All attempts of all steps of an execution, in order. */
    allOfExecution(executionId: string): Promise<AttemptFacts[]>;
    find(id: AttemptId): Promise<AttemptFacts | null>;
  };
  retention: RetentionStore;
  /** Limits of attempts that were extended while they ran. */
  limits: {
    find(id: AttemptId): Promise<StepLimits | null>;
    set(id: AttemptId, limits: StepLimits): Promise<void>;
  };
  /** Where boxes with a number at Vast were found after they had moved. */
  movedBoxes: {
    find(vastId: string): Promise<{ host: string; port: number } | null>;
    moved(vastId: string, place: { host: string; port: number }): Promise<void>;
  };
  hostKeys: {
    offered(key: OfferedHostKey): Promise<void>;
    /** Newest offer for host and port; with a fingerprint, that one. */
    lastOffered(host: string, port: number, fingerprint?: string): Promise<OfferedHostKey | null>;
    /** Remembers for ever who decided what. */
    decided(decision: HostKeyDecision): Promise<void>;
    /** Every host and port that had a run or showed a key. */
    hosts(): Promise<{ host: string; port: number }[]>;
    /** All decisions about a host, newest first. */
    decisions(host: string, port: number): Promise<HostKeyDecision[]>;
  };
  /** What programs and people come in with. */
  tokens: {
    add(token: TokenRow, hash: string): Promise<void>;
    /** Oldest first. */
    list(): Promise<TokenRow[]>;
    find(id: string): Promise<TokenRow | null>;
    byHash(hash: string): Promise<TokenRow | null>;
    used(id: string, at: string): Promise<void>;
    /** With its sessions; false when there was none. */
    remove(id: string): Promise<boolean>;
  };
  sessions: {
    add(session: SessionRow): Promise<void>;
    byHash(hash: string): Promise<SessionRow | null>;
    remove(hash: string): Promise<void>;
    forgetBefore(time: string): Promise<void>;
  };
  audit: {
    /** Writes down that something is about to be done; gives the row's id. */
    begin(row: Pick<AuditRow, 'at' | 'who' | 'from' | 'operation' | 'target'>): Promise<number>;
    end(id: number, end: Pick<AuditRow, 'status' | 'before' | 'after'>): Promise<void>;
    /** Newest first; `more` is where the next page begins, null where there is none. */
    list(filter: AuditFilter, limit: number, after: number | null): Promise<{ rows: AuditRow[]; more: number | null }>;
  };
  /** Where notifications go. */
  channels: {
    /** By name. */
    list(): Promise<ChannelRow[]>;
    find(id: string): Promise<ChannelRow | null>;
    /** False when there is one of that name. */
    add(channel: ChannelRow): Promise<boolean>;
    /** False when another one has that name. */
    replace(channel: ChannelRow): Promise<boolean>;
    remove(id: string): Promise<boolean>;
  };
  /** What was sent where. */
  deliveries: {
    /** Idempotent: what is planned already stays as it is. */
    plan(rows: NewDelivery[]): Promise<void>;
    /** One more delivery of an event, by hand; gives its id. */
    planAgain(row: NewDelivery): Promise<number>;
    ofEvent(eventId: string): Promise<DeliveryRow[]>;
    find(id: number): Promise<DeliveryRow | null>;
    /** Before it is sent; false when it is sent or given up. */
    claim(id: number, at: string): Promise<boolean>;
    sent(id: number, end: { at: string; answer_status: number | null }): Promise<void>;
    failed(id: number, end: { at: string; answer_status: number | null; error: string; final: boolean }): Promise<void>;
    /** Newest first; `more` is where the next page begins, null where there is none. */
    list(
      filter: DeliveryFilter,
      limit: number,
      after: number | null,
    ): Promise<{ rows: DeliveryRow[]; more: number | null }>;
  };
  schedules: {
    /** Adds it, or changes the one with this id. */
    put(row: ScheduleRow): Promise<void>;
    find(id: string): Promise<ScheduleRow | null>;
    /** Oldest first. */
    list(): Promise<ScheduleRow[]>;
    /** False when there was none. */
    remove(id: string): Promise<boolean>;
  };
  groups: GroupStore;
  /** Requests that start something, by the key that their caller gave them. */
  idempotencyKeys: {
    /** Null when the request is new and was written down now; else what is known of it, its answer null while it is at work. */
    begin(request: Omit<IdempotentRequest, 'answer'>): Promise<IdempotentRequest | null>;
    answered(caller: string, key: string, answer: string): Promise<void>;
    forget(caller: string, key: string): Promise<void>;
    forgetBefore(time: string): Promise<void>;
  };
  templateVersions: {
    /** Without texts, by id, newest first; of all templates, or of one. */
    heads(id?: string): Promise<TemplateVersionHead[]>;
    find(id: string, version: number): Promise<TemplateVersionRow | null>;
    /**
     * Adds the next version and gives its number. Null, and nothing added, where `expected` is not the newest one's (0: there is
     * none); with `unless_same`, the newest of the same source where that has the same text.
     */
    add(row: Omit<TemplateVersionRow, 'version'>, expected: number | 'unless_same'): Promise<number | null>;
  };
  logs: {
    /** File of an attempt's log: logs/<execution_id>/<NN>-<action>-<attempt>.log, NN from 01. */
    file(id: AttemptId, action: string): string;
    /** Bytes stored so far. */
    size(file: string): Promise<number>;
    /**
     * Writes bytes at an offset and remembers when new ones came; the same bytes again change nothing. Leaves a gap never: an
     * offset past the end throws.
     */
    writeAt(file: string, offset: number, bytes: Uint8Array): Promise<void>;
    /** Last lines, at most 64 KiB looked at. */
    tail(file: string, lines: number): Promise<string[]>;
  };
  /** Changes whenever another connection or this one has written. Cheap enough to ask ten times a second. */
  version(): number;
  close(): Promise<void>;
}
