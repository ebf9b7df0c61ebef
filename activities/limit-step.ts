// Longer limits for an attempt that runs: kept here for whoever follows it, and told to the box.
import type { StepInput } from '../contract/activities.ts';
import { type RemoteJob, limitJob } from '../adapters/ssh/remote-job.ts';
import type { StepSpec } from '../steps/step.ts';
import type { Dependencies } from './dependencies.ts';
import { boxLimits, currentLimits } from './limits.ts';
import { isUnreachable } from './reach.ts';

export async function limitStep(deps: Dependencies, spec: StepSpec, input: StepInput): Promise<void> {
  await deps.store.limits.set(input.id, input);
  if (spec.runner !== 'script') return;
  const job: RemoteJob = {
    id: input.id,
    script: '',
    secrets: {},
    grace_s: input.kill_grace_s,
    holder: null,
    ...boxLimits(await currentLimits(deps, input)),
  };
  try {
    await deps.pool.use(input.instance, (connection) => limitJob(connection, job));
  } catch (error) {
    // Whoever finds the box again tells it the limits of then.
    if (!isUnreachable(error)) throw error;
  }
}
