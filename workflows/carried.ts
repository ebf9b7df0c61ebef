// A run that is continued: before it goes on, the box is asked whether what earlier executions did still stands.
import { isCancellation } from '@temporalio/workflow';
import type { LookBackInput } from '../contract/activities.ts';
import type { StepFailure } from '../contract/failure.ts';
import { initialStep } from '../contract/initial-run-state.ts';
import type { Probed } from '../contract/run-state.ts';
import { callProbe } from './proxies.ts';
import { type Run, since } from './run.ts';
import { definitionOf, stepInput, whereOf } from './run-step.ts';
import type { Ending } from './run-steps.ts';
import { toStepFailure } from './step-failure.ts';
import type { Waits } from './waits.ts';

const PROBE_LIMIT_S = 60;

/** Probes every carried step that can be asked; one whose work is gone becomes a step to be run. Returns how the run ends where the box cannot be asked. */
export async function lookBack(run: Run, waits: Waits): Promise<Ending | null> {
  const asked = run.state.steps.flatMap(({ status }, index) =>
    isCarried(run, index) && status === 'completed' && definitionOf(run, index).policy.probe ? [index] : [],
  );
  if (asked.length === 0) return null;
  // The one that the run goes on with: where the box cannot be asked, it is the one that cannot be run.
  const next = Math.max(
    0,
    run.state.steps.findIndex(({ phase }) => phase === 'pending'),
  );
  for (;;) {
    run.setRun({
      status: 'running',
      phase: 'running',
      current_step: next,
      phase_info: since({ for: 'probe', reason: 'Asking whether what was done still stands' }),
    });
    const answers = await Promise.all(asked.map((index) => probe(run, index)));
    const refused = answers.find((answer) => 'failure' in answer);
    if (!refused) {
      for (const [place, index] of asked.entries()) settle(run, index, answers[place] as Probed);
      return null;
    }
    if (refused.failure.code !== 'host_key_unknown') {
      run.failStep(next, refused.failure);
      return { kind: 'failed', index: next, failure: refused.failure };
    }
    await waits.hostKey(next, refused.failure);
    run.setStep(next, { status: 'pending', phase: 'pending', phase_info: null });
  }
}

const isCarried = ({ definition }: Run, index: number): boolean => definition.carried?.[index] != null;

function settle(run: Run, index: number, probed: Probed): void {
  if (!probed.holds) {
    const { steps } = run.state;
    steps[index] = initialStep(definitionOf(run, index));
  }
  run.setStep(index, { probed });
}

async function probe(run: Run, index: number): Promise<Probed | { failure: StepFailure }> {
  const where = whereOf(run, index);
  const definition = definitionOf(run, index);
  const input: LookBackInput = {
    ...stepInput(run, definition, index, 0),
    // They went with the execution that had them.
    secrets: [],
    timeout_s: PROBE_LIMIT_S,
    no_output_s: null,
    result: run.step(index).result,
  };
  try {
    const answer = await callProbe(where, input);
    return { at: new Date().toISOString(), ...answer };
  } catch (error) {
    if (isCancellation(error)) throw error;
    const failure = toStepFailure(error, where.label, PROBE_LIMIT_S);
    if (failure.kind === 'unreachable' || failure.kind === 'needs_human') return { failure };
    return { at: new Date().toISOString(), holds: null, reason: failure.message };
  }
}
