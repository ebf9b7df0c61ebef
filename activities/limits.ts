import type { StepInput } from '../contract/activities.ts';
import type { StepLimits } from '../contract/run-definition.ts';
import type { RemoteJob } from '../adapters/ssh/remote-job.ts';
import type { Dependencies } from './dependencies.ts';

/** The limits of an attempt as they are now: those of its call, or what they were extended to. */
export const currentLimits = async ({ store }: Pick<Dependencies, 'store'>, input: StepInput): Promise<StepLimits> =>
  (await store.limits.find(input.id)) ?? input;

/** What the box keeps of them. It ends the job shortly before Temporal would, so that the result is a clear time-out with its log. */
export const boxLimits = ({ timeout_s, no_output_s }: StepLimits): Pick<RemoteJob, 'limit_s' | 'quiet_s'> => ({
  limit_s: timeout_s - Math.min(15, Math.max(2, timeout_s * 0.05)),
  quiet_s: no_output_s,
});
