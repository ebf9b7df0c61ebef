// What a person most likely does next about a failure: two things, the likelier first.
import type { FailureCode } from '../../../contract/failure.ts';
import type { LikelyAction } from '../../../contract/likely-cause.ts';

/** Where no rule knows the cause, the code has to do. Others: mend it on the box and continue, or look at the log first. */
const BY_CODE: Partial<Record<FailureCode, LikelyAction[]>> = {
  step_timed_out: ['more_time', 'open_log'],
  step_quiet: ['more_time', 'open_log'],
  not_ready: ['more_time', 'open_log'],
  reboot_not_finished: ['continue', 'more_time'],
  host_key_changed: ['replace_host_key', 'open_log'],
  secret_missing: ['set_secret', 'continue'],
  api_key_rejected: ['set_secret', 'continue'],
  download_refused: ['set_secret', 'continue'],
  provider_refused: ['set_secret', 'continue'],
  path_not_found: ['run_again', 'continue'],
  ui_home_mismatch: ['run_again', 'continue'],
  download_not_found: ['run_again', 'open_log'],
  folder_occupied: ['run_again', 'continue'],
  approval_refused: ['continue', 'run_again'],
  approval_expired: ['continue', 'run_again'],
};
const OTHERWISE: LikelyAction[] = ['continue', 'run_again', 'open_log'];

interface Possible {
  /** Whether the run can be continued. */
  continue: boolean;
  /** Whether the step has a log. */
  log: boolean;
  /** Whether the changed key that the box has shown can be replaced from here. */
  key: boolean;
}

/** The two that are offered; `likely` are those of the likely cause, if one is known. */
export function failureActions(
  code: FailureCode,
  likely: readonly LikelyAction[] | null,
  possible: Possible,
): LikelyAction[] {
  const can: Record<LikelyAction, boolean> = {
    continue: possible.continue,
    more_time: possible.continue,
    run_again: true,
    open_log: possible.log,
    replace_host_key: possible.key,
    set_secret: true,
  };
  const wanted = [...(likely ?? BY_CODE[code] ?? []), ...OTHERWISE];
  return [...new Set(wanted)].filter((action) => can[action]).slice(0, 2);
}
