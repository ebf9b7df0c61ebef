import { knownSecrets } from '../adapters/secrets/known-secrets.ts';
import { createMask, type Mask } from '../adapters/secrets/mask.ts';
import type { StepInput } from '../contract/activities.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Blanks every secret that is known here, and not only the step's own: a step can print what an earlier one, or another run, has left
 * on the box.
 */
export async function maskOf(
  deps: Pick<Dependencies, 'secrets' | 'store' | 'settings'>,
  input: StepInput,
): Promise<Mask> {
  const run = await deps.store.runs.byExecution(input.id.execution_id);
  const ofRun = run?.definition.steps.flatMap((step) => step.secrets) ?? [];
  return createMask(
    await knownSecrets(
      deps,
      [...input.secrets, ...ofRun].map(({ ref }) => ref),
    ),
  );
}
