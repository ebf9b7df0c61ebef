import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../contract/failure.ts';
import type { LikelyAction } from '../../../contract/likely-cause.ts';
import { failureActions } from './failure-actions.ts';

const all = { continue: true, log: true, key: true };
const none = { continue: false, log: false, key: false };

describe('the two likeliest actions', () => {
  it.each<[FailureCode, LikelyAction[] | null, LikelyAction[]]>([
    ['step_failed', null, ['continue', 'run_again']],
    ['step_failed', ['set_secret', 'continue'], ['set_secret', 'continue']],
    ['step_failed', ['run_again', 'open_log'], ['run_again', 'open_log']],
    ['step_timed_out', null, ['more_time', 'open_log']],
    ['step_quiet', ['run_again', 'open_log'], ['run_again', 'open_log']],
    ['not_ready', null, ['more_time', 'open_log']],
    ['host_key_changed', null, ['replace_host_key', 'open_log']],
    ['secret_missing', null, ['set_secret', 'continue']],
    ['download_refused', null, ['set_secret', 'continue']],
    ['path_not_found', null, ['run_again', 'continue']],
    ['approval_refused', null, ['continue', 'run_again']],
    ['unexpected', null, ['continue', 'run_again']],
  ])('after %s, with a cause that says %j, are %j', (code, likely, expected) => {
    expect(failureActions(code, likely, all)).toEqual(expected);
  });

  it('are only what can be done', () => {
    expect(failureActions('step_timed_out', null, none)).toEqual(['run_again']);
    expect(failureActions('host_key_changed', null, { ...all, key: false })).toEqual(['open_log', 'continue']);
    expect(failureActions('secret_missing', null, none)).toEqual(['set_secret', 'run_again']);
  });
});
