// Takes a run's state in from the wire. Fields that an older server does not send get their empty form here, so that no
// part of the page has to ask whether they exist.
import type { RunState, StepPhase, StepState } from '../../../contract/run-state.ts';

type Wire = Record<string, unknown>;

/** The state as the page uses it, or null where it is not a state at all. */
export function readRunState(wire: unknown): RunState | null {
  if (!isObject(wire) || typeof wire['workflow_id'] !== 'string' || !Array.isArray(wire['steps'])) return null;
  const ended = wire['status'] !== 'running' && wire['status'] !== 'blocked';
  const empty = {
    execution_id: '',
    phase: ended ? 'ended' : 'running',
    phase_info: null,
    outcome: null,
    current_step: 0,
    end_time: null,
    ssh_connection: '',
    instance: null,
    instance_id: null,
    template: null,
    step_delay: 0,
    progress_percent: 0,
    failure: null,
    stale: false,
    stale_since: null,
    temporal_url: null,
  };
  // The wire's shape is the contract's; only absent fields are filled in.
  const state = { ...empty, ...wire } as unknown as RunState;
  const instance = state.instance ?? { key: state.ssh_connection, host: '', port: 0, user: '', practice: false };
  return { ...state, instance, steps: (wire['steps'] as unknown[]).filter(isObject).map(readStep) };
}

function readStep(wire: Wire): StepState {
  const empty = {
    phase: phaseOf(wire['status']),
    phase_info: null,
    attempt: 0,
    max_attempts: 1,
    progress: null,
    completion_note: null,
    result: null,
    failure: null,
    started_at: null,
    ended_at: null,
    timeout_s: 0,
    no_output_s: null,
    unreachable_limit_s: 0,
    log_bytes: 0,
  };
  const step = { ...empty, ...wire } as unknown as StepState;
  return { ...step, tasks: list(wire['tasks']), warnings: list(wire['warnings']) };
}

function phaseOf(status: unknown): StepPhase {
  if (status === 'in_progress') return 'running';
  if (status === 'completed') return 'done';
  if (status === 'failed') return 'failed';
  return status === 'blocked' ? 'waiting' : 'pending';
}

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
const isObject = (value: unknown): value is Wire => typeof value === 'object' && value !== null;
