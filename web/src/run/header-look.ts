import type { RunState } from '../../../contract/run-state.ts';
import { type Look, runLook, stepLook } from '../runs/phases.ts';
import { stepAtWork } from './step-at-work.ts';

/** A run's look; of one at work that of its step where it says more: it waits for an answer, is tried again, the box is silent. */
export function headerLook(run: RunState, stopping: boolean): Look {
  const look = runLook(run, stopping);
  if (look.icon !== 'running' || stopping || run.phase === 'cancelling' || run.phase === 'undoing') return look;
  const asks = run.steps.some(({ phase, phase_info }) => phase === 'waiting' && phase_info?.for === 'approval');
  if (asks) return { ...stepLook({ status: 'in_progress', phase: 'waiting' }), tone: 'attention' };
  const phase = run.steps[stepAtWork(run)]?.phase;
  return phase === 'retrying' || phase === 'unreachable' ? stepLook({ status: 'in_progress', phase }) : look;
}
