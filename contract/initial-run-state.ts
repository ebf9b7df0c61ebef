import type { RunDefinition, StepDefinition } from './run-definition.ts';
import type { RunState, StepState } from './run-state.ts';

/** The state of a run before its first step: what the workflow begins with, and all that is known of a run that never began. */
export function initialRunState(
  definition: RunDefinition,
  execution: Pick<RunState, 'execution_id' | 'start_time'>,
): RunState {
  const { key, host, port, user, practice } = definition.instance;
  return {
    workflow_id: definition.workflow_id,
    ...execution,
    status: 'running',
    phase: 'starting',
    phase_info: null,
    outcome: null,
    current_step: 0,
    steps: definition.steps.map((step, index) => definition.carried?.[index] ?? initialStep(step)),
    last_update: execution.start_time,
    end_time: null,
    ssh_connection: definition.ssh_connection,
    instance: { key, host, port, user, practice },
    instance_id: definition.instance_id,
    template: definition.template,
    step_delay: definition.step_delay,
    progress_percent: 0,
    failure: null,
    stale: false,
    stale_since: null,
    temporal_url: null,
  };
}

/** A step that has not begun. */
export function initialStep({ action, label, given, policy, allow_failure, left_out }: StepDefinition): StepState {
  return {
    ...given,
    action,
    label,
    status: 'pending',
    ...(left_out === undefined
      ? { phase: 'pending', phase_info: null }
      : { phase: 'skipped', phase_info: { reason: left_out } }),
    attempt: 0,
    max_attempts: policy.retry.attempts,
    progress: null,
    tasks: [],
    completion_note: null,
    result: null,
    warnings: [],
    failure: null,
    started_at: null,
    ended_at: null,
    timeout_s: policy.timeout_s,
    no_output_s: policy.no_output_s,
    unreachable_limit_s: policy.unreachable_limit_s,
    usual_s: policy.usual_s,
    log_bytes: 0,
    ...(allow_failure && { allow_failure }),
  };
}
