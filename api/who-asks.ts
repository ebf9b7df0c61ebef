import type { Request } from 'express';

/** Who asked, as far as it can be known before there are users: with the token or locally, the address, and the program's name for itself. */
export function whoAsks(request: Request): { decided_at: string; decided_by: string } {
  const program = (request.get('user-agent') ?? 'unknown program').replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
  const how = request.get('authorization') ? 'token' : 'local';
  return {
    decided_at: new Date().toISOString(),
    decided_by: `${how}, ${request.socket.remoteAddress ?? 'unknown'}, ${program}`,
  };
}
