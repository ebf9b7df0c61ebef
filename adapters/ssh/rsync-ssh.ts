// The ssh under rsync: the same keys and the same known hosts as our own connections.
import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InstanceAddress } from '../../contract/instance.ts';
import type { LoadedSettings } from '../settings/settings.ts';
import type { Identities } from './identities.ts';
import { quote } from './shell.ts';

export interface RsyncDependencies {
  settings: LoadedSettings;
  identities: (address: InstanceAddress) => Promise<Identities>;
}

/** The words of `rsync -e`, with what ssh has to obey written into the folder `own`. */
export async function sshFor(deps: RsyncDependencies, address: InstanceAddress, own: string): Promise<string> {
  const config = path.join(own, 'ssh_config');
  await writeFile(config, await sshConfig(deps, address, own), { mode: 0o600 });
  return sshCommand(address, config);
}

/** The words of `rsync -e`: rsync splits them itself at blanks and understands single quotes. */
function sshCommand(address: InstanceAddress, config: string): string {
  const words = [
    'ssh',
    '-F',
    config,
    '-p',
    String(address.port),
    ...(address.jump.length > 0
      ? ['-J', address.jump.map((hop) => `${hop.user}@${hop.host}:${hop.port}`).join(',')]
      : []),
  ];
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word))).join(' ');
}

/** What ssh has to obey, as a file: of all that is given to it, ssh hands only this on to the jump hosts of -J. */
async function sshConfig(
  { settings, identities }: RsyncDependencies,
  address: InstanceAddress,
  own: string,
): Promise<string> {
  const { keys, agent } = await identities(address);
  const keyFiles = await Promise.all(keys.map(({ file }, index) => readableName(file, path.join(own, `key-${index}`))));
  const lines = [
    'Host *',
    // AES-GCM doubles rsync's speed on machines that have it in hardware (SPEED.md, W8).
    'Ciphers aes128-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes128-ctr',
    'BatchMode yes',
    'StrictHostKeyChecking yes',
    `UserKnownHostsFile ${sshPath(settings.path('known_hosts'))} ${sshPath(settings.userKnownHosts)}`,
    'GlobalKnownHostsFile /dev/null',
    'LogLevel ERROR',
    'ServerAliveInterval 5',
    'ServerAliveCountMax 2',
    agent ? `IdentityAgent ${sshPath(agent)}` : 'IdentitiesOnly yes',
    ...keyFiles.map((file) => `IdentityFile ${sshPath(file)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Quotes and backslashes in ssh_config mean what each OpenSSH makes of them, and it puts variables in: such a file gets another name. */
async function readableName(file: string, link: string): Promise<string> {
  if (!/["\\$]/.test(file)) return file;
  await symlink(file, link);
  return link;
}

/** A path in ssh_config: quoted, and with its percent signs as such. */
const sshPath = (file: string) => `"${file.replaceAll('%', '%%')}"`;
