// Which limit of which run may be extended, decided from its state before anything is sent.
import { z } from 'zod';
import { bringupError } from '../adapters/errors.ts';
import type { JsonObject } from '../contract/json.ts';
import type { LimitExtension } from '../contract/messages.ts';
import { isEnded, type RunState } from '../contract/run-state.ts';

const bodySchema = z.object({
  seconds: z.number().int().min(1).max(86_400),
  limit: z.enum(['timeout_s', 'no_output_s', 'unreachable_limit_s']).optional(),
});

/** Throws input_invalid, run_ended or limit_not_extendable. */
export function readExtension(state: RunState, body: JsonObject): LimitExtension {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    const wanted =
      field === 'limit'
        ? 'must be timeout_s, no_output_s or unreachable_limit_s'
        : 'must be a whole number from 1 to 86400';
    throw bringupError('input_invalid', `${field} ${wanted}`, { field });
  }
  const { workflow_id } = state;
  if (isEnded(state)) throw bringupError('run_ended', `Workflow ${workflow_id} has ended`, { workflow_id });
  const step = state.steps[state.current_step];
  if (step?.status !== 'in_progress' || step.phase === 'retrying') {
    throw bringupError('limit_not_extendable', `No step of ${workflow_id} is at work right now`, { workflow_id });
  }
  const { seconds, limit = step.phase === 'unreachable' ? 'unreachable_limit_s' : 'timeout_s' } = parsed.data;
  if (step[limit] === null) {
    throw bringupError('limit_not_extendable', `${step.label} has no limit for silence`, { workflow_id, limit });
  }
  return { limit, seconds };
}
