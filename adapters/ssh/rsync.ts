// rsync over OpenSSH, both ways: resumes, compares, verifies. It has no option here that deletes anything, on either side.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { InstanceAddress } from '../../contract/instance.ts';
import { withoutSecrets } from '../without-secrets.ts';
import { endWithUs } from '../end-with-us.ts';
import { bringupError } from '../errors.ts';
import { type ByteName, bytesOf, nameOf, shown, textOf } from '../sync/names.ts';
import { place } from './connect.ts';
import { createRsyncReader, type RsyncListener } from './rsync-output.ts';
import { type RsyncDependencies, sshFor } from './rsync-ssh.ts';

export interface Transfer extends RsyncListener {
  address: InstanceAddress;
  /** `pull`: from the box to here. */
  direction: 'pull' | 'push';
  /** Folder on the box that the files' paths are relative to. */
  root: ByteName;
  /** Local folder. */
  folder: string;
  files: { path: ByteName; size: number; mtime: number }[];
  /** 1,024 bytes a second. */
  bandwidth_kb_s?: number | undefined;
  /** Pull only: brings what a symbolic link points to. */
  followLinks?: boolean;
  /** Push only: into the place of what is there. */
  overwrite?: boolean;
  signal: AbortSignal;
}

/** Files that are not kept up by others' troubles: what could not be had is said in words and found by comparing afterwards. */
export interface TransferEnd {
  complaints: string[];
}

/** Partial copies lie beside their file, under this name; rsync's own name for it in its manual. */
export const PARTIAL_FOLDER = '.rsync-partial';

/** Whether rsync (3.1 or later) and ssh are on this computer; null when one of them lacks. */
export async function findRsync(): Promise<'rsync' | null> {
  try {
    const { stdout } = await promisify(execFile)('rsync', ['--version']);
    await promisify(execFile)('ssh', ['-V']);
    // macOS has another program of that name, which lacks what we need.
    const [, major = 0, minor = 0] = /rsync +version v?(\d+)\.(\d+)/.exec(stdout) ?? [];
    return Number(major) * 100 + Number(minor) >= 301 ? 'rsync' : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** rsync's arguments are text: a folder whose name is not UTF-8 goes over our own connection. */
export const rsyncCanReach = (root: ByteName): boolean => textOf(root) !== null;

/** After this rsync is not asked any more. */
const STOP_MS = 3_000;
const MOST_COMPLAINTS = 1_000;

/** Brings or sends files; partial ones are kept aside and continued. Throws ssh_unreachable, disk_full (of the box) or sync_failed. */
export async function rsyncFiles(deps: RsyncDependencies, rsync: string, transfer: Transfer): Promise<TransferEnd> {
  // Not in the data folder: ssh hands this path to the jump hosts' ssh through a shell, unquoted.
  const own = await mkdtemp(path.join(tmpdir(), 'bringup-rsync-'));
  try {
    return await runRsync(rsync, await sshFor(deps, transfer.address, own), transfer);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

function rsyncArguments(ssh: string, { address, direction, root, folder, ...transfer }: Transfer): string[] {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  // The other side's rsync expands wildcards, also where no shell does; one that fits nothing is taken as it stands.
  const remote = `${address.user}@${host}:${(textOf(root) ?? '').replace(/[*?[\]\\]/g, '\\$&')}/`;
  return [
    '--times',
    '--omit-dir-times',
    // Modes are ours: readable, never setuid, folders that we can write to. Owners are those of who logs in.
    '--no-perms',
    '--chmod=Du=rwx,Dgo=rx,Fu=rw,Fgo=r',
    '--no-owner',
    '--no-group',
    '--no-specials',
    '--no-devices',
    transfer.followLinks ? '--copy-links' : '--no-links',
    // A folder of the box that is a link to a larger disk stays one.
    ...(direction === 'push' ? ['--keep-dirlinks'] : []),
    ...(direction === 'push' && !transfer.overwrite ? ['--ignore-existing'] : []),
    // Keeps names with blanks and quotes from the remote shell.
    '--protect-args',
    `--partial-dir=${PARTIAL_FOLDER}`,
    '--timeout=60',
    ...(transfer.bandwidth_kb_s ? [`--bwlimit=${transfer.bandwidth_kb_s}`] : []),
    '--from0',
    '--files-from=-',
    '--out-format=> %n',
    '--info=progress1',
    '--no-human-readable',
    '--outbuf=L',
    '-e',
    ssh,
    ...(direction === 'pull' ? [remote, `${folder}/`] : [`${folder}/`, remote]),
  ];
}

async function runRsync(rsync: string, ssh: string, transfer: Transfer): Promise<TransferEnd> {
  const { files, signal } = transfer;
  const child = spawn(rsync, rsyncArguments(ssh, transfer), {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: withoutSecrets() as NodeJS.ProcessEnv,
  });
  endWithUs(child, { group: true });
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => killGroup(child.pid), STOP_MS).unref();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  child.stdin.on('error', () => undefined); // rsync that ended early has said why on stderr
  child.stdin.end(bytesOf(files.map(({ path }) => `${path}\0`).join('')));
  let said = '';
  const complaints: string[] = [];
  child.stderr.on('data', (bytes: Buffer) => {
    const lines = (said + nameOf(bytes)).split('\n');
    said = lines.pop() ?? '';
    complaints.push(...lines.slice(0, Math.max(0, MOST_COMPLAINTS - complaints.length)));
  });
  child.stdout.on('data', createRsyncReader(transfer));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    // Not before nothing of it runs any more: a cancel waits for this.
    child.once('close', (exit) => resolve(exit ?? 255));
  });
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (said) complaints.push(said);
  const words = complaints.filter((line) => line.trim() !== '').map(shown);
  const full = words.find((line) => /No space left on device|Disk quota exceeded/i.test(line));
  // 23: some files could not be had; 24: some have vanished. Which ones the comparison tells.
  if (code !== 0 && (full || ![23, 24].includes(code))) throw rsyncFailure(transfer, code, words, full);
  return { complaints: words };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile, as it should.
  }
}

function rsyncFailure(
  { address, direction, folder }: Transfer,
  code: number,
  words: string[],
  full: string | undefined,
) {
  const last = words.slice(-2).join(' ');
  const way = direction === 'pull' ? 'from' : 'to';
  const message = `rsync ${way} ${place(address)} ended with code ${code}: ${last}`;
  if (full && direction === 'push') return bringupError('disk_full', `The disk of ${place(address)} is full: ${full}`);
  if (full)
    return bringupError('sync_failed', `The disk of this computer is full (${folder}): ${full}`, { exit_code: code });
  // 255 is ssh's own, 10 and 30 are the network (rsync(1)). 12 means a broken stream and a missing rsync alike; rsync also says it of
  // an ssh that has ended, when it did not come to see its 255.
  const isCut = words.some((line) => /connection (refused|reset|closed|unexpectedly closed|timed out)/i.test(line));
  const isMissing = words.some((line) => /not found|no such file/i.test(line));
  const network = [10, 30, 255].includes(code) || (code === 12 && isCut && !isMissing);
  return bringupError(network ? 'ssh_unreachable' : 'sync_failed', message, { exit_code: code });
}
