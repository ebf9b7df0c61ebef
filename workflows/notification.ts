// One event on its way to whoever wants to hear of it. A channel that is away is tried again for a day and holds up no other one.
import { ActivityFailure } from '@temporalio/workflow';
import type { NotificationEvent } from '../contract/notification.ts';
import { callDeliver, callGiveUp, callPlanDeliveries } from './proxies.ts';

/** Tells an event. Its workflow id is made of the event's, so an event is told once. */
export async function notification(event: NotificationEvent): Promise<void> {
  const planned = await callPlanDeliveries(event);
  await Promise.all(planned.map(delivery));
}

/** Brings one delivery to its end: sent, or given up. */
export async function delivery(id: number): Promise<void> {
  try {
    await callDeliver(id);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await callGiveUp(id);
  }
}
