// What a transfer between a box and here stands on, both ways.
import { bringupError } from '../errors.ts';
import { askHashes, type BoxFolder, type FileAnswer, NO_HASH_TOOL } from '../ssh/box-files.ts';
import { type Connection, place, type PlacedInstance } from '../ssh/connect.ts';
import { findRsync, rsyncCanReach, rsyncFiles, type Transfer, type TransferEnd } from '../ssh/rsync.ts';
import type { RsyncDependencies } from '../ssh/rsync-ssh.ts';
import { streamFiles } from '../ssh/stream-files.ts';
import { type ByteName, shown } from './names.ts';

export interface SyncContext extends RsyncDependencies {
  address: PlacedInstance;
  /** Does something with the box's connection. */
  use<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  signal: AbortSignal;
  /** A line of the step's log. */
  log: (line: string) => void;
  progress: SyncProgress;
}

export interface SyncProgress {
  /** These files are to be moved now. */
  plan(files: { path: ByteName; size: number }[]): void;
  /** So many bytes of a file are over. */
  bytes(path: ByteName, bytes: number): void;
  /** It is whole. */
  file(path: ByteName): void;
  /** What is done with files that are not moved: `checking 3 of 9`. */
  say(words: string): void;
}

export type Method = 'rsync' | 'stream';

/** rsync where both ends have it; else our own connection. */
export async function chooseMethod(boxHasRsync: boolean, root: ByteName): Promise<Method> {
  return boxHasRsync && rsyncCanReach(root) && (await findRsync()) !== null ? 'rsync' : 'stream';
}

/** Moves files. What could not be had is told in words; whether all are over there only a comparison tells. */
export async function moveFiles(
  context: SyncContext,
  method: Method,
  files: Transfer['files'],
  way: Pick<Transfer, 'direction' | 'root' | 'folder' | 'bandwidth_kb_s' | 'followLinks' | 'overwrite'>,
): Promise<TransferEnd> {
  const { address, signal, progress, log } = context;
  const transfer: Transfer = {
    ...way,
    address,
    files,
    signal,
    onBytes: (name, bytes) => progress.bytes(name, bytes),
    onFile: (name) => progress.file(name),
  };
  const end =
    method === 'rsync'
      ? await rsyncFiles(context, 'rsync', transfer)
      : await context.use((connection) => streamFiles(connection, transfer));
  for (const words of end.complaints) log(words);
  return end;
}

/** SHA-256 of files of the box, in their order. Throws tool_missing where the box has nothing to make them with. */
export async function hashesOf(
  { use, signal, address }: SyncContext,
  folder: BoxFolder,
  names: ByteName[],
): Promise<FileAnswer[]> {
  const answers = await use((connection) => askHashes(connection, folder, names, signal));
  const index = answers.findIndex((answer) => answer.kind === 'failed' && answer.why.startsWith(NO_HASH_TOOL));
  const [answer, name] = [answers[index], names[index]];
  if (answer?.kind !== 'failed' || name === undefined) return answers;
  const words = `${shown(name)} could not be checked on ${place(address)}: ${answer.why}.`;
  throw bringupError('tool_missing', words, { path: shown(name) });
}

/** The failure of a step whose files could have been moved and were not. */
export const notAll = (what: string, names: string[], complaints: string[], facts: Record<string, number>) =>
  bringupError(
    'sync_failed',
    `${what}: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}.${complaints.length > 0 ? ` ${complaints.slice(-2).join(' ')}` : ''}`,
    facts,
  );
