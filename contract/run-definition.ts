// What a run was asked to do, frozen at its start: the input of the workflows. Validated by the API, plain data from there.
import type { InstanceAddress } from './instance.ts';
import type { JsonObject } from './json.ts';
import type { RunNotices } from './notification.ts';
import type { StepState } from './run-state.ts';
import type { AcceptedWarnings, Condition, Resource, UndoOn } from './step-options.ts';

/** What ends an attempt that does not end by itself, in seconds. Each may be extended while the step runs. */
export interface StepLimits {
  /** The whole: start-to-close. On the box it counts from the job's start, however often the job is adopted. */
  timeout_s: number;
  /** Without a byte of output; null for no such limit. */
  no_output_s: number | null;
  /** Without an answer of the box. */
  unreachable_limit_s: number;
}

/**
 * How a step is run: from its action's spec at the time of the start. Frozen with the rest, so that a run goes on as it began
 * when Bringup is upgraded in the middle, and workflows need no schema (docs/decisions/0011).
 */
export interface StepPolicy extends StepLimits {
  title: string;
  runner: 'script' | 'sync' | 'reboot' | 'human';
  /** `reboot` only: how long the box may take to go down and to come back, in seconds. */
  wait_s: number | null;
  /** Tries of the step after failures of the kind `retryable`. */
  retry: { attempts: number; delay_s: number };
  /** Usual duration in seconds, the weight in the run's percent. */
  usual_s: number;
  /** What nothing beside it may use; absent: everything, as in runs from before there were any. */
  resources?: Resource[];
  /** Whether it can be asked if what it did still holds. */
  probe?: boolean;
  /** Whether it can be undone. */
  undo?: boolean;
}

/** One step as validated. */
export interface StepDefinition {
  action: string;
  label: string;
  /** Parameters after the action's schema, defaults filled in, secrets left out. */
  parameters: JsonObject;
  /** The caller's own keys, handed back unchanged in the state; secrets left out. */
  given: JsonObject;
  /** Names of the secrets that this step needs and that exist, as `adapters/secrets` knows them. */
  secrets: SecretReference[];
  policy: StepPolicy;
  /** Runs only where this holds. */
  when?: Condition;
  /** Its failure does not end the run. */
  allow_failure?: boolean;
  /** May begin while the step before it is at work. */
  beside?: boolean;
  accept_warnings?: AcceptedWarnings;
  /** Why this run leaves it out, where somebody chose other steps. */
  left_out?: string;
}

/** Where a secret is kept. Only the reference travels through Temporal, never the value. */
export interface SecretReference {
  /** Environment variable under which the step's script finds it. */
  name: string;
  /** Name in the secret store. */
  ref: string;
}

export interface RunDefinition {
  workflow_id: string;
  /** As the caller sent it. */
  ssh_connection: string;
  instance: InstanceAddress;
  instance_id: string | null;
  /** `changed`: steps were changed before a run was continued or run again, and not kept in the template. */
  template: { id: string; name: string; version?: number; changed?: boolean } | null;
  /** Pause between two steps in seconds; 0 and fractions allowed. */
  step_delay: number;
  /** Nobody waits for an admission after this: a later one is refused, so that a start that was told as failed never happens. */
  start_by: string;
  /** Seconds between TERM and KILL, as set at the start. */
  kill_grace_s: number;
  /** Nothing of the run may stand in a text that Temporal stores in clear. */
  encrypted?: boolean;
  /** What is told while it runs; absent: nothing, as in runs from before notifications. */
  notices?: RunNotices;
  steps: StepDefinition[];
  /** A run that is continued: by index, the steps that were done in an earlier execution and are not run again. */
  carried?: (StepState | null)[];
  /** The execution that began what this one continues, and so wrote down what was there before; absent: this one. */
  origin?: string;
  /** Undo what was done when the run ends like this. */
  undo_on?: UndoOn;
  /** `undo`: nothing is run; what the carried steps did is undone, last one first. */
  mode?: 'undo';
}
