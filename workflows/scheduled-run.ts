// What a schedule starts: the run, by the same door as everybody's, and then the wait for its end, so that Temporal knows whether the
// one before is still at work.
import {
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { ScheduledStart } from '../contract/activities.ts';
import { SCHEDULE_PREFIX } from '../contract/ids.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import { callAwaitRunEnd, callStartScheduledRun } from './proxies.ts';

const LOOK_AGAIN_S = 15;

/** What became of one time of a schedule; `skipped`: another run held the box. */
interface ScheduledEnd {
  run: string;
  outcome: string;
}

/** Ends with its run. A cancel stops the run, and ends when that has ended. */
export async function scheduledRun({ definition, waits_for_box }: ScheduledStart): Promise<ScheduledEnd> {
  const { workflowId } = workflowInfo();
  const run = workflowId.slice(SCHEDULE_PREFIX.length);
  const execution_id = await startWhenFree({ ...definition, workflow_id: run }, waits_for_box);
  if (execution_id === null) return { run, outcome: 'skipped' };
  try {
    return { run, outcome: await callAwaitRunEnd({ workflow_id: run, execution_id }) };
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(async () => {
      await getExternalWorkflowHandle(run).cancel();
      await callAwaitRunEnd({ workflow_id: run, execution_id });
    });
    throw error;
  }
}

/** Null when the box is another run's and nobody wants to wait. */
async function startWhenFree(definition: RunDefinition, waits: boolean): Promise<string | null> {
  for (;;) {
    const started = await callStartScheduledRun(definition);
    if (started.kind === 'started') return started.execution_id;
    if (!waits) return null;
    await sleep(LOOK_AGAIN_S * 1000, { summary: `Wait for ${started.by ?? 'another run'} on this box` });
  }
}
