// Putting back what a run has done, last step first. Nothing interrupts it but its own limits.
import { CancellationScope, defineSignal, setHandler } from '@temporalio/workflow';
import type { LookBackInput, StepOutcome } from '../contract/activities.ts';
import { stepFailure } from '../contract/failure.ts';
import { SignalName } from '../contract/messages.ts';
import type { RunState, StepUndone } from '../contract/run-state.ts';
import { stepOutcome } from '../steps/outcome.ts';
import { callUndo } from './proxies.ts';
import { type Run, since } from './run.ts';
import { definitionOf, stepInput, whereOf } from './run-step.ts';
import type { Ending } from './run-steps.ts';
import { toStepFailure } from './step-failure.ts';

type Reason = NonNullable<RunState['undo_reason']>;

export interface Undo {
  /** Undoes what was done where this end asks for it. */
  after(ending: Ending): Promise<void>;
  /** An execution that does nothing else. */
  only(): Promise<Ending>;
}

export function createUndo(run: Run): Undo {
  let requested = false;
  setHandler(
    defineSignal(SignalName.undoAtEnd),
    () => {
      requested = true;
    },
    { description: 'Undo what was done when the run has failed or was cancelled' },
  );

  function reasonFor(ending: Ending): Reason | null {
    const { undo_on = [] } = run.definition;
    if (run.definition.mode === 'undo' || (ending.kind !== 'failed' && ending.kind !== 'cancelled')) return null;
    if (requested) return 'request';
    const end = ending.kind === 'failed' ? 'failure' : 'cancel';
    return undo_on.includes(end) ? end : null;
  }

  return {
    async after(ending) {
      const reason = reasonFor(ending);
      if (!reason) return;
      const { current_step } = run.state;
      await undoAll(run, reason);
      // Where the run stopped, not where its undo did.
      run.setRun({ current_step });
    },
    async only() {
      const [failed] = await undoAll(run, 'request');
      if (failed === undefined) return { kind: 'undone' };
      const { label, undo } = run.step(failed);
      const failure = stepFailure(
        'undo_failed',
        `${label} could not be undone: ${undo?.failure?.message ?? 'no reason given'}`,
      );
      run.failStep(failed, failure);
      return { kind: 'failed', index: failed, failure };
    },
  };
}

/** Undoes every step that may have changed something and can be undone, last one first. Returns those that could not be. */
async function undoAll(run: Run, undo_reason: Reason): Promise<number[]> {
  const failed: number[] = [];
  const indices = run.state.steps.flatMap((step, index) =>
    step.attempt > 0 && definitionOf(run, index).policy.undo ? [index] : [],
  );
  await CancellationScope.nonCancellable(async () => {
    for (const index of indices.reverse()) {
      run.setRun({ current_step: index, phase: 'undoing', phase_info: since(), undo_reason });
      if ((await undoStep(run, index)).outcome === 'failed') failed.push(index);
    }
  });
  return failed;
}

async function undoStep(run: Run, index: number): Promise<StepUndone> {
  const where = whereOf(run, index);
  const definition = definitionOf(run, index);
  const before = run.step(index);
  const { status, phase, phase_info } = before;
  // In an execution of its own it is the first attempt; a number of an earlier one would stand for another log.
  const attempt = (before.carried_from === undefined ? before.attempt : 0) + 1;
  const input: LookBackInput = {
    ...stepInput(run, definition, index, attempt),
    // A step puts back what was there before without them; they may have gone with an earlier execution.
    secrets: [],
    result: before.result,
  };
  const undo: StepUndone = {
    attempt,
    started_at: new Date().toISOString(),
    ended_at: null,
    outcome: null,
    note: null,
    warnings: [],
    failure: null,
  };
  run.setStep(index, { phase: 'undoing', phase_info: since(), undo });
  const end = await tryUndo(() => callUndo(where, input), where.label, input.timeout_s);
  const done: StepUndone = { ...undo, ...end, ended_at: new Date().toISOString() };
  const isBack = status === 'completed' && done.outcome !== 'failed';
  run.setStep(index, {
    ...(isBack ? { status: 'pending', phase: 'undone', phase_info: null } : { status, phase, phase_info }),
    undo: done,
  });
  return done;
}

async function tryUndo(
  call: () => Promise<StepOutcome | null>,
  label: string,
  limitS: number,
): Promise<Pick<StepUndone, 'outcome' | 'note' | 'warnings' | 'failure'>> {
  try {
    const outcome = await call();
    if (!outcome) return { outcome: 'nothing_to_undo', note: 'It had changed nothing.', warnings: [], failure: null };
    const { note, warnings } = outcome;
    return { outcome: stepOutcome(outcome).phase, note, warnings, failure: null };
  } catch (error) {
    return {
      outcome: 'failed',
      note: null,
      warnings: [],
      failure: toStepFailure(error, `The undo of ${label}`, limitS),
    };
  }
}
