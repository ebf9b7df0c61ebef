// Runs as the store's tests keep them.
import type { RunDefinition, StepPolicy } from '../../../contract/run-definition.ts';
import type { RunState } from '../../../contract/run-state.ts';

export const instance = { key: 'root@box:22', user: 'root', host: 'box', port: 22, practice: false };
export const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();

export const policy: StepPolicy = {
  title: 'Test',
  runner: 'script',
  timeout_s: 30,
  no_output_s: null,
  wait_s: null,
  retry: { attempts: 1, delay_s: 0 },
  unreachable_limit_s: 20,
  usual_s: 1,
};

export const definition = (workflowId: string): RunDefinition => ({
  workflow_id: workflowId,
  ssh_connection: 'root@box',
  instance: { ...instance, jump: [], identity_file: null },
  instance_id: null,
  template: { id: 't', name: 'T' },
  step_delay: 0.5,
  start_by: at(9),
  kill_grace_s: 5,
  steps: [
    { action: 'test_ssh', label: 'Ünïcode "quotes"', parameters: { a: [1, null] }, given: {}, secrets: [], policy },
  ],
});

export const state = (
  workflowId: string,
  executionId: string,
  second: number,
  outcome: RunState['outcome'] = 'done',
): RunState => ({
  workflow_id: workflowId,
  execution_id: executionId,
  status: 'completed',
  phase: 'ended',
  phase_info: null,
  outcome,
  current_step: 0,
  steps: [],
  start_time: at(second),
  last_update: at(second + 1),
  end_time: at(second + 1),
  ssh_connection: 'root@box',
  instance,
  instance_id: null,
  template: null,
  step_delay: 0,
  progress_percent: 100,
  failure: null,
  stale: false,
  stale_since: null,
  temporal_url: null,
});
