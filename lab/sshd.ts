// What thin and thick boxes share: OpenSSH's own server as a child process, its configuration, and waiting until it listens.
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { HostKey } from './ssh-keys.ts';

/** A box that tests can log in to. */
export interface LabBox {
  host: string;
  /** Changes when the box is restarted on another port. */
  readonly port: number;
  user: string;
  /** HOME of the sessions, as a path on the box. */
  home: string;
  /** File of the private key that the box lets in. */
  identityFile: string;
  readonly hostKey: HostKey;
  /** `ssh -p … user@127.0.0.1` */
  readonly connection: string;
  /** Process that is the box as seen from here: sshd of a thin box, the namespaces' init of a thick one. */
  readonly pid: number;
  /** What sshd said, for a test that fails. */
  logFile: string;
  /** A shell command that reboots the box from within; it returns at once. */
  rebootCommand: string;
  /** Ends everything that runs on the box and starts it again. */
  restart(options?: RestartOptions): Promise<void>;
  /** Ends everything that runs on the box; its files stay. `restart` brings it back. */
  down(): Promise<void>;
  /** Ends everything and removes the box's files. */
  stop(): Promise<void>;
}

export interface RestartOptions {
  /** Start with a new host key, as a recreated box would. */
  newHostKey?: boolean;
  /** Start on another port. */
  port?: number;
}

export interface SshdSettings {
  /** Shown before the login. */
  banner?: string;
  /** OpenSSH's default is 10. */
  maxSessions?: number;
  /** OpenSSH's default is 10:30:100; a box for tests takes more logins at once unless this is given. */
  maxStartups?: string;
  /** More lines for sshd_config. */
  sshdConfig?: string[];
}

/** One word of an sshd_config line. */
function word(text: string): string {
  if (/[\0\r\n]/.test(text)) throw new Error(`not possible in sshd_config: ${JSON.stringify(text)}`);
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Text of sshd_config. Paths are absolute: sshd starts itself again from / for every connection. */
export function sshdConfig(
  port: number,
  files: { hostKey: string; authorizedKeys: string; banner?: string | undefined; pid: string },
  environment: Record<string, string>,
  { maxSessions, maxStartups = '1000:30:1000', sshdConfig: more = [] }: SshdSettings,
): string {
  // sshd takes the first value it meets, so a test's own lines win.
  const lines = [
    ...more,
    `Port ${port}`,
    // sshd would listen on each that it is told, and on the last one first.
    ...(more.some((line) => line.startsWith('ListenAddress')) ? [] : ['ListenAddress 127.0.0.1']),
    `HostKey ${word(files.hostKey)}`,
    `PidFile ${word(files.pid)}`,
    `AuthorizedKeysFile ${word(files.authorizedKeys)}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin prohibit-password',
    'Subsystem sftp internal-sftp',
    `MaxStartups ${maxStartups}`,
    ...(maxSessions === undefined ? [] : [`MaxSessions ${maxSessions}`]),
    ...(files.banner === undefined ? [] : [`Banner ${word(files.banner)}`]),
    // Only the first SetEnv line counts, so all pairs stand on one.
    `SetEnv ${Object.entries(environment)
      .map(([name, value]) => word(`${name}=${value}`))
      .join(' ')}`,
  ];
  return lines.join('\n') + '\n';
}

/** Starts a program that runs sshd in the foreground (`-D -e`) and resolves when sshd listens. */
export async function spawnSshd(program: string, parameters: string[], logFile: string): Promise<ChildProcess> {
  // In a group of its own: Ctrl-C in a terminal is for whoever started the box, who then ends it in order.
  const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  child.stderr.pipe(createWriteStream(logFile, { flags: 'a' }));
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`sshd ended with ${code}: ${said.slice(-5).join(' | ')}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      if (line.startsWith('Server listening on')) resolve();
    });
  });
  return child;
}

/** Resolves when a child process is gone. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}
