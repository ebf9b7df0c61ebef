// RunState is one shape for workflow query, snapshot file, API, page and history. The seed's words stay exactly as they
// are (`status`); what is richer stands beside them (`phase`). Clients ignore fields that they do not know.
import type { StepFailure } from './failure.ts';
import type { Json } from './json.ts';

export const RunStatus = {
  running: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  blocked: 'blocked',
} as const;
export type RunStatus = (typeof RunStatus)[keyof typeof RunStatus];

export const RunPhase = {
  starting: 'starting',
  running: 'running',
  /** In the delay between two steps, or blocked until a person decides. */
  waiting: 'waiting',
  /** At the boundary between two steps, until somebody says go on. */
  paused: 'paused',
  cancelling: 'cancelling',
  /** What was done is being put back. */
  undoing: 'undoing',
  ended: 'ended',
} as const;
export type RunPhase = (typeof RunPhase)[keyof typeof RunPhase];

/** `undone`: an execution whose only purpose was to put back what an earlier one had done, and which has. */
export type RunOutcome = 'done' | 'done_with_warnings' | 'failed' | 'cancelled' | 'undone';

type StepStatus = 'pending' | 'in_progress' | 'completed' | 'failed' | 'blocked';

export const StepPhase = {
  pending: 'pending',
  running: 'running',
  retrying: 'retrying',
  unreachable: 'unreachable',
  waiting: 'waiting',
  done: 'done',
  warning: 'warning',
  failed: 'failed',
  cancelled: 'cancelled',
  /** Not run: its condition did not hold, or somebody left it out. */
  skipped: 'skipped',
  undoing: 'undoing',
  /** What it had done was put back. */
  undone: 'undone',
} as const;
export type StepPhase = (typeof StepPhase)[keyof typeof StepPhase];

/** Times and counts that belong to a phase. UTC ISO-8601 with milliseconds; absent where they do not apply. */
export interface PhaseInfo {
  /** Since when the phase holds. */
  since?: string;
  /** running: when its limit ends. retrying: when the next try starts. waiting: when it goes on. cancelling: when KILL follows TERM, where a box is involved that answers. */
  until?: string;
  /** unreachable: when the step gives up. */
  gives_up_at?: string;
  /** waiting, paused: for whom or what, in a word: `delay`, `host_key`, `box` (a reboot), `person`, `approval`, `probe`. */
  for?: string;
  /** Why, in a sentence. */
  reason?: string;
}

/** How far a step is; null where unknown, never invented. */
export interface StepProgress {
  done: number | null;
  total: number | null;
  /** What is counted: `nodes`, `bytes`, `files`, `checks`. */
  unit: string | null;
  /** What is worked on right now. */
  current: string | null;
  rate_per_s: number | null;
  eta_s: number | null;
}

export type TaskStatus = 'pending' | 'running' | 'success' | 'warning' | 'failed' | 'skipped';

/** One row below a step: a custom node, a file, a check. */
export interface Task {
  name: string;
  status: TaskStatus;
  note?: string;
  /** 0-100, only where it was measured. */
  percent?: number;
  /** Bytes a second, where something is being fetched. */
  rate_per_s?: number;
}

/** What was found when a continued run asked whether a carried step's work still stands. */
export interface Probed {
  at: string;
  /** Null where it could not be told. */
  holds: boolean | null;
  /** What has changed, or why it could not be told. */
  reason: string | null;
}

/** How a step's work was put back; its log is that of the attempt. */
export interface StepUndone {
  /** Number of the undo among the step's attempts. */
  attempt: number;
  started_at: string;
  ended_at: string | null;
  /** Null while it is at work. */
  outcome: 'done' | 'warning' | 'failed' | 'nothing_to_undo' | null;
  note: string | null;
  warnings: string[];
  failure: StepFailure | null;
}

/** Time that a step has waited for a person's word about a host key. */
export interface StepWait {
  for: 'host_key';
  from: string;
  to: string;
}

