// The one workflow that applies the limits of history and logs, whichever worker started it.
import { type Client, WorkflowIdConflictPolicy } from '@temporalio/client';
import { RETENTION_ID } from '../contract/ids.ts';
import { TASK_QUEUE, WorkflowType } from '../contract/messages.ts';

/** Starts it, unless it is there. */
export async function startRetention(client: Client): Promise<void> {
  await client.workflow.start(WorkflowType.retention, {
    workflowId: RETENTION_ID,
    taskQueue: TASK_QUEUE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    staticSummary: 'Limits of history and logs',
  });
}
