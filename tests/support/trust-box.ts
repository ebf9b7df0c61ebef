import { createKnownHosts } from '../../adapters/ssh/known-hosts.ts';
import type { LabBox } from '../../lab/sshd.ts';

/** Makes a box's host key known in a known_hosts file, as a person would have. An earlier box may have had the same port. */
export function trustBox(file: string, { host, port, hostKey }: LabBox): Promise<void> {
  return createKnownHosts({ own: file, others: [] }).pin(host, port, hostKey.type, hostKey.base64, { replace: true });
}
