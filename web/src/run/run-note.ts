import type { RunState } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import { secondsUntil } from '../runs/duration.ts';
import { isGoing } from '../runs/follow-run.ts';
import { silenceLine } from '../runs/phases.ts';

/** What a run waits for or is about to do, in a sentence with its countdown; null where the steps say it. */
export function runNote(run: RunState, stopping: boolean, now: number): string | null {
  if (!isGoing(run)) return null;
  const { phase, phase_info: info } = run;
  if (phase === 'cancelling' || stopping) return cancelling(run, now);
  if (phase === 'paused') {
    const { paused, pausedCosts } = messages.runPage;
    return run.instance.practice ? paused : `${paused} ${pausedCosts}`;
  }
  if (run.pause_requested) return messages.runPage.pausing;
  if (phase !== 'waiting' || info?.for !== 'delay' || info.until === undefined) return null;
  const seconds = secondsUntil(info.until, now);
  return seconds > 0 ? messages.run.nextStepIn(seconds) : messages.run.nextStepNow;
}

function cancelling({ phase, phase_info: info, steps, current_step }: RunState, now: number): string {
  const step = steps[current_step];
  if (step?.phase === 'unreachable') {
    const silence = silenceLine(step.phase_info ?? {}, now);
    return [messages.run.cancellingUnreachable, silence].filter(Boolean).join(' ');
  }
  const seconds = phase === 'cancelling' && info?.until !== undefined ? secondsUntil(info.until, now) : 0;
  return seconds > 0 ? messages.run.cancellingUntil(seconds) : messages.run.cancellingNow;
}
