import type { Request } from 'express';
import type { LoadedSettings } from '../adapters/settings/settings.ts';

/** Who asked, as far as it can be known before there are users: with the token or locally, the address, and the program's name for itself. */
export function whoAsks(
  request: Request,
  settings: Pick<LoadedSettings, 'secret'>,
): { decided_at: string; decided_by: string } {
  const program = (request.get('user-agent') ?? 'unknown program').replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
  // Where there is a token nobody comes this far without it (host-guard.ts).
  const how = settings.secret('BRINGUP_TOKEN') === null ? 'local' : 'token';
  return {
    decided_at: new Date().toISOString(),
    decided_by: `${how}, ${request.socket.remoteAddress ?? 'unknown'}, ${program}`,
  };
}
