// Which limit of which run may be extended, decided from its state before anything is sent.
import { bringupError } from '../adapters/errors.ts';
import type { LimitExtension } from '../contract/messages.ts';
import { isEnded, type RunState } from '../contract/run-state.ts';

/** What was asked for; without `limit`, the one that is running out: for a box that does not answer the last, else the first. */
interface AskedExtension {
  seconds: number;
  limit?: LimitExtension['limit'] | undefined;
  /** 0-based; without it the current one. */
  step?: number | undefined;
}

/** Throws run_ended or limit_not_extendable. */
export function readExtension(state: RunState, asked: AskedExtension): LimitExtension {
  const { workflow_id } = state;
  if (isEnded(state)) throw bringupError('run_ended', `Workflow ${workflow_id} has ended`, { workflow_id });
  const index = asked.step ?? state.current_step;
  const step = state.steps[index];
  if (step?.status !== 'in_progress' || step.phase === 'retrying') {
    throw bringupError('limit_not_extendable', `No step of ${workflow_id} is at work right now`, { workflow_id });
  }
  const { seconds, limit = step.phase === 'unreachable' ? 'unreachable_limit_s' : 'timeout_s' } = asked;
  if (step[limit] === null) {
    throw bringupError('limit_not_extendable', `${step.label} has no limit for silence`, { workflow_id, limit });
  }
  return { limit, seconds, ...(asked.step !== undefined && { step: asked.step }) };
}
