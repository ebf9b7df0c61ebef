// Who comes in: by tokens, and by browsers that have signed in with one.
import type { Scope } from '../../contract/scope.ts';

/** A token without what opens the door. */
export interface TokenRow {
  id: string;
  name: string;
  scope: Scope;
  created_at: string;
  /** Name of the caller who made it. */
  created_by: string;
  /** Null: it has no end. */
  expires_at: string | null;
  last_used_at: string | null;
}

/** A browser that has signed in with a token, by the hash of its cookie. */
export interface SessionRow {
  hash: string;
  token_id: string;
  created_at: string;
  expires_at: string;
}