/** One step of a run. The caller's own keys stand beside these, unchanged, secrets left out. */
export interface StepState {
  action: string;
  label: string;
  status: StepStatus;
  phase: StepPhase;
  phase_info: PhaseInfo | null;
  /** Which try this is, from 1; 0 before the first. */
  attempt: number;
  max_attempts: number;
  progress: StepProgress | null;
  tasks: Task[];
  completion_note: string | null;
  /** The step's value, e.g. the path of `get_ui_home`. */
  result: Json;
  warnings: string[];
  /** The failure in one line, as in the seed's line of systems. */
  error?: string;
  failure: StepFailure | null;
  started_at: string | null;
  ended_at: string | null;
  /** Start-to-close limit of one attempt in seconds, as extended. */
  timeout_s: number;
  /** Limit of one attempt without output in seconds, as extended; null where there is none. */
  no_output_s: number | null;
  /** How long the box may be silent in seconds, as extended. */
  unreachable_limit_s: number;
  /** Usual duration in seconds, the step's weight in the percent. */
  usual_s: number;
  /** Bytes of the current attempt's log that are stored here. */
  log_bytes: number;
  /** Execution in which the step ran, where this run was continued and only carries it over. */
  carried_from?: string;
  /** Warnings that the template calls acceptable: told, but no reason to look. */
  accepted_warnings?: string[];
  /** Its failure does not end the run. */
  allow_failure?: boolean;
  probed?: Probed;
  /** Waits that are over; none of them is in the step's own time. */
  waited?: StepWait[];
  undo?: StepUndone;
  [given: string]: unknown;
}

/** Why a run is blocked; only ever an unknown host key. */
export interface BlockInfo {
  block_reason: 'host_verification_needed';
  host: string;
  /** A string, as clients of the seed's line expect. */
  port: string;
  /** Lines as `ssh-keygen -lf` prints them. */
  fingerprints: string[];
}

export interface RunState {
  workflow_id: string;
  /** Temporal's run id of this execution: the same workflow_id may be started again after it has ended. */
  execution_id: string;
  status: RunStatus;
  phase: RunPhase;
  phase_info: PhaseInfo | null;
  outcome: RunOutcome | null;
  /** 0-based. */
  current_step: number;
  steps: StepState[];
  start_time: string;
  last_update: string;
  end_time: string | null;
  ssh_connection: string;
  instance: { key: string; host: string; port: number; user: string; practice: boolean };
  instance_id: string | null;
  /** `changed`: steps were changed before a run was continued or run again, and not kept in the template. */
  template: { id: string; name: string; version?: number; changed?: boolean } | null;
  step_delay: number;
  /** Monotone, weighted by each step's usual duration; 100 only when the run has completed. */
  progress_percent: number;
  error_message?: string;
  failure: StepFailure | null;
  block_info?: BlockInfo;
  /** Somebody asked for a pause: the run stops at the next boundary between two steps. */
  pause_requested?: boolean;
  /** Why what was done is being put back, or was. */
  undo_reason?: 'failure' | 'cancel' | 'request';
  /** True when Temporal or the worker could not be asked; the state is as of `stale_since`. Set by the API. */
  stale: boolean;
  stale_since: string | null;
  /** This run's page in the Temporal Web UI. Set by the API; null where there is none. */
  temporal_url: string | null;
}

/** The answer of GET /workflow/state/summary. */
export interface RunSummary {
  active: boolean;
  workflow_id: string;
  status: RunStatus;
  current_step: number;
  total_steps: number;
  start_time: string;
  last_update: string;
  progress_percent: number;
  /** A run that has not ended, also while it is blocked. */
  is_running: boolean;
}

export const isEnded = (state: Pick<RunState, 'phase'>): boolean => state.phase === 'ended';

/** The summary of a run, as clients of the seed's line read it. */
export function summarize(state: RunState): RunSummary {
  const { workflow_id, status, current_step, steps, start_time, last_update, progress_percent } = state;
  return {
    active: status === 'running',
    workflow_id,
    status,
    current_step,
    total_steps: steps.length,
    start_time,
    last_update,
    progress_percent,
    is_running: !isEnded(state),
  };
}

type Fallible = Pick<StepState, 'phase' | 'allow_failure'>;

/** Whether a step has failed and its template lets the run go on. */
export const isAllowedFailure = ({ phase, allow_failure }: Fallible): boolean =>
  phase === 'failed' && allow_failure === true;

/** Whether a step has failed and with it the run. */
export const isFatalFailure = (step: Fallible): boolean => step.phase === 'failed' && !isAllowedFailure(step);

/** How many warnings a person has to look at: those of steps, their warned rows, and failures that were allowed. */
export const countWarnings = (steps: readonly (Fallible & Pick<StepState, 'warnings'>)[]): number =>
  steps.reduce((sum, step) => {
    const { phase, warnings } = step;
    return (
      sum + Number(isAllowedFailure(step)) + (phase === 'warning' ? Math.max(1, warnings.length) : warnings.length)
    );
  }, 0);
