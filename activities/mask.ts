import { createMask, type Mask } from '../adapters/secrets/mask.ts';
import type { StepInput } from '../contract/activities.ts';
import { isBringupError } from '../adapters/errors.ts';
import { NAMED_SECRETS } from '../contract/ids.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Blanks every secret that is known here, and not only the step's own: a step can print what an earlier one, or another run, has left
 * on the box.
 */
export async function maskOf(
  deps: Pick<Dependencies, 'secrets' | 'store' | 'settings'>,
  input: StepInput,
): Promise<Mask> {
  const { secrets, store, settings } = deps;
  const run = await store.runs.byExecution(input.id.execution_id);
  const ofRun = run?.definition.steps.flatMap((step) => step.secrets) ?? [];
  const named = await secrets.list(NAMED_SECRETS);
  const refs = new Set([...input.secrets, ...ofRun, ...named].map(({ ref }) => ref));
  const values = await Promise.all([...refs].map((ref) => readable(secrets, ref)));
  const ofServer = [settings.secret('CIVITDL_API_KEY'), settings.vastKey];
  return createMask([...values, ...ofServer].filter((value) => value !== null));
}

/** Null for one that nobody can read any more, and so no step can print either; whoever needs it is told. */
async function readable(secrets: Dependencies['secrets'], ref: string): Promise<string | null> {
  try {
    return await secrets.get(ref);
  } catch (error) {
    if (isBringupError(error) && error.failure.code === 'secret_missing') return null;
    throw error;
  }
}
