// The steps of a run in their order: which are run, which side by side, what follows from how they end.
import { isCancellation } from '@temporalio/workflow';
import { stepFailure, type StepFailure } from '../contract/failure.ts';
import { conditionText, holds } from '../steps/condition.ts';
import { lookBack } from './carried.ts';
import { groups } from './groups.ts';
import { createLimits, type Limits } from './limits.ts';
import type { Run } from './run.ts';
import { definitionOf, runStep } from './run-step.ts';
import { toStepFailure } from './step-failure.ts';
import { createWaits, type Waits } from './waits.ts';

export type Ending =
  | { kind: 'completed' }
  | { kind: 'undone' }
  | { kind: 'failed'; index: number; failure: StepFailure }
  | { kind: 'cancelled'; error: unknown };

/** Runs all steps that are to be run. Never throws. */
export async function runSteps(run: Run): Promise<Ending> {
  const waits = createWaits(run);
  const limits = createLimits(run);
  try {
    const failed = await lookBack(run, waits);
    if (failed) return failed;
    const open = run.state.steps.flatMap(({ phase }, index) => (phase === 'pending' ? [index] : []));
    for (const [turn, group] of groups(run.definition.steps, open).entries()) {
      if (turn > 0) await waits.delay(run.definition.step_delay);
      await waits.boundary();
      const ending = await runGroup(run, group, waits, limits);
      if (ending) return ending;
    }
    return { kind: 'completed' };
  } catch (error) {
    return stopped(run, run.state.current_step, error);
  }
}

/** Null when the run goes on. All of the group have ended then, also where one of them failed early. */
async function runGroup(run: Run, group: number[], waits: Waits, limits: Limits): Promise<Ending | null> {
  const wanted = group.filter((index) => isWanted(run, index));
  const ends = await Promise.allSettled(wanted.map((index) => runOne(run, index, waits, limits)));
  const found = wanted.flatMap((index, place): Ending[] => {
    const end = ends[place];
    if (end?.status === 'rejected') return [stopped(run, index, end.reason)];
    if (!end?.value || run.step(index).allow_failure) return [];
    return [{ kind: 'failed', index, failure: end.value }];
  });
  // What could not be proved outweighs a cancel: nobody may say *cancelled* then.
  return found.find(({ kind }) => kind === 'failed') ?? found[0] ?? null;
}

function isWanted(run: Run, index: number): boolean {
  const { when } = definitionOf(run, index);
  if (!when || holds(when, run.state.steps.slice(0, index))) return true;
  const reason = `Only when ${conditionText(when)}`;
  run.setStep(index, { phase: 'skipped', phase_info: { reason } });
  return false;
}

async function runOne(run: Run, index: number, waits: Waits, limits: Limits): Promise<StepFailure | null> {
  const failure = await runStep(run, index, waits, limits);
  if (failure) run.failStep(index, failure);
  return failure;
}

function stopped(run: Run, index: number, error: unknown): Ending {
  if (!isCancellation(error)) {
    const failure = notProved(run, index, error);
    run.failStep(index, failure);
    return { kind: 'failed', index, failure };
  }
  for (const [other, { status }] of run.state.steps.entries()) {
    if (status === 'in_progress' || status === 'blocked') markCancelled(run, other);
  }
  return { kind: 'cancelled', error };
}

/** Only the end of a step's processes can fail outside the step: then nobody may say *cancelled*. */
function notProved(run: Run, index: number, error: unknown): StepFailure {
  const { label, timeout_s } = run.step(index);
  const failure = toStepFailure(error, label, timeout_s);
  return stepFailure(
    failure.code,
    `It could not be proved that the processes of ${label} have ended: ${failure.message}`,
    failure.facts,
  );
}

function markCancelled(run: Run, index: number): void {
  run.setStep(index, {
    status: 'failed',
    phase: 'cancelled',
    phase_info: null,
    failure: null,
    error: 'Cancelled',
    ended_at: new Date().toISOString(),
  });
}
