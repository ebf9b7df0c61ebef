// The end of a run on its box: the lock is given back, old jobs are cleared away.
import type { ReleaseInput } from '../contract/activities.ts';
import { releaseBox } from '../adapters/ssh/remote-job.ts';
import type { Dependencies } from './dependencies.ts';

export const releaseRunsBox = ({ pool, settings }: Dependencies, input: ReleaseInput): Promise<void> =>
  pool.use(input.instance, (connection) => releaseBox(connection, input.execution_id, settings.limits.keep_jobs_days));
