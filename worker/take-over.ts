// A worker that starts goes on at once with what a dead one held. Temporal itself would notice by the missing heartbeat, 12 s later
// (SPEED.md, W5g). Nothing is taken from a worker that may live, and a mistake would do no harm: the box runs a job once.
import type { Client } from '@temporalio/client';
import type { Store } from '../adapters/store/store.ts';
import { isDead } from './identity.ts';

const AT_ONCE = 10;
/** temporal.api.enums.v1.PendingActivityState */
const PENDING_ACTIVITY_STATE_STARTED = 2;

/** Lets the activities of dead workers be tried again now. Returns how many there were. Runs that have ended meanwhile are left out. */
export async function takeOver(client: Client, store: Pick<Store, 'runs'>): Promise<number> {
  const open = await store.runs.active();
  let taken = 0;
  const next = async (): Promise<void> => {
    for (let run = open.pop(); run !== undefined; run = open.pop()) {
      taken += await takeOverRun(client, run.workflow_id, run.execution_id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return taken;
}

async function takeOverRun(client: Client, workflowId: string, executionId: string | null): Promise<number> {
  const described = await client.workflow
    .getHandle(workflowId, executionId ?? undefined)
    .describe()
    .catch((error: unknown) => {
      if (isNotFound(error)) return null; // a start that never reached Temporal
      throw error;
    });
  const execution = { workflowId, runId: described?.runId ?? '' };
  const orphans = (described?.raw.pendingActivities ?? []).filter(
    ({ state, lastWorkerIdentity }) => state === PENDING_ACTIVITY_STATE_STARTED && isDead(lastWorkerIdentity ?? ''),
  );
  const { workflowService } = client;
  const { namespace } = client.options;
  if (described?.status.name === 'RUNNING') await workflowService.resetStickyTaskQueue({ namespace, execution });
  for (const { activityId } of orphans) {
    await workflowService
      .respondActivityTaskFailedById({
        namespace,
        ...execution,
        activityId: activityId ?? '',
        failure: {
          message: 'The worker of this activity is gone; the next one goes on with it.',
          // Without this delay the policy's pause would be waited for.
          applicationFailureInfo: { type: 'worker_gone', nextRetryDelay: { nanos: 1_000_000 } },
        },
      })
      .catch((error: unknown) => {
        if (!isNotFound(error)) throw error; // timed out or ended in this moment
      });
  }
  return orphans.length;
}

const isNotFound = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'WorkflowNotFoundError' || ('code' in error && error.code === 5));
