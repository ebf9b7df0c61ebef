// Under which name a worker is known to Temporal: it lets the next worker prove that this one is dead.
import { hostname } from 'node:os';
import { startOf } from '../adapters/process-start.ts';

/** `<pid>@<host>/<start>`: one process, for ever. */
export const ownIdentity = (): string => identityOf(process.pid, startOf(process.pid) ?? '');

const identityOf = (pid: number, start: string) => `${pid}@${hostname()}/${start}`;

/** True only when it is proved: a worker of this machine whose process is gone. Of any other nothing is known here. */
export function isDead(identity: string): boolean {
  const [, pid, host, start] = /^(\d+)@(.+)\/(.+)$/.exec(identity) ?? [];
  if (pid === undefined || host !== hostname()) return false;
  return startOf(Number(pid)) !== start;
}
