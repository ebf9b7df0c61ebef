// Files without rsync at one of the ends: the bytes from where the partial copy stopped, over our own connection.
import { open, mkdir, rename, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { bringupError } from '../errors.ts';
import type { Connection } from './connect.ts';
import type { MediaFile } from './list-media.ts';
import type { Transfer } from './rsync.ts';
import { exitCode, streamed } from './run-shell.ts';
import { assignments } from './shell.ts';

const AT_ONCE = 4;

/** Brings files, four at a time; partial ones lie in .partial beside their place and are continued. */
export async function streamFiles(
  connection: Connection,
  { root, folder, files, signal, log, onFile }: Transfer,
): Promise<void> {
  const queue = [...files];
  let failed = false;
  const worker = async () => {
    for (let file = queue.shift(); file && !failed; file = queue.shift()) {
      signal.throwIfAborted();
      try {
        await streamFile(connection, root, folder, file, signal);
      } catch (error) {
        failed = true;
        throw error;
      }
      onFile(file.path);
      await log(`${file.path}\n`);
    }
  };
  // All have to be over before the caller tries again: two writers would spoil a partial file.
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function streamFile(
  connection: Connection,
  root: string,
  folder: string,
  file: MediaFile,
  signal: AbortSignal,
): Promise<void> {
  const target = path.join(folder, file.path);
  const partial = path.join(
    path.dirname(target),
    '.partial',
    `${path.basename(target)}.${file.size}.${Math.floor(file.mtime)}`,
  );
  await mkdir(path.dirname(partial), { recursive: true });
  const handle = await open(partial, 'a');
  try {
    const { size: found } = await handle.stat();
    // Longer than the file it is of: something else wrote to it.
    if (found > file.size) await handle.truncate(0);
    const have = found > file.size ? 0 : found;
    const text = `${assignments({ FILE: `${root}/${file.path}` })}\ntail -c +${have + 1} -- "$FILE"`;
    const problem = await connection.exec(
      ...streamed(text, async (channel, read) => {
        const errors: Buffer[] = [];
        signal.addEventListener('abort', () => channel.close(), { once: true });
        const exit = exitCode(channel);
        await Promise.all([
          read(channel, async (bytes) => void (await handle.write(bytes))),
          read(channel.stderr, (bytes) => void errors.push(bytes)),
        ]);
        return (await exit) === 0 ? null : Buffer.concat(errors).toString('utf8').trim();
      }),
    );
    if (problem !== null) throw bringupError('sync_failed', `${file.path} could not be read on the box: ${problem}`);
  } finally {
    await handle.close();
  }
  const { size } = await stat(partial);
  // It changed while it was read; the comparison at the end tells it.
  if (size !== file.size) return;
  await utimes(partial, file.mtime, file.mtime);
  await rename(partial, target);
}
