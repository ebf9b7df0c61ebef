// The secrets of a step, taken out at the door: values that came with it go to the secret store, names become references to it.
import { bringupError } from '../adapters/errors.ts';
import { namedSecretRef } from '../contract/ids.ts';
import type { JsonObject } from '../contract/json.ts';
import type { SecretReference } from '../contract/run-definition.ts';
import { CONTROL, secretReference } from '../steps/parameters.ts';
import type { SecretNeed, StepSpec } from '../steps/step.ts';
import type { ApiDependencies } from './dependencies.ts';

type Deps = Pick<ApiDependencies, 'settings' | 'secrets'>;

export interface StepSecrets {
  references: SecretReference[];
  /** What is to be stored under references of this run. */
  values: { ref: string; value: string }[];
}

interface Asked {
  spec: StepSpec;
  raw: JsonObject;
  /** As the action's schema has read them. */
  parameters: JsonObject;
  /** Index of the step, and what it is called in a refusal. */
  step: number;
  at: string;
  /** For the references of values. */
  prefix: string;
}

/** Throws input_invalid, with the field, for a name that nobody has given a value, and for a value that cannot be one. */
export async function stepSecrets(deps: Deps, asked: Asked): Promise<StepSecrets> {
  const found: StepSecrets = { references: [], values: [] };
  for (const need of asked.spec.secrets ?? []) await takeNeeded(deps, asked, need, found);
  for (const [name, secret] of environmentSecrets(asked)) {
    found.references.push({ name, ref: await knownRef(deps, asked, `secrets.${name}`, secret) });
  }
  return found;
}

/** Where an action runs its author's own shell text, that says which secrets it wants (steps/parameters.ts). */
const environmentSecrets = ({ spec, parameters }: Asked): [string, string][] =>
  spec.takesSecrets ? Object.entries((parameters['secrets'] ?? {}) as Record<string, string>) : [];

/** As the step says, by value or by name; else from the environment; else the secret of the usual name. */
async function takeNeeded(deps: Deps, asked: Asked, need: SecretNeed, found: StepSecrets): Promise<void> {
  const { name, field, required, named } = need;
  const sent = asked.raw[field] ?? null;
  const reference = secretReference.safeParse(sent);
  if (reference.success) {
    const ref = await knownRef(deps, asked, field, reference.data.secret, isOneWord);
    found.references.push({ name, ref });
    return;
  }
  if (sent !== null && typeof sent !== 'string')
    throw refuse(asked, field, `must be text, or {"secret": "<name>"} for a secret that Bringup keeps`);
  if (typeof sent === 'string' && !isOneWord(sent)) throw refuse(asked, field, 'must be one word');
  const value = sent?.trim() || deps.settings.secret(name);
  if (value) {
    const ref = asked.prefix + name;
    found.references.push({ name, ref });
    found.values.push({ ref, value });
  } else if ((await deps.secrets.get(namedSecretRef(named))) !== null) {
    found.references.push({ name, ref: await knownRef(deps, asked, field, named, isOneWord) });
  } else if (required) throw refuse(asked, field, `is required (or set ${name}, or the secret ${named})`);
}

// A key is one line; anything else would end up in a file on the box.
const isOneWord = (value: string): boolean => !/\s/.test(value.trim()) && !CONTROL.test(value);

async function knownRef(
  deps: Deps,
  asked: Asked,
  field: string,
  secret: string,
  fits: (value: string) => boolean = () => true,
): Promise<string> {
  const ref = namedSecretRef(secret);
  const value = await deps.secrets.get(ref);
  if (value === null) throw refuse(asked, field, `there is no secret ${secret}; GET /api/v1/secrets lists their names`);
  if (!fits(value)) throw refuse(asked, field, `the secret ${secret} must be one word here`);
  return ref;
}

const refuse = ({ step, at }: Asked, field: string, what: string): Error =>
  bringupError('input_invalid', `${at}: ${field} ${what}`, { field, step: step + 1 });
