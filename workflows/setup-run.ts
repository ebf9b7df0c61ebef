// One run: its steps in order, waits between them, its end. Decisions only; what touches the world is an activity.
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  defineQuery,
  getExternalWorkflowHandle,
  isCancellation,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { QueryName, SignalName } from '../contract/messages.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { RunState } from '../contract/run-state.ts';
import { details } from './details.ts';
import { callRecordRunEnd } from './proxies.ts';
import { createRun } from './run.ts';
import { runSteps } from './run-steps.ts';
import { createUndo } from './undo.ts';

const outcomeKey = defineSearchAttributeKey('BringupOutcome', SearchAttributeType.KEYWORD);

/** Runs the definition's steps. Ends completed, failed (failure type = code) or cancelled, in Temporal's words as in ours. */
export async function setupRun(definition: RunDefinition): Promise<RunState> {
  const run = createRun(definition);
  setHandler(defineQuery<RunState>(QueryName.runState), () => run.state, { description: 'The state of the run' });
  run.onChange = () => setCurrentDetails(details(run.state));

  const undo = createUndo(run);
  const ending = definition.mode === 'undo' ? await undo.only() : await runSteps(run);
  await undo.after(ending);
  switch (ending.kind) {
    case 'completed':
      run.complete();
      break;
    case 'undone':
      run.undone();
      break;
    case 'failed':
      run.fail(ending.index, ending.failure);
      break;
    case 'cancelled':
      run.cancel();
  }

  upsertSearchAttributes([{ key: outcomeKey, value: run.state.outcome ?? 'failed' }]);
  if (!workflowInfo().parent) await CancellationScope.nonCancellable(() => callRecordRunEnd(run.state));
  switch (ending.kind) {
    case 'completed':
    case 'undone':
      return run.state;
    case 'failed': {
      const { code, message } = ending.failure;
      // Details are encrypted by the codec, texts of workflows are not.
      const told = definition.encrypted ? code : message;
      throw ApplicationFailure.create({ type: code, message: told, nonRetryable: true, details: [run.state] });
    }
    case 'cancelled':
      await CancellationScope.nonCancellable(() => tellBox(run.state));
      throw ending.error;
  }
}

/** A result and a failure carry the state to the box's workflow; a cancelled workflow in Temporal's sense has nothing to carry. */
async function tellBox(state: RunState): Promise<void> {
  const { parent } = workflowInfo();
  if (!parent) return;
  try {
    await getExternalWorkflowHandle(parent.workflowId, parent.runId).signal(SignalName.runEnded, state);
  } catch (error) {
    if (isCancellation(error)) throw error;
    // It is gone, by a hand in the Temporal Web UI: then nobody else tells the end.
    await callRecordRunEnd(state);
  }
}
