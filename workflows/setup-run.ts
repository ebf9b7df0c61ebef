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
import { stepFailure, type StepFailure } from '../contract/failure.ts';
import { QueryName, SignalName } from '../contract/messages.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { RunState } from '../contract/run-state.ts';
import { details } from './details.ts';
import { createLimits } from './limits.ts';
import { callRecordRunEnd } from './proxies.ts';
import { createRun, type Run } from './run.ts';
import { runStep } from './run-step.ts';
import { toStepFailure } from './step-failure.ts';
import { createWaits } from './waits.ts';

const outcomeKey = defineSearchAttributeKey('BringupOutcome', SearchAttributeType.KEYWORD);

/** Runs the definition's steps. Ends completed, failed (failure type = code) or cancelled, in Temporal's words as in ours. */
export async function setupRun(definition: RunDefinition): Promise<RunState> {
  const run = createRun(definition);
  setHandler(defineQuery<RunState>(QueryName.runState), () => run.state, { description: 'The state of the run' });
  run.onChange = () => setCurrentDetails(details(run.state));

  const ending = await runAll(run);
  if (ending.kind === 'completed') run.complete();
  else if (ending.kind === 'failed') run.fail(run.state.current_step, ending.failure);
  else run.cancel();

  upsertSearchAttributes([{ key: outcomeKey, value: run.state.outcome ?? 'failed' }]);
  if (!workflowInfo().parent) await CancellationScope.nonCancellable(() => callRecordRunEnd(run.state));
  switch (ending.kind) {
    case 'completed':
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

type Ending = { kind: 'completed' } | { kind: 'failed'; failure: StepFailure } | { kind: 'cancelled'; error: unknown };

async function runAll(run: Run): Promise<Ending> {
  const waits = createWaits(run);
  const limits = createLimits(run);
  const first = run.definition.carried?.length ?? 0;
  try {
    for (let index = first; index < run.state.steps.length; index += 1) {
      if (index > first) await waits.delay(run.definition.step_delay);
      await waits.boundary();
      const failure = await runStep(run, index, waits, limits);
      if (failure) return { kind: 'failed', failure };
    }
    return { kind: 'completed' };
  } catch (error) {
    if (!isCancellation(error)) return { kind: 'failed', failure: notProved(run, error) };
    markCancelled(run);
    return { kind: 'cancelled', error };
  }
}

/** Only the end of a step's processes can fail outside the step: then nobody may say *cancelled*. */
function notProved(run: Run, error: unknown): StepFailure {
  const { label, timeout_s } = run.step(run.state.current_step);
  const failure = toStepFailure(error, label, timeout_s);
  return stepFailure(
    failure.code,
    `It could not be proved that the processes of ${label} have ended: ${failure.message}`,
    failure.facts,
  );
}

function markCancelled(run: Run): void {
  const { current_step } = run.state;
  const { status } = run.step(current_step);
  if (status === 'pending' || status === 'completed') return;
  run.setStep(current_step, {
    status: 'failed',
    phase: 'cancelled',
    phase_info: null,
    failure: null,
    error: 'Cancelled',
    ended_at: new Date().toISOString(),
  });
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
