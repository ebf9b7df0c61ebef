// What a step is. One file per action exports a spec, steps/index.ts lists it; registration, validation, timeouts and the
// page follow from that. Specs are pure: workflows import them too.
import type { z } from 'zod';
import type { FailureCode } from '../contract/failure.ts';
import type { Json, JsonObject } from '../contract/json.ts';
import type { Resource } from '../contract/step-options.ts';

/**
 * What runs on the box: a file beside the spec, in POSIX sh or Python, plus its parameters as environment. Parameters are data;
 * nothing is ever spliced into the text.
 */
export interface Script {
  /** File name below steps/: sh, run after progress.sh, which gives it the functions to report with; or Python, which takes
   * them, and what else it shares, from steps/box/ (`from box import report`). */
  file: string;
  /** Environment of the script; secrets are added by the activity, never here. */
  env: Record<string, string>;
}

/** Who does the work. `script`: a remote job. `sync`: files from the box to here. `reboot`: a request, then a proof. `human`: a wait for a person. */
export type Runner = 'script' | 'sync' | 'reboot' | 'human';

export interface StepSpec<Parameters = JsonObject> {
  /** The action's name: in the API, as Temporal activity type, in the docs. */
  action: string;
  title: string;
  /** One sentence for the page and the docs. */
  description: string;
  parameters: z.ZodType<Parameters>;
  /** The caller's own keys as the run keeps and shows them, where those that were sent are too much to carry around. */
  kept?: (given: JsonObject, parameters: Parameters) => JsonObject;
  runner: Runner;
  /** Start-to-close limit of one attempt, in seconds. */
  timeout_s: number;
  /** Limit without a byte of output, in seconds; default is none. */
  no_output_s?: number;
  /** `reboot` only: how long the box may take to go down and to come back, in seconds. */
  wait_s?: number;
  /** Tries of the step after failures of the kind `retryable`. */
  retry: { attempts: number; delay_s: number };
  /** How long the box may be silent, in seconds; default is the setting `limits.unreachable_s`. */
  unreachable_limit_s?: number;
  /** Usual duration in seconds, the weight in the run's percent. */
  usual_s: number;
  /** Names of secrets, as environment variables of the script. */
  secrets?: readonly SecretNeed[];
  /** Takes secrets of its author's choice: its parameter `secrets` says which ones the script gets under which names. */
  takesSecrets?: boolean;
  script?: (parameters: Parameters) => Script;
  /** What nothing else may use meanwhile, where the step may run beside others; default: everything. */
  resources?: readonly Resource[];
  /**
   * Is what the step did still so? A cheap script (seconds at most) that changes nothing: exit 0 means yes, PROBE_NO means no, with
   * the reason as its `fail` report; anything else is no proof, so the step is done again. `result` is what the step gave back.
   */
  probe?: (parameters: Parameters, result: Json) => Script;
  /** It only looks: there is nothing on the box to undo. */
  changesNothing?: true;
  /** Puts back what was there before the step. */
  undo?: StepUndo<Parameters>;
  /** Exit codes of the script that mean a failure of their own; any other code but 0 is `step_failed`. */
  failures?: Readonly<Record<number, FailureCode>>;
}

/** Exit code of a probe that found something changed. */
export const PROBE_NO = 40;
/** Exit code of an undo that has nothing to go by: the step never got as far as changing something. */
export const NOTHING_TO_UNDO = 41;

/**
 * The way back. Before the step changes a thing it writes what was there to a journal, the file named by UNDO_FILE in its environment
 * (steps/box/way_back.py, `remember` of progress.sh). Of two lines about one thing the first counts: a second try must not take the
 * first one's changes for what was there before. `script` is given the same UNDO_FILE. Idempotent: it may be run again after a crash.
 */
interface StepUndo<Parameters = JsonObject> {
  /** What is put back, in a sentence for the person who decides; and what is not. */
  description: string;
  /** `result` is what the step gave back; null where it failed before it could say. */
  script: (parameters: Parameters, result: Json) => Script;
}

/** A secret that a step takes: as a field of the step (its value, or the name of a kept secret), from the environment
 * of Bringup, from the secret of the usual name, or not at all. */
export interface SecretNeed {
  /** Environment variable of the script and of Bringup itself, e.g. CIVITDL_API_KEY. */
  name: string;
  /** Field of a façade step that carries it, e.g. api_key. */
  field: string;
  required: boolean;
  /** The secret that is taken where neither the step nor the environment has one. */
  named: string;
}

/** Lets a spec infer the type of its parameters. */
export const defineStep = <Parameters>(spec: StepSpec<Parameters>): StepSpec<Parameters> => spec;
