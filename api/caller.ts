// Who asks, and what they may do. The guard finds it out once per request; routes only read it.
import type { Request, Response } from 'express';

/** What a caller may do: look, drive runs, or change what everybody stands on. Each holds those before it. */
const scopes = ['read', 'run', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export interface Caller {
  /** `local`: on loopback without a token. `token`: whoever has it. */
  kind: 'local' | 'token';
  /** The token's name; `local` without one. */
  name: string;
  scope: Scope;
}

/** On loopback nobody needs a token: whoever is on this computer may do what its user may. */
export const localCaller: Caller = { kind: 'local', name: 'local', scope: 'admin' };

export const mayDo = ({ scope }: Pick<Caller, 'scope'>, needed: Scope): boolean =>
  scopes.indexOf(scope) >= scopes.indexOf(needed);

/** Set by the guard (app.ts) before any route. */
export const setCaller = (response: Response, caller: Caller): void => void (response.locals['caller'] = caller);
export const callerOf = (response: Response): Caller => response.locals['caller'] as Caller;

/** Who asked, from where and when: for what is remembered for ever. */
export function whoAsks(request: Request, response: Response): { decided_at: string; decided_by: string } {
  const { kind, name } = callerOf(response);
  const program = (request.get('user-agent') ?? 'unknown program').replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
  const who = kind === 'local' ? name : `${kind} ${name}`;
  return {
    decided_at: new Date().toISOString(),
    decided_by: `${who}, ${request.socket.remoteAddress ?? 'unknown'}, ${program}`,
  };
}
