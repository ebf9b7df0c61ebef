// One step of a run: its activity, its retries by kind of failure, the wait for a person, the end of its processes.
import { ActivityFailure, CancellationScope, isCancellation, patched, TimeoutFailure } from '@temporalio/workflow';
import type { RebootRequested, StepInput, StepOutcome } from '../contract/activities.ts';
import { stepFailure, type StepFailure } from '../contract/failure.ts';
import type { StepDefinition, StepPolicy } from '../contract/run-definition.ts';
import type { PhaseInfo } from '../contract/run-state.ts';
import { decide } from './decide.ts';
import { type Limits, limitsOf } from './limits.ts';
import { callAwaitReboot, callCancelStep, callStep, outerLimit, type Where } from './proxies.ts';
import { finished, inSeconds, type Run, since } from './run.ts';
import { remainsOf, toStepFailure } from './step-failure.ts';
import type { Waits } from './waits.ts';

/** Runs a step to its end. Returns its failure, or null when it is done; throws only when the run is cancelled. */
export async function runStep(run: Run, index: number, waits: Waits, limits: Limits): Promise<StepFailure | null> {
  const definition = definitionOf(run, index);
  const { policy } = definition;
  if (policy.runner === 'human') return askPerson(run, index, waits);
  const where = whereOf(run, index);
  const { label } = where;
  // A question to a person is no try.
  let tries = 0;
  for (let attempt = 1; ; attempt += 1) {
    tries += 1;
    const input = stepInput(run, definition, index, attempt);
    run.begin(index);
    run.setStep(index, {
      status: 'in_progress',
      phase: 'running',
      phase_info: since(),
      attempt,
      // Of the attempt before.
      result: null,
      completion_note: null,
      warnings: [],
      started_at: run.step(index).started_at ?? new Date().toISOString(),
      timeout_s: input.timeout_s,
    });
    const result = await limits.whileAtWork(where, input, () => attemptStep(run, policy, where, input));
    if ('outcome' in result) {
      run.setStep(index, finished(result.outcome, definition.accept_warnings));
      return null;
    }
    const { failure } = result;
    const move = decide(failure, tries, policy.retry);
    switch (move.kind) {
      case 'stop':
        return failure;
      case 'ask':
        // The box may have been met again in the middle of a job: after the answer it is the same attempt, whose job is adopted.
        await waits.hostKey(index, failure);
        if (patched(SAME_ATTEMPT)) attempt -= 1;
        tries -= 1;
        // The time a person took is not the step's.
        run.setStep(index, { started_at: null });
        break;
      case 'retry':
        run.setStep(index, {
          phase: 'retrying',
          phase_info: since({ until: inSeconds(move.delay_s), reason: failure.message }),
          failure,
        });
        await waits.retry(index, label, move.delay_s);
        run.setStep(index, { failure: null });
    }
  }
}

/** A step that is a question to a person. */
async function askPerson(run: Run, index: number, waits: Waits): Promise<StepFailure | null> {
  const { parameters } = definitionOf(run, index);
  const message = String(parameters['message']);
  const deadline = typeof parameters['deadline_s'] === 'number' ? parameters['deadline_s'] : null;
  run.begin(index);
  run.setStep(index, { status: 'in_progress', attempt: 1, started_at: new Date().toISOString() });
  const answer = await waits.approval(index, message, deadline);
  if (!answer) {
    return stepFailure('approval_expired', `Nobody answered “${message}” within ${deadline} s.`, {
      deadline_s: deadline,
    });
  }
  const { by, note, approved } = answer;
  const said = note ? `: ${note}` : '';
  if (!approved) return stepFailure('approval_refused', `${by} refused “${message}”${said}`, { by, note });
  const result = { approved_by: by, note, at: new Date().toISOString() };
  const noted = `Approved by ${by}${said}`;
  run.setStep(index, finished({ result, note: noted, warnings: [], tasks: [], progress: null, log_bytes: 0 }));
  return null;
}

/** Runs that began before this gave an attempt a new number after a question. */
const SAME_ATTEMPT = 'same-attempt-after-a-question';

const MAY_LEAVE_PROCESSES = new Set<string>(['step_timed_out', 'step_quiet', 'step_lost', 'step_killed', 'unexpected']);

