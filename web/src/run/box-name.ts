import type { RunState } from '../../../contract/run-state.ts';

/** A box as people write it: `root@10.0.0.7:2838`; its key where nothing else is known. */
export function boxName({ user, host, port, key }: RunState['instance']): string {
  return host === '' ? key : `${user}@${host.includes(':') ? `[${host}]` : host}:${port}`;
}
