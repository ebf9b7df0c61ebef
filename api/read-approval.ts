// Whether an answer to an approval may be given, decided from the run's state before anything is sent.
import { bringupError } from '../adapters/errors.ts';
import type { Approval } from '../contract/messages.ts';
import type { RunState, StepState } from '../contract/run-state.ts';
import { type Caller, callerName } from './caller.ts';

interface Answer {
  approved: boolean;
  note?: string | undefined;
  step?: number | undefined;
}

/** Throws approval_not_asked or approval_not_yours. */
export function readApproval({ workflow_id, steps }: RunState, answer: Answer, caller: Caller): Approval {
  const asks = ({ phase, phase_info }: StepState) => phase === 'waiting' && phase_info?.for === 'approval';
  const step = answer.step ?? steps.findIndex(asks);
  const asked = steps[step];
  if (!asked || !asks(asked)) {
    throw bringupError('approval_not_asked', `The run ${workflow_id} waits for no approval there.`, { workflow_id });
  }
  const who: unknown = asked['who'];
  if (Array.isArray(who) && !who.includes(caller.name)) {
    const message = `${caller.name} may not answer for ${asked.label}: ${who.join(', ')} may.`;
    throw bringupError('approval_not_yours', message, { workflow_id, step: step + 1 });
  }
  return { step, approved: answer.approved, by: callerName(caller), note: answer.note ?? null };
}