type AttemptResult = { outcome: StepOutcome } | { failure: StepFailure };

async function attemptStep(run: Run, policy: StepPolicy, where: Where, input: StepInput): Promise<AttemptResult> {
  try {
    const outcome = await untilLimits(run, where, input);
    if (policy.runner !== 'reboot') return { outcome };
    run.setStep(where.index, { timeout_s: waitLimit(policy, input) });
    const waiting = { ...input, ...limitsOf(run, where.index) };
    return { outcome: await callAwaitReboot(where, waiting, outcome as RebootRequested) };
  } catch (error) {
    if (isCancellation(error)) {
      await endProcesses(run, where, input);
      throw error;
    }
    const failure = toStepFailure(error, policy.title, limitsOf(run, where.index).timeout_s);
    const remains = remainsOf(error);
    if (remains) {
      const { result, note: completion_note, warnings } = remains;
      run.setStep(where.index, { result, completion_note, warnings });
    }
    // The wait ended here, or the wrapper over there, not the command: that is ended now, before anything else starts.
    if (MAY_LEAVE_PROCESSES.has(failure.code)) await endProcesses(run, where, input);
    return { failure };
  }
}

/** The step's activity, and again (it adopts) where its time ended and its limits had been extended meanwhile. */
async function untilLimits(run: Run, where: Where, input: StepInput): Promise<StepOutcome> {
  for (;;) {
    const limits = limitsOf(run, where.index);
    try {
      return await callStep(where, { ...input, ...limits });
    } catch (error) {
      const isTimeout = error instanceof ActivityFailure && error.cause instanceof TimeoutFailure;
      if (!isTimeout || outerLimit(limitsOf(run, where.index)) <= outerLimit(limits)) throw error;
    }
  }
}

/** Says *cancelling* until the box has proved that nothing of the attempt is left. A cancel does not interrupt it. */
async function endProcesses(run: Run, where: Where, input: StepInput): Promise<void> {
  await CancellationScope.nonCancellable(async () => {
    if (CancellationScope.current().parent?.consideredCancelled) {
      run.setRun({ phase: 'cancelling', phase_info: endingInfo(run, where, input) });
    }
    await callCancelStep(where, { ...input, ...limitsOf(run, where.index), asked_at: new Date().toISOString() });
  });
}

/** A step that works here has no processes on the box, so nothing that KILL would follow for; one beside it may have. */
function endingInfo(run: Run, { index }: Where, { kill_grace_s }: StepInput): PhaseInfo {
  const { phase, phase_info } = run.state;
  const known = (phase === 'cancelling' && phase_info) || since();
  const { runner } = definitionOf(run, index).policy;
  return runner === 'script' ? { ...known, until: inSeconds(kill_grace_s) } : known;
}

const waitLimit = (policy: StepPolicy, { parameters }: StepInput): number =>
  typeof parameters['wait_s'] === 'number' ? parameters['wait_s'] : (policy.wait_s ?? 600);

export const whereOf = ({ state }: Run, index: number): Where => {
  const { label = '' } = state.steps[index] ?? {};
  return { index, total: state.steps.length, label };
};

export function definitionOf({ definition }: Run, index: number): StepDefinition {
  const step = definition.steps[index];
  if (!step) throw new Error(`a definition of ${definition.steps.length} steps has no step ${index}`);
  return step;
}

/** Beyond the waits that a run has between two jobs. */
const LEASE_S = 900;

export function stepInput(run: Run, step: StepDefinition, index: number, attempt: number): StepInput {
  const { definition, state } = run;
  return {
    id: { workflow_id: state.workflow_id, execution_id: state.execution_id, step: index, attempt },
    action: step.action,
    instance: definition.instance,
    instance_id: definition.instance_id,
    parameters: step.parameters,
    secrets: step.secrets,
    ...limitsOf(run, index),
    kill_grace_s: definition.kill_grace_s,
    lease_s: LEASE_S + definition.step_delay + step.policy.retry.delay_s,
    ...(step.policy.undo && { undo_id: `${definition.origin ?? state.execution_id}-${index + 1}` }),
  };
}
