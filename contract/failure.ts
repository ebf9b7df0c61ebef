// The one catalogue of failures. A code is the Temporal failure type, the `code` of an HTTP error and a heading in
// docs/errors.md. It stands nowhere else.
import { startFailures } from './start-failures.ts';

/** What kind of failure it is: it decides what the run does next. */
export const FailureKind = {
  /** A person would simply try again. */
  retryable: 'retryable',
  /** Trying again gives the same. */
  final: 'final',
  /** A decision is missing. */
  needs_human: 'needs_human',
  /** We could not look: the work on the box goes on. */
  unreachable: 'unreachable',
  /** Our own mistake. */
  defect: 'defect',
} as const;
export type FailureKind = (typeof FailureKind)[keyof typeof FailureKind];

interface FailureDefinition {
  readonly kind: FailureKind;
  /** HTTP status when the failure is the answer to a request. */
  readonly http: number;
  /** What to do next, for the person who reads it. */
  readonly hint: string;
}

/** Every failure Bringup knows, by its stable code. */
export const failures = {
  // Reaching the box
  ssh_unreachable: {
    kind: 'unreachable',
    http: 503,
    hint: 'Check that the box is running and that host and port are right, then start again.',
  },
  ssh_auth_refused: {
    kind: 'final',
    http: 422,
    hint: 'Add your public key to the box (on Vast.ai: account or instance SSH keys), or name another key in config.yaml under ssh.identity_file.',
  },
  ssh_key_encrypted: {
    kind: 'final',
    http: 422,
    hint: 'Load the key into an agent (ssh-add) and start Bringup with SSH_AUTH_SOCK set, or name a key without a passphrase.',
  },
  ssh_no_key: {
    kind: 'final',
    http: 422,
    hint: 'Make a key with ssh-keygen -t ed25519, add its public half to the box, or name a key in config.yaml under ssh.identity_file.',
  },
  host_key_unknown: {
    kind: 'needs_human',
    http: 409,
    hint: 'Compare the fingerprint with the one the box or its provider shows, then accept it or stop the run.',
  },
  host_key_changed: {
    kind: 'needs_human',
    http: 409,
    hint: 'If the box was recreated, compare the new fingerprint with the provider’s, replace the key (on the page, or POST /ssh/host-keys/resolve) and start again. If not, somebody may be in between: do not go on.',
  },
  host_key_not_shown: {
    kind: 'needs_human',
    http: 409,
    hint: 'Ask for the fingerprint first, compare it, then accept exactly that one.',
  },
  host_key_elsewhere: {
    kind: 'final',
    http: 422,
    hint: 'Bringup only reads that file. Run the command that the message gives, then try again.',
  },
  // A person
  approval_refused: {
    kind: 'final',
    http: 409,
    hint: 'Read why it was refused, change what has to be changed, and continue the run at this step.',
  },
  approval_expired: {
    kind: 'final',
    http: 409,
    hint: 'Nobody answered in time. Continue the run at this step to ask again.',
  },
  approval_not_asked: {
    kind: 'final',
    http: 409,
    hint: 'Look at the run: it waits for no approval, or somebody has answered already.',
  },
  approval_not_yours: {
    kind: 'final',
    http: 403,
    hint: 'The template names who may answer: one of them has to, with a token of that name.',
  },
  // The step on the box
  undo_failed: {
    kind: 'final',
    http: 422,
    hint: 'Read the log of the undo. What could not be put back is named there; it is safe to undo again.',
  },
  step_failed: { kind: 'final', http: 422, hint: 'Read the last lines of the step’s log.' },
  step_timed_out: {
    kind: 'retryable',
    http: 422,
    hint: 'Look at the log for what took so long. The remote processes have been ended.',
  },
  step_quiet: {
    kind: 'retryable',
    http: 422,
    hint: 'Look at the log for where it stopped. The remote processes have been ended; a longer no_output_s lets it wait.',
  },
  step_killed: {
    kind: 'retryable',
    http: 422,
    hint: 'Something on the box ended the command, often for lack of memory. Look at the log and at the box’s memory.',
  },
  step_lost: {
    kind: 'retryable',
    http: 422,
    hint: 'The command vanished without a result (reboot or kill -9). Nothing is assumed to be done.',
  },
  box_not_usable: {
    kind: 'final',
    http: 422,
    hint: 'The box lacks something that every step needs (a writable home, sh, coreutils). The message names it.',
  },
  box_locked: {
    kind: 'final',
    http: 409,
    hint: 'Wait until that run has ended, or stop it where it was started. A holder that died is noticed by itself.',
  },
  disk_full: { kind: 'final', http: 422, hint: 'Free space on the box or rent one with a larger disk.' },
  path_not_found: { kind: 'final', http: 422, hint: 'Check the path on the box, or give another one to the step.' },
  ui_home_mismatch: {
    kind: 'final',
    http: 422,
    hint: 'Something in the login files of the box sets UI_HOME to another value. The message names both.',
  },
  tool_missing: { kind: 'final', http: 422, hint: 'Install the named tool on the box and start again.' },
  download_failed: {
    kind: 'retryable',
    http: 422,
    hint: 'The box could not fetch a package or a file. Check that it reaches the internet (or its package mirror), then start again.',
  },
  download_refused: {
    kind: 'final',
    http: 422,
    hint: 'The server wants a login or a right that the secret does not give: check the secret, and whether its account has accepted the terms of that file.',
  },
  download_not_found: {
    kind: 'final',
    http: 422,
    hint: 'The file, repository or ref is not at its address: give the step another one.',
  },
  download_wrong: {
    kind: 'final',
    http: 422,
    hint: 'The address gave something else than the file that was asked for. What came is kept beside it; compare sha256 and size with those of the publisher.',
  },
  civitdl_broken: { kind: 'final', http: 422, hint: 'Run the set-up of civitdl again and read its log.' },
  api_key_rejected: { kind: 'final', http: 422, hint: 'Check the key and set it again.' },
  nodes_failed: { kind: 'final', http: 422, hint: 'The failed nodes and their reasons are listed under the step.' },
  dependencies_missing: {
    kind: 'final',
    http: 422,
    hint: 'The requirements that could not be met are listed under the step, with the node that asks for them.',
  },
  imports_failed: {
    kind: 'final',
    http: 422,
    hint: 'The nodes that cannot be imported are listed under the step; the log has the traceback of each. A template can name reasons that are only warnings (accept).',
  },
  not_ready: {
    kind: 'retryable',
    http: 422,
    hint: 'The message says what was seen. Look at the application’s own log on the box, and whether ready_url is its address there.',
  },
  name_clash: {
    kind: 'final',
    http: 422,
    hint: 'Both folders hold something of the named names. Nothing of it was touched: move or rename one of the two on the box.',
  },
  folder_occupied: {
    kind: 'final',
    http: 422,
    hint: 'What is in that folder was left alone. Move it away on the box, or give the step another folder.',
  },
  browser_agent_broken: {
    kind: 'final',
    http: 422,
    hint: 'It is installed and does not work: the rows say which part, the log what it said.',
  },
  sync_failed: { kind: 'retryable', http: 422, hint: 'What was copied is kept: a new try goes on from there.' },
  reboot_not_started: {
    kind: 'final',
    http: 422,
    hint: 'The box did not go down. Check the reboot command of the template, or reboot it at the provider.',
  },
  reboot_not_finished: {
    kind: 'final',
    http: 422,
    hint: 'The box went down and did not come back in time. Look at the provider’s page.',
  },
  provider_refused: { kind: 'final', http: 422, hint: 'Check VAST_API_KEY and the instance id.' },
  provider_unavailable: {
    kind: 'retryable',
    http: 503,
    hint: 'The provider’s API did not answer. Try again in a moment.',
  },
  secret_missing: {
    kind: 'final',
    http: 422,
    hint: 'Set the named secret in the environment or send it with the step.',
  },
  // Requests
  input_invalid: { kind: 'final', http: 400, hint: 'Correct the named field and send it again.' },
  unknown_action: { kind: 'final', http: 400, hint: 'Use one of the actions that the message lists.' },
  reboot_impossible: {
    kind: 'final',
    http: 400,
    hint: 'Give the step an instance_id (with VAST_API_KEY set) or a reboot command.',
  },
  run_active: { kind: 'final', http: 409, hint: 'Wait for the active run to end, or stop it first.' },
  run_not_found: { kind: 'final', http: 404, hint: 'Check the workflow_id.' },
  run_lost: {
    kind: 'final',
    http: 422,
    hint: 'Look on the box whether something of the run is still at work there, then continue it: what was done is carried over.',
  },
  run_ended: { kind: 'final', http: 409, hint: 'The run has ended; there is nothing to stop.' },
  limit_not_extendable: {
    kind: 'final',
    http: 409,
    hint: 'Only a limit that the step has can be extended, and only while the step runs.',
  },
  run_not_blocked: { kind: 'final', http: 409, hint: 'Only a blocked run can be resumed.' },
  template_not_found: { kind: 'final', http: 404, hint: 'GET /templates lists the templates.' },
  template_version_not_found: {
    kind: 'final',
    http: 404,
    hint: 'GET /api/v1/templates/<id>/versions lists the versions of a template.',
  },
  template_exists: {
    kind: 'final',
    http: 409,
    hint: 'Choose another id, or change the template that is there (PUT, with its ETag as If-Match).',
  },
  template_shipped: {
    kind: 'final',
    http: 409,
    hint: 'Save your own text under its id, or make a template with another id.',
  },
  template_changed: {
    kind: 'final',
    http: 412,
    hint: 'Read the template again, put your changes into what is there now, and save with the new ETag.',
  },
  if_match_missing: {
    kind: 'final',
    http: 428,
    hint: 'Send the ETag of the template that you have read as If-Match, so that nobody’s changes are lost.',
  },
  step_not_found: { kind: 'final', http: 404, hint: 'GET /templates/<id> lists the steps of a template.' },
  route_not_found: { kind: 'final', http: 404, hint: 'Check the path and the method.' },
  not_signed_in: {
    kind: 'final',
    http: 401,
    hint: 'Sign in on the page, or send a token as bearer token. `bringup token create` makes one on the server.',
  },
  not_allowed: {
    kind: 'final',
    http: 403,
    hint: 'Use a token with the scope that is named, or ask whoever gave you this one.',
  },
  method_not_allowed: { kind: 'final', http: 405, hint: 'The header Allow lists the methods of this path.' },
  rate_limited: { kind: 'retryable', http: 429, hint: 'Wait for as many seconds as the header Retry-After says.' },
  too_many_streams: {
    kind: 'retryable',
    http: 503,
    hint: 'Close event streams that nobody looks at, or try again in a moment.',
  },
  body_too_large: { kind: 'final', http: 413, hint: 'A body may hold 1 MB.' },
  ...startFailures,
  run_not_undoable: {
    kind: 'final',
    http: 409,
    hint: 'Which steps can be undone stands in docs/steps.md and in the dry run. What cannot be has to be put back by hand.',
  },
  run_not_continuable: { kind: 'final', http: 409, hint: 'Only a run that failed or was cancelled can be continued.' },
  run_not_paused: {
    kind: 'final',
    http: 409,
    hint: 'Only a run that is at work can be paused, and only a paused one goes on.',
  },
  retry_not_waiting: {
    kind: 'final',
    http: 409,
    hint: 'Look at the run: only a step that waits for its next try can be told to begin it at once.',
  },
  action_not_found: { kind: 'final', http: 404, hint: 'GET /api/v1/actions lists the actions.' },
  log_not_found: {
    kind: 'final',
    http: 404,
    hint: 'GET /api/v1/runs/{workflow_id}/attempts lists the attempts that have a log.',
  },
  log_removed: {
    kind: 'final',
    http: 410,
    hint: 'The bytes are gone; GET /api/v1/runs/{workflow_id}/attempts still tells how each attempt went. For later logs, change logs.keep_days or logs.keep_gb in config.yaml.',
  },
  attempt_not_found: {
    kind: 'final',
    http: 404,
    hint: 'GET /api/v1/runs/{workflow_id}/attempts lists the attempts of a run.',
  },
  instance_not_found: { kind: 'final', http: 404, hint: 'GET /api/v1/instances lists the boxes that had a run.' },
  host_key_not_found: { kind: 'final', http: 404, hint: 'GET /api/v1/host-keys lists the keys that are known.' },
  secret_not_found: { kind: 'final', http: 404, hint: 'GET /api/v1/secrets lists the names of the secrets.' },
  token_not_found: { kind: 'final', http: 404, hint: 'GET /api/v1/tokens lists the tokens.' },
  channel_not_found: {
    kind: 'final',
    http: 404,
    hint: 'GET /api/v1/notifications/channels lists the channels.',
  },
  channel_name_taken: { kind: 'final', http: 409, hint: 'Give the channel a name that no other one has.' },
  delivery_not_found: {
    kind: 'final',
    http: 404,
    hint: 'GET /api/v1/notifications/deliveries lists what was sent.',
  },
  target_not_allowed: {
    kind: 'final',
    http: 400,
    hint: 'If the target is meant to be there, name its host or network in config.yaml under notify.allow_private_targets.',
  },
  notification_failed: {
    kind: 'retryable',
    http: 502,
    hint: 'The receiver could not be reached or has trouble of its own. It is tried again for a day; the delivery log tells.',
  },
  notification_refused: {
    kind: 'final',
    http: 422,
    hint: 'The receiver does not want it like this. Correct the channel, press its test button, then deliver again.',
  },
  body_not_json: { kind: 'final', http: 400, hint: 'Send a JSON object with Content-Type: application/json.' },
  host_not_allowed: { kind: 'final', http: 403, hint: 'Open the dashboard under the address that bringup printed.' },
  temporal_unavailable: {
    kind: 'retryable',
    http: 503,
    hint: 'The Temporal server does not answer. Runs go on when it is back; try again in a moment.',
  },
  start_unknown: {
    kind: 'retryable',
    http: 504,
    hint: 'Ask for the state of this workflow_id before starting it again: it tells as soon as Temporal answers. With an Idempotency-Key the same request can be sent again.',
  },
  store_unavailable: {
    kind: 'retryable',
    http: 503,
    hint: 'Free space on the disk of Bringup’s data folder, end what holds its database, or see that its Postgres can be reached; then look at the run and try again.',
  },
  unexpected: { kind: 'defect', http: 500, hint: 'This is a mistake in Bringup. Please report it with the log.' },
} as const satisfies Record<string, FailureDefinition>;

export type FailureCode = keyof typeof failures;

export const failureCodes = Object.keys(failures) as [FailureCode, ...FailureCode[]];

/** Facts of a failure as fields; prose is made of them at the edge. */
export type FailureFacts = Record<string, string | number | boolean | null>;

/** What went wrong in a step, as it stands in the run's state. `message` says what happened and where, `hint` what to do next. */
export interface StepFailure {
  code: FailureCode;
  kind: FailureKind;
  message: string;
  hint: string;
  facts: FailureFacts;
  /** The last lines of the step's log, secrets blanked. */
  log_tail: string[];
}

export const isFailureCode = (code: string): code is FailureCode => Object.hasOwn(failures, code);

/** Builds a failure from its code; the kind and the hint come from the catalogue. */
export function stepFailure(
  code: FailureCode,
  message: string,
  facts: FailureFacts = {},
  logTail: string[] = [],
): StepFailure {
  const { kind, hint } = failures[code];
  return { code, kind, message, hint, facts, log_tail: logTail };
}
