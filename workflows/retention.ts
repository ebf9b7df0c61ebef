import { continueAsNew, sleep } from '@temporalio/workflow';
import { callApplyRetention } from './proxies.ts';

/** Removes what the settings keep no longer, once a day, for ever. */
export async function retention(): Promise<void> {
  await callApplyRetention();
  await sleep('1 day', { summary: 'Until the limits of history and logs are applied again' });
  await continueAsNew<typeof retention>();
}
