// rsync over OpenSSH: resumes, compares, verifies. The same keys and the same known hosts as our own connections.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { InstanceAddress } from '../../contract/instance.ts';
import { withoutSecrets } from '../without-secrets.ts';
import { endWithUs } from '../end-with-us.ts';
import { bringupError } from '../errors.ts';
import type { LoadedSettings } from '../settings/settings.ts';
import type { Identities } from './identities.ts';
import type { MediaFile } from './list-media.ts';
import { quote } from './shell.ts';
import { place } from './connect.ts';

export interface Transfer {
  address: InstanceAddress;
  /** Folder on the box that the files' paths are relative to. */
  root: string;
  /** Local folder. */
  folder: string;
  files: MediaFile[];
  signal: AbortSignal;
  log: (text: string) => Promise<void>;
  /** A file has arrived whole. */
  onFile: (path: string) => void;
}

interface RsyncDependencies {
  settings: LoadedSettings;
  identities: (address: InstanceAddress) => Promise<Identities>;
}

/** Whether rsync and ssh are on this computer; null when one of them lacks. */
export async function findRsync(): Promise<'rsync' | null> {
  try {
    await promisify(execFile)('rsync', ['--version']);
    await promisify(execFile)('ssh', ['-V']);
    return 'rsync';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** After this rsync is not asked any more. */
const STOP_MS = 3_000;

/** Brings files; partial ones are kept aside and continued. Throws ssh_unreachable or sync_failed. */
export async function rsyncFiles(deps: RsyncDependencies, rsync: string, transfer: Transfer): Promise<void> {
  const { address } = transfer;
  // Not in the data folder: ssh hands this path to the jump hosts' ssh through a shell, unquoted.
  const own = await mkdtemp(path.join(tmpdir(), 'bringup-rsync-'));
  try {
    const config = path.join(own, 'ssh_config');
    await writeFile(config, await sshConfig(deps, address, own), { mode: 0o600 });
    await runRsync(rsync, sshCommand(address, config), transfer);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function runRsync(rsync: string, ssh: string, transfer: Transfer): Promise<void> {
  const { address, root, folder, files, signal, log, onFile } = transfer;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const child = spawn(
    rsync,
    [
      '--archive',
      '--no-owner',
      '--no-group',
      '--no-specials',
      '--no-devices',
      // Keeps names with blanks and quotes from the remote shell.
      '--protect-args',
      '--partial-dir=.rsync-partial',
      '--timeout=60',
      '--from0',
      '--files-from=-',
      '--out-format=%n',
      '-e',
      ssh,
      `${address.user}@${host}:${root}/`,
      `${folder}/`,
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env: withoutSecrets() as NodeJS.ProcessEnv },
  );
  endWithUs(child, { group: true });
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  child.stdin.on('error', () => undefined); // rsync that ended early has said why on stderr
  child.stdin.end(files.map(({ path }) => `${path}\0`).join(''));
  let complaints = '';
  child.stderr.on('data', (bytes: Buffer) => {
    complaints = (complaints + bytes.toString('utf8')).slice(-4000);
  });
  // Names are bytes: one character stands for one until all of them are there.
  child.stdout.setEncoding('latin1');
  let logged: Promise<void> = Promise.resolve();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const name = unescape(line);
    onFile(name);
    logged = logged.then(() => log(`${name}\n`));
    logged.catch(() => undefined); // told below
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    // Not before nothing of it runs any more: a cancel waits for this.
    child.once('close', (exit) => resolve(exit ?? 255));
  });
  signal.removeEventListener('abort', stop);
  await logged;
  if (complaints) await log(complaints);
  signal.throwIfAborted();
  if (code !== 0) throw rsyncFailure(address, code, complaints.trim());
}

// rsync writes bytes that are not printable in the locale as \#ooo.
const unescape = (line: string) =>
  Buffer.from(
    line.replaceAll(/\\#(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    'latin1',
  ).toString('utf8');

function rsyncFailure(address: InstanceAddress, code: number, complaints: string) {
  const last = complaints.split('\n').filter(Boolean).slice(-2).join(' ');
  const message = `rsync from ${place(address)} ended with code ${code}: ${last}`;
  // 255 is ssh's own, 10 and 30 are the network (rsync(1)). 12 means a broken stream and a missing rsync alike; rsync also says it of
  // an ssh that has ended, when it did not come to see its 255.
  const isCut = /connection (refused|reset|closed|unexpectedly closed|timed out)/i.test(complaints);
  const isMissing = /not found|no such file/i.test(complaints);
  const network = [10, 30, 255].includes(code) || (code === 12 && isCut && !isMissing);
  return bringupError(network ? 'ssh_unreachable' : 'sync_failed', message, { exit_code: code });
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
