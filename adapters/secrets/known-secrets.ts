import { NAMED_SECRETS } from '../../contract/ids.ts';
import { isBringupError } from '../errors.ts';
import type { LoadedSettings } from '../settings/settings.ts';
import type { Secrets } from './secrets.ts';

interface Sources {
  secrets: Pick<Secrets, 'get' | 'list'>;
  settings: Pick<LoadedSettings, 'secret' | 'vastKey'>;
}

/** The values of all secrets that have a name, of Bringup's own, and of these references: what is blanked in texts. */
export async function knownSecrets(
  { secrets, settings }: Sources,
  references: readonly string[] = [],
): Promise<string[]> {
  const named = await secrets.list(NAMED_SECRETS);
  const refs = new Set([...references, ...named.map(({ ref }) => ref)]);
  const values = await Promise.all([...refs].map((ref) => readable(secrets, ref)));
  const ofServer = [settings.secret('CIVITDL_API_KEY'), settings.vastKey];
  return [...values, ...ofServer].filter((value) => value !== null);
}

/** Null for one that nobody can read any more, and so nobody can print either; whoever needs it is told. */
async function readable(secrets: Sources['secrets'], ref: string): Promise<string | null> {
  try {
    return await secrets.get(ref);
  } catch (error) {
    if (isBringupError(error) && error.failure.code === 'secret_missing') return null;
    throw error;
  }
}
