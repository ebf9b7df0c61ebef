import type { RunItem } from '../../../contract/run-list.ts';
import type { ConnectionCheck } from '../runs/connection-check.ts';

/** The run that is at work on the box of this connection; null where none is known to be. */
export function busyRun(check: ConnectionCheck, active: readonly RunItem[]): RunItem | null {
  if (!check.ok) return null;
  const isThere = ({ instance }: RunItem): boolean =>
    check.kind === 'vast'
      ? instance.key === `vast:${check.instanceId}`
      : instance.host === check.host && instance.port === check.port && instance.user === check.user;
  return active.find(isThere) ?? null;
}
