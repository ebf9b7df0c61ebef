import type { Request } from 'express';

/** Who asked, as far as it can be known before there are users: the address, and the program as it names itself. */
export function whoAsks(request: Request): { decided_at: string; decided_by: string } {
  const program = (request.get('user-agent') ?? 'unknown program').replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
  return {
    decided_at: new Date().toISOString(),
    decided_by: `${request.socket.remoteAddress ?? 'unknown'}, ${program}`,
  };
}
