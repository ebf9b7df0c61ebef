// The tables as they are after all migrations. What is JSON is text here and parsed by the file that owns the table.
import type { Generated } from 'kysely';

export interface RunsTable {
  id: Generated<number>;
  workflow_id: string;
  execution_id: string | null;
  instance_key: string;
  definition: string;
  started_at: string;
  ended_at: string | null;
  cleared: Generated<number>;
  state: string | null;
  /** What a run is found by stands beside its definition and its state. */
  host: string | null;
  port: number | null;
  template_id: string | null;
  template_version: number | null;
  outcome: string | null;
  error_code: string | null;
  /** How many warnings its steps have left. */
  warnings: Generated<number>;
}

/** What steps are found by: written when a run begins and when it has ended. */
export interface RunStepsTable {
  /** Id of the row in `runs`. */
  run: number;
  step: number;
  action: string;
  label: string;
  /** Null: it has not ended, or its turn never came. */
  outcome: string | null;
  error_code: string | null;
  started_at: string | null;
  ended_at: string | null;
  attempts: number;
  /** The run's, so that a page of runs is read off an index of this table. */
  run_started_at: string;
}

export interface AttemptsTable {
  execution_id: string;
  step: number;
  attempt: number;
  phase: string;
  phase_info: string | null;
  progress: string | null;
  tasks: string;
  log_bytes: number;
  updated_at: string;
  purpose: Generated<string>;
  action: string | null;
  started_at: string | null;
  ended_at: string | null;
  outcome: string | null;
  failure: string | null;
  result: string | null;
  note: string | null;
  warnings: string | null;
  /** When and why the bytes of its log were removed. */
  log_removed: string | null;
}

/** Limits of an attempt that were extended while it ran. */
interface AttemptLimitsTable {
  execution_id: string;
  step: number;
  attempt: number;
  timeout_s: number;
  no_output_s: number | null;
  unreachable_limit_s: number;
}

interface OfferedHostKeysTable {
  id: Generated<number>;
  host: string;
  port: number;
  key_type: string;
  key: string;
  fingerprint: string;
  offered_at: string;
}

interface HostKeyDecisionsTable {
  id: Generated<number>;
  decided_at: string;
  decided_by: string;
  decision: string;
  host: string;
  port: number;
  fingerprint: string | null;
  known_before: string | null;
}

/** Where boxes with a number at Vast were found after they had moved. */
interface MovedBoxesTable {
  vast_id: string;
  host: string;
  port: number;
}

/** What a program or a person comes in with; only its hash is kept. */
interface TokensTable {
  id: string;
  name: string;
  scope: string;
  hash: string;
  created_at: string;
  created_by: string;
  expires_at: string | null;
  last_used_at: string | null;
}

/** A browser in which somebody has signed in with a token. */
interface SessionsTable {
  hash: string;
  token_id: string;
  created_at: string;
  expires_at: string;
}

/** Who changed what. */
interface AuditTable {
  id: Generated<number>;
  at: string;
  who: string;
  from: string;
  operation: string;
  target: string;
  status: number;
  before: string | null;
  after: string | null;
}

interface IdempotencyKeysTable {
  caller: string;
  key: string;
  /** Hash of the request. */
  request: string;
  /** Id of what it starts. */
  new_id: string;
  answer: string | null;
  created_at: string;
}

/** Every text that a template ever had. */
interface TemplateVersionsTable {
  template_id: string;
  version: number;
  source: 'shipped' | 'file' | 'saved' | 'deleted';
  yaml: string;
  hash: string;
  created_at: string;
  created_by: string;
  note: string | null;
}

/** Where notifications go. What is secret of a target is a sealed file. */
export interface NotificationChannelsTable {
  id: string;
  name: string;
  kind: string;
  target: string;
  events: string;
  templates: string | null;
  boxes: string | null;
  enabled: number;
  created_by: string;
  created_at: string;
  updated_at: string;
}

/** One event to one channel; sent again by hand it is another row. */
export interface NotificationDeliveriesTable {
  id: Generated<number>;
  event_id: string;
  channel_id: string;
  redelivery: number;
  kind: string;
  workflow_id: string;
  status: string;
  attempts: Generated<number>;
  answer_status: number | null;
  error: string | null;
  requested_by: string | null;
  message: string;
  created_at: string;
  updated_at: string;
  sent_at: string | null;
}

/** What starts by itself. */
export interface SchedulesTable {
  id: string;
  fields: string;
  start: string;
  definition: string;
  created_at: string;
  created_by: string;
  updated_at: string;
}

/** One template on several boxes. */
export interface GroupsTable {
  id: string;
  name: string;
  template: string | null;
  /** Label and action of each step. */
  steps: string;
  strategy: string;
  /** Counts from 1; each retry is another one. */
  round: number;
  round_started_at: string;
  /** Whether Temporal has taken the round. */
  begun: number;
  /** Why no more boxes were started in the last round. */
  stopped: string | null;
  created_at: string;
  created_by: string;
  ended_at: string | null;
}

/** A box of a group. What its run came to is written with the run's own row. */
export interface GroupMembersTable {
  group_id: string;
  n: number;
  name: string | null;
  ssh_connection: string;
  instance_key: string;
  workflow_id: string;
  state: string;
  outcome: string | null;
  execution_id: string | null;
  reason: string | null;
  /** What is to be started; null once it was. */
  definition: string | null;
}

export interface Tables {
  template_versions: TemplateVersionsTable;
  runs: RunsTable;
  run_steps: RunStepsTable;
  attempts: AttemptsTable;
  attempt_limits: AttemptLimitsTable;
  offered_host_keys: OfferedHostKeysTable;
  host_key_decisions: HostKeyDecisionsTable;
  moved_boxes: MovedBoxesTable;
  tokens: TokensTable;
  sessions: SessionsTable;
  audit: AuditTable;
  idempotency_keys: IdempotencyKeysTable;
  notification_channels: NotificationChannelsTable;
  notification_deliveries: NotificationDeliveriesTable;
  schedules: SchedulesTable;
  groups: GroupsTable;
  group_members: GroupMembersTable;
}
