// Who asks, and what they may do. Found out once per request (access.ts); routes only read it.
import type { Request, Response } from 'express';
import { type Scope, scopes } from '../contract/scope.ts';

export interface Caller {
  /** `local`: on loopback without a token. `session`: a browser that has signed in. `nobody`: a token is needed and none came. */
  kind: 'local' | 'token' | 'session' | 'nobody';
  /** The token's name; `local` and `nobody` without one. */
  name: string;
  /** Null: nothing. */
  scope: Scope | null;
  /** When what they came in with ends to hold; null: never. */
  expires_at: string | null;
}

/** On loopback nobody needs a token: whoever is on this computer may do what its user may. */
export const localCaller: Caller = { kind: 'local', name: 'local', scope: 'admin', expires_at: null };
export const nobody: Caller = { kind: 'nobody', name: 'nobody', scope: null, expires_at: null };

export const mayDo = ({ scope }: Pick<Caller, 'scope'>, needed: Scope): boolean =>
  scope !== null && scopes.indexOf(scope) >= scopes.indexOf(needed);

/** Set before any route (app.ts). */
export const setCaller = (response: Response, caller: Caller): void => void (response.locals['caller'] = caller);
export const callerOf = (response: Response): Caller => response.locals['caller'] as Caller;

/** A caller in a word, as it stands in records. */
export const callerName = ({ kind, name }: Caller): string =>
  kind === 'local' || kind === 'nobody' ? name : `${kind} ${name}`;

/** Who asked, from where and when: for what is remembered for ever. */
export function whoAsks(request: Request, response: Response): { decided_at: string; decided_by: string } {
  const program = (request.get('user-agent') ?? 'unknown program').replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
  return {
    decided_at: new Date().toISOString(),
    decided_by: `${callerName(callerOf(response))}, ${request.socket.remoteAddress ?? 'unknown'}, ${program}`,
  };
}
