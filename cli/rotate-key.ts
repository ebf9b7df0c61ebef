// `bringup rotate-key`: a new key for the secrets.
import { rotateKey } from '../adapters/secrets/rotate-key.ts';
import { readSecretKey } from '../adapters/settings/secret-key.ts';
import { loadSettings } from '../adapters/settings/settings.ts';
import { Refusal } from './refusal.ts';

interface Rotate {
  env: Record<string, string | undefined>;
  say: (line: string) => void;
}

/** Seals every secret with a new key and says what is left to do. Throws a Refusal where there is no new key to take. */
export async function rotate({ env, say }: Rotate): Promise<void> {
  const settings = await loadSettings(env);
  const { BRINGUP_SECRET_KEY_NEW: given } = env;
  const newKey = given ? readSecretKey('BRINGUP_SECRET_KEY_NEW', given) : null;
  const where = env['BRINGUP_SECRET_KEY_FILE'] ? 'the file of BRINGUP_SECRET_KEY_FILE' : 'BRINGUP_SECRET_KEY';
  if (settings.secretKey && !newKey) {
    throw new Refusal(
      `The key comes from ${where}, so the new one has to come from BRINGUP_SECRET_KEY_NEW. Make one with: openssl rand -base64 32`,
    );
  }
  const { secrets, unreadable } = await rotateKey(settings, newKey);
  say(
    `The new key opens ${secrets} secrets. The old one is kept, sealed with the new one, to read what Temporal has stored.`,
  );
  for (const file of unreadable) say(`${file} opens with neither key and was left as it is.`);
  if (settings.secretKey) {
    say(
      `Next: put the new key into ${where}, take BRINGUP_SECRET_KEY_NEW away, and start Bringup again, every process of it.`,
    );
  } else if (newKey) {
    say(
      `Next: to take the key out of the data folder, set BRINGUP_SECRET_KEY to it, start Bringup again, and remove ${settings.path('secrets', 'key')}.`,
    );
  }
}
