import { bringupError } from '../errors.ts';
import { isLoopback } from '../loopback.ts';
import type { LoadedSettings } from '../settings/settings.ts';
import type { Store } from './store.ts';

/** Throws input_invalid where other computers could come in and nobody would ask them for anything. */
export async function refuseOpenDoor(
  { host, secret }: Pick<LoadedSettings, 'host' | 'secret'>,
  { tokens }: Pick<Store, 'tokens'>,
): Promise<void> {
  if (isLoopback(host) || secret('BRINGUP_TOKEN') !== null) return;
  const now = Date.now();
  const known = await tokens.list();
  if (known.some(({ expires_at }) => expires_at === null || Date.parse(expires_at) > now)) return;
  throw bringupError(
    'input_invalid',
    `HOST is ${host}: other computers could drive Bringup. Make a token first (bringup token create), set BRINGUP_TOKEN, or leave HOST at 127.0.0.1.`,
    { field: 'HOST' },
  );
}
