import type { StepState } from '../../../contract/run-state.ts';

/** How the arrow between two steps looks: `loading` is the animated one, while the next step runs. */
export type ArrowLook = 'idle' | 'loading' | 'completed' | 'failed';

type Status = Pick<StepState, 'status' | 'phase'> | null;

/** The look of the arrow from one step to the next; without a run it is idle. */
export function arrowBetween(left: Status, right: Status): ArrowLook {
  if (!left || !right) return 'idle';
  if (left.phase === 'cancelled') return 'idle';
  if (left.status === 'failed') return 'failed';
  if (left.status !== 'completed') return 'idle';
  if (right.status === 'in_progress' || right.status === 'blocked') return 'loading';
  // A step that has failed or was cancelled was reached: the way to it is done.
  return right.status === 'pending' && right.phase !== 'cancelled' ? 'idle' : 'completed';
}
