// A step that was: is what it did still so, and putting it back. Both are remote jobs of their own, with a log like any attempt.
import { isBringupError } from '../adapters/errors.ts';
import type { LookBackInput, ProbeAnswer, StepOutcome } from '../contract/activities.ts';
import { NOTHING_TO_UNDO, PROBE_NO, type StepSpec } from '../steps/step.ts';
import type { Dependencies } from './dependencies.ts';
import { runScript } from './run-script.ts';

/** Asks the box. Throws only what keeps it from being asked: then nothing is known. */
export async function probeStep(deps: Dependencies, spec: StepSpec, input: LookBackInput): Promise<ProbeAnswer> {
  const { probe } = spec;
  if (!probe) return { holds: null, reason: `${spec.title} cannot be asked whether it still holds.` };
  try {
    await runScript(
      deps,
      asking(spec, (parameters) => probe(parameters, input.result)),
      input,
    );
    return { holds: true, reason: null };
  } catch (error) {
    if (!isBringupError(error)) throw error;
    const { message, facts } = error.failure;
    // Without an exit code it never came to an answer.
    if (typeof facts['exit_code'] !== 'number') throw error;
    return { holds: facts['exit_code'] === PROBE_NO ? false : null, reason: message };
  }
}

/** Null: the step had changed nothing. Throws undo_failed with what could not be put back. */
export async function undoStep(deps: Dependencies, spec: StepSpec, input: LookBackInput): Promise<StepOutcome | null> {
  const { undo } = spec;
  if (!undo) throw new Error(`${spec.action} cannot be undone`);
  try {
    return await runScript(
      deps,
      asking(spec, (parameters) => undo.script(parameters, input.result)),
      input,
    );
  } catch (error) {
    if (isBringupError(error) && error.failure.facts['exit_code'] === NOTHING_TO_UNDO) return null;
    throw error;
  }
}

/** The step with another script in its place. Its own exit codes mean nothing there. */
const asking = ({ failures: _own, ...spec }: StepSpec, script: NonNullable<StepSpec['script']>): StepSpec => ({
  ...spec,
  script,
});
