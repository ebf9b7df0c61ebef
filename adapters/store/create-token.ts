import { randomUUID } from 'node:crypto';
import type { Scope } from '../../contract/scope.ts';
import { bringupError } from '../errors.ts';
import { hashOf, newToken } from '../tokens.ts';
import type { Store, TokenRow } from './store.ts';

const DAY_MS = 24 * 3_600_000;

interface NewToken {
  name: string;
  scope: Scope;
  /** Null: no end. */
  expires_in_days: number | null;
  created_by: string;
}

/** Of the token in the environment. */
const RESERVED = 'BRINGUP_TOKEN';

/**
 * Makes a token. `token` is what opens the door: it is kept nowhere. Throws input_invalid for a name that another one has: the audit
 * log tells them apart by it.
 */
export async function createToken(
  { tokens }: Pick<Store, 'tokens'>,
  { name, scope, expires_in_days: days, created_by }: NewToken,
): Promise<{ row: TokenRow; token: string }> {
  if (name === RESERVED || (await tokens.list()).some((known) => known.name === name)) {
    throw bringupError('input_invalid', `name: there is a token ${name} already`, { field: 'name' });
  }
  const token = newToken();
  const now = Date.now();
  const row: TokenRow = {
    id: randomUUID(),
    name,
    scope,
    created_at: new Date(now).toISOString(),
    created_by,
    expires_at: days === null ? null : new Date(now + days * DAY_MS).toISOString(),
    last_used_at: null,
  };
  await tokens.add(row, hashOf(token));
  return { row, token };
}
