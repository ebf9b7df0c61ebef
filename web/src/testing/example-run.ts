import type { RunState, StepState } from '../../../contract/run-state.ts';

/** A step as the server sends it, pending unless told otherwise. */
export function exampleStep(changes: Partial<StepState> = {}): StepState {
  return {
    action: 'test_ssh',
    label: 'Test SSH connection',
    status: 'pending',
    phase: 'pending',
    phase_info: null,
    attempt: 0,
    max_attempts: 3,
    progress: null,
    tasks: [],
    completion_note: null,
    result: null,
    warnings: [],
    failure: null,
    started_at: null,
    ended_at: null,
    timeout_s: 30,
    no_output_s: null,
    unreachable_limit_s: 1800,
    usual_s: 5,
    log_bytes: 0,
    ...changes,
  };
}

const EXAMPLE_STEPS = [
  exampleStep({ status: 'completed', phase: 'done', attempt: 1 }),
  exampleStep({ action: 'set_ui_home', label: 'Set UI_HOME', status: 'in_progress', phase: 'running', attempt: 1 }),
  exampleStep({ action: 'install_custom_nodes', label: 'Install custom nodes' }),
];

/** A run in its second of three steps, unless told otherwise. */
export function exampleRun(changes: Partial<RunState> = {}): RunState {
  return {
    workflow_id: 'run-1',
    execution_id: 'execution-1',
    status: 'running',
    phase: 'running',
    phase_info: null,
    outcome: null,
    current_step: 1,
    steps: EXAMPLE_STEPS,
    start_time: '2026-11-23T10:00:00.000Z',
    last_update: '2026-11-23T10:00:10.000Z',
    end_time: null,
    ssh_connection: 'ssh -p 2838 root@10.0.0.7',
    instance: { key: 'root@10.0.0.7:2838', host: '10.0.0.7', port: 2838, user: 'root', practice: false },
    instance_id: null,
    template: { id: 'comfyui', name: 'ComfyUI' },
    step_delay: 5,
    progress_percent: 33.9,
    failure: null,
    stale: false,
    stale_since: null,
    temporal_url: 'http://127.0.0.1:8233/run-1',
    ...changes,
  };
}

/** The same run after it has completed. */
export function completedRun(changes: Partial<RunState> = {}): RunState {
  return exampleRun({
    status: 'completed',
    phase: 'ended',
    outcome: 'done',
    current_step: 2,
    progress_percent: 100,
    end_time: '2026-11-23T10:03:05.000Z',
    steps: EXAMPLE_STEPS.map((step) => ({ ...step, status: 'completed', phase: 'done' })),
    ...changes,
  });
}
