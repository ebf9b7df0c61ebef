// OpenSSH's own client against a lab box, strict about the box's key and deaf to the user's configuration.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HostKey } from './ssh-keys.ts';

interface Target {
  host: string;
  port: number;
  user: string;
  identityFile: string;
  hostKey: HostKey;
}

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program and collects what it says. */
export async function run(program: string, parameters: string[], input = ''): Promise<CommandResult> {
  const child = spawn(program, parameters, { stdio: 'pipe' });
  const result: CommandResult = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (result.stderr += text));
  child.stdin.on('error', () => undefined); // a program that ended early tells it by its exit code
  child.stdin.end(input);
  [result.code] = (await once(child, 'close')) as [number | null];
  return result;
}

/** Options for ssh (and for rsync -e) with a known_hosts file of its own; call `remove` when done. */
export async function sshOptions(box: Target): Promise<{ options: string[]; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-ssh-'));
  const knownHosts = path.join(folder, 'known_hosts');
  await writeFile(knownHosts, `${box.hostKey.knownHostsLine}\n`);
  const options = ['-F', 'none', '-p', String(box.port), '-i', box.identityFile, '-o', 'IdentitiesOnly=yes'];
  options.push('-o', 'IdentityAgent=none', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=yes');
  options.push(
    '-o',
    `UserKnownHostsFile=${knownHosts}`,
    '-o',
    'GlobalKnownHostsFile=/dev/null',
    '-o',
    'ConnectTimeout=10',
  );
  return { options, remove: () => rm(folder, { recursive: true }) };
}

/** Runs one command on a box with OpenSSH's client. */
export async function ssh(
  box: Target,
  command: string,
  { input = '', more = [] as string[] } = {},
): Promise<CommandResult> {
  const { options, remove } = await sshOptions(box);
  try {
    return await run('ssh', [...options, ...more, `${box.user}@${box.host}`, command], input);
  } finally {
    await remove();
  }
}
