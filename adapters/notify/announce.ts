// An event becomes a small workflow of its own: from then on it is told, whoever dies. Its id is the event's, so it is told once.
import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy } from '@temporalio/common';
import { WorkflowType } from '../../contract/messages.ts';
import { endEvent, type NotificationEvent, notificationWorkflowId } from '../../contract/notification.ts';
import type { RunState } from '../../contract/run-state.ts';
import type { Store } from '../store/store.ts';
import { channelsFor } from './wants.ts';

/** Tells whoever wants to hear of an event. Costs a look into the store where nobody does. Safe to repeat. */
export type Announce = (event: NotificationEvent) => Promise<void>;

export function createAnnounce({
  client,
  taskQueue,
  store,
}: {
  client: Client;
  taskQueue: string;
  store: Pick<Store, 'channels'>;
}): Announce {
  return async (event) => {
    if ((await channelsFor(store, event)).length === 0) return;
    try {
      await client.workflow.start(WorkflowType.notification, {
        workflowId: notificationWorkflowId(event.id),
        taskQueue,
        args: [event],
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        staticSummary: `Tell: ${event.kind} on ${event.box}`.slice(0, 190),
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error; // told already
    }
  };
}

/** Tells how a run has ended: as the store has it, where it knows by now. */
export async function announceEnd(
  announce: Announce,
  { runs, channels }: Pick<Store, 'runs' | 'channels'>,
  state: RunState,
): Promise<void> {
  if (!state.execution_id) return; // it never began
  // Most have no channel, and then a run's end costs no more than this.
  if ((await channels.list()).length === 0) return;
  const known = await runs.byExecution(state.execution_id);
  await announce(endEvent(known?.state ?? state));
}
