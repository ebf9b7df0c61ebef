// The limits of the step at work, and how they are extended while it runs.
import { HandlerUnfinishedPolicy } from '@temporalio/common';
import { CancellationScope, defineSignal, log, setHandler } from '@temporalio/workflow';
import type { StepInput } from '../contract/activities.ts';
import { type LimitExtension, SignalName } from '../contract/messages.ts';
import type { StepLimits } from '../contract/run-definition.ts';
import { callLimitStep, type Where } from './proxies.ts';
import type { Run } from './run.ts';

const LIMITS: readonly string[] = ['timeout_s', 'no_output_s', 'unreachable_limit_s'] satisfies (keyof StepLimits)[];

export interface Limits {
  /** Does `work` as the step whose limits may be extended meanwhile. */
  whileAtWork<Result>(where: Where, input: StepInput, work: () => Promise<Result>): Promise<Result>;
}

/** A step's limits as they are now. */
export const limitsOf = (run: Run, index: number): StepLimits => {
  const { timeout_s, no_output_s, unreachable_limit_s } = run.step(index);
  return { timeout_s, no_output_s, unreachable_limit_s };
};

export function createLimits(run: Run): Limits {
  const atWork = new Map<number, { where: Where; input: StepInput }>();

  const extend = async ({ limit, seconds, step }: LimitExtension): Promise<void> => {
    const one = atWork.get(step ?? run.state.current_step);
    // A signal may come from any hand: what makes no sense changes nothing.
    if (!one || !LIMITS.includes(limit) || !(seconds > 0 && seconds <= 86_400)) return;
    const { where, input } = one;
    const before = limitsOf(run, where.index)[limit];
    if (before === null) return;
    run.setStep(where.index, { [limit]: before + seconds });
    try {
      const longer = { ...input, ...limitsOf(run, where.index) };
      await CancellationScope.nonCancellable(() => callLimitStep(where, longer));
    } catch (error) {
      // The state has the new limit; the box hears of it when the job is adopted again.
      log.warn('the box was not told of a longer limit', { error: String(error) });
    }
  };
  setHandler(defineSignal<[LimitExtension]>(SignalName.extendLimit), extend, {
    description: 'Give a limit of the step at work more seconds: {"limit": "timeout_s", "seconds": 600}',
    unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON,
  });

  return {
    async whileAtWork(where, input, work) {
      atWork.set(where.index, { where, input });
      try {
        return await work();
      } finally {
        atWork.delete(where.index);
      }
    },
  };
}
