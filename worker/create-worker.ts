import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createAnnounce } from '../adapters/notify/announce.ts';
import { createDataConverter } from '../adapters/temporal/payload-codec.ts';
import { createActivities } from '../activities/index.ts';
import type { Dependencies } from '../activities/dependencies.ts';
import { TASK_QUEUE } from '../contract/messages.ts';
import { ownIdentity } from './identity.ts';

/** More than a hundred boxes may have a long step at the same time. */
const MAX_ACTIVITIES = 500;

interface CreateWorker {
  connection: NativeConnection;
  namespace: string;
  deps: Dependencies;
  /** A bundle made before, or the path of the workflows to bundle now. */
  workflows: { bundle: string } | { path: string };
  taskQueue?: string;
}

/** A worker with the settings measured in SPEED.md. */
export function createWorker({
  connection,
  namespace,
  deps,
  workflows,
  taskQueue = TASK_QUEUE,
}: CreateWorker): Promise<Worker> {
  const client = new Client({ connection, namespace, dataConverter: dataConverterOf(deps) });
  const { steps, support } = createActivities(deps, createAnnounce({ client, taskQueue, store: deps.store }));
  const source: Partial<WorkerOptions> =
    'bundle' in workflows ? { workflowBundle: { codePath: workflows.bundle } } : { workflowsPath: workflows.path };
  return Worker.create({
    connection,
    namespace,
    dataConverter: dataConverterOf(deps),
    identity: ownIdentity(),
    taskQueue,
    ...source,
    activities: { ...steps, ...support },
    maxConcurrentActivityTaskExecutions: MAX_ACTIVITIES,
    // After a crash the next workflow task waits this long for the dead worker; the default is 10 s (SPEED.md, trap 10).
    stickyQueueScheduleToStartTimeout: '1s',
    maxHeartbeatThrottleInterval: '5s',
    defaultHeartbeatThrottleInterval: '5s',
    // A step goes on on the box; the next worker adopts it. So a shutdown waits for nothing.
    shutdownGraceTime: '1s',
    shutdownForceTime: '4s',
  });
}

/** For the worker and for every client beside it. */
export const dataConverterOf = ({ settings, secrets }: Pick<Dependencies, 'settings' | 'secrets'>): DataConverter =>
  createDataConverter({ ...settings, secrets, encrypt: settings.temporal.encrypt_payloads });
