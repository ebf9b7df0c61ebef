// Files without rsync at one of the ends: bytes over our own connection, from where a partial copy stopped once its SHA-256 is that
// of the file's beginning. It needs a shell and coreutils (or BusyBox) over there, no sftp subsystem. Partial copies lie where rsync
// has them, so that either goes on with what the other has left.
import { mkdir, open, rename, rmdir, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { bringupError } from '../errors.ts';
import { lookAt, sha256Of } from '../sync/local-files.ts';
import { at, type ByteName, folderOf, lastOf, shown } from '../sync/names.ts';
import { askFacts, askHashes, askRemoveFolders, byteVariable, sha256Function } from './box-files.ts';
import { place, type Connection } from './connect.ts';
import { piped } from './piped.ts';
import { PARTIAL_FOLDER, type Transfer, type TransferEnd } from './rsync.ts';
import { assignments } from './shell.ts';

const AT_ONCE = 4;
const PIECE = 256 * 1024;

type Wanted = Transfer['files'][number];

export const partialOf = (name: ByteName): ByteName =>
  `${folderOf(name) === '.' ? '' : `${folderOf(name)}/`}${PARTIAL_FOLDER}/${lastOf(name)}`;

/** Brings or sends files, four at a time. Throws ssh_unreachable, disk_full (of the box) or sync_failed. */
export async function streamFiles(connection: Connection, transfer: Transfer): Promise<TransferEnd> {
  const throttle = createThrottle(transfer.bandwidth_kb_s, transfer.signal);
  const end =
    transfer.direction === 'pull' ? pull(connection, transfer, throttle) : push(connection, transfer, throttle);
  return { complaints: (await end).filter((words) => words !== null) };
}

/** Does each file, some at once. All have to be over before the caller tries again: two writers would spoil a partial file. */
async function eachAtOnce<Item, Result>(items: Item[], signal: AbortSignal, work: (item: Item) => Promise<Result>) {
  const queue = [...items];
  const results: Result[] = [];
  let failed = false;
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && !failed; item = queue.shift()) {
      signal.throwIfAborted();
      try {
        results.push(await work(item));
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}

type Throttle = (bytes: number) => Promise<void>;

/** Waits as long as so many bytes may take, all files together. */
function createThrottle(limit: number | undefined, signal: AbortSignal): Throttle {
  let free = Date.now();
  return async (bytes) => {
    if (!limit) return;
    free = Math.max(free, Date.now()) + (bytes / (limit * 1024)) * 1000;
    const wait = free - Date.now();
    if (wait > 0) await sleep(wait, undefined, { signal });
  };
}

// --- from the box ---

async function pull(connection: Connection, transfer: Transfer, throttle: Throttle): Promise<(string | null)[]> {
  const complaints = await eachAtOnce(transfer.files, transfer.signal, (file) =>
    pullFile(connection, transfer, file, throttle),
  );
  for (const folder of new Set(transfer.files.map(({ path }) => folderOf(partialOf(path))))) {
    // One that still holds something stays.
    await rmdir(at(transfer.folder, folder)).catch(() => undefined);
  }
  return complaints;
}

const PULL = `
how=anew
if [ "$HAVE" -gt 0 ] && words=$(head -c "$HAVE" <"$FILE" | sha256) && [ "\${words%% *}" = "$HASH" ]; then how=resume; else HAVE=0; fi
facts=$(stat -L -c '%s %Y' -- "$FILE") || exit 1
[ -r "$FILE" ] || exit 1
printf '%s %s\\n' "$how" "$facts"
if [ "$HAVE" -eq 0 ]; then exec cat <"$FILE"; fi
exec tail -c "+$((HAVE + 1))" <"$FILE"`;

/** Null when the file arrived whole, as it was over there when its reading began. */
async function pullFile(
  connection: Connection,
  { root, folder, signal, onBytes, onFile }: Transfer,
  file: Wanted,
  throttle: Throttle,
): Promise<string | null> {
  const partial = partialOf(file.path);
  await mkdir(at(folder, folderOf(partial)), { recursive: true });
  const found = await lookAt(folder, partial);
  const have = found?.isFile() && Number(found.size) <= file.size ? Number(found.size) : 0;
  const hash = have > 0 ? await sha256Of(folder, partial, { first: have, signal }) : '';
  const text = [
    sha256Function,
    assignments({ HAVE: String(have), HASH: hash }),
    byteVariable('FILE', `${root}/${file.path}`),
    PULL,
  ].join('\n');
  const handle = await open(at(folder, partial), have > 0 ? 'r+' : 'w');
  let head = '';
  let expected: { size: number; mtime: number } | null = null;
  let size = 0;
  try {
    const take = async (bytes: Buffer) => {
      let data = bytes;
      if (!expected) {
        head += bytes.toString('latin1');
        const line = head.indexOf('\n');
        if (line < 0) return;
        const [how, sizeThere = '', mtime = ''] = head.slice(0, line).split(' ');
        expected = { size: Number(sizeThere), mtime: Number(mtime) };
        size = how === 'resume' ? have : 0;
        await handle.truncate(size);
        data = Buffer.from(head.slice(line + 1), 'latin1');
      }
      await handle.write(data, 0, data.length, size);
      size += data.length;
      onBytes(file.path, size);
      await throttle(data.length);
    };
    const { code, stderr } = await piped(connection, text, { take, signal });
    if (code !== 0) return `${shown(file.path)}: ${stderr || `code ${code}`}`;
  } catch (error) {
    throw localTrouble(error, folder, file.path);
  } finally {
    await handle.close();
  }
  // `take` has set it; the compiler does not see that.
  const there = expected as { size: number; mtime: number } | null;
  // A file that grew meanwhile gave more than it had when its reading began: as it was at its end is as good.
  if (!there || size < there.size) return `${shown(file.path)}: only ${size} of ${there?.size ?? file.size} bytes came`;
  const time = Math.floor(file.mtime) === there.mtime ? file.mtime : there.mtime;
  await utimes(at(folder, partial), time, time);
  await rename(at(folder, partial), at(folder, file.path));
  onFile(file.path);
  return null;
}

function localTrouble(error: unknown, folder: string, name: ByteName): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return bringupError(
    'sync_failed',
    `The disk of this computer is full (${folder}) at ${shown(name)}.`,
    {},
    { cause: error },
  );
}

// --- to the box ---

async function push(connection: Connection, transfer: Transfer, throttle: Throttle): Promise<(string | null)[]> {
  const { files, folder, root, signal } = transfer;
  const box = { root };
  const partials = files.map(({ path }) => partialOf(path));
  const facts = await askFacts(connection, box, partials, signal);
  const begun = files.filter((file, index) => {
    const answer = facts[index];
    return answer?.kind === 'there' && answer.size > 0 && answer.size <= file.size;
  });
  const hashes = await askHashes(
    connection,
    box,
    begun.map(({ path }) => partialOf(path)),
    signal,
  );
  const have = new Map<Wanted, number>();
  for (const [index, file] of begun.entries()) {
    const answer = hashes[index];
    if (answer?.kind !== 'hashed' || answer.size > file.size) continue;
    if ((await sha256Of(folder, file.path, { first: answer.size, signal })) === answer.sha256)
      have.set(file, answer.size);
  }
  const complaints = await eachAtOnce(files, signal, (file) =>
    pushFile(connection, transfer, file, have.get(file) ?? 0, throttle),
  );
  await askRemoveFolders(connection, box, [...new Set(partials.map(folderOf))]);
  return complaints;
}

const PUSH = `
mkdir -p -- "$DIR" && cd -- "$DIR" || exit 1
if [ "$HAVE" -eq 0 ]; then : >"$PART" || exit 1; fi
cat >>"$PART" || exit 1
arrived=$(wc -c <"$PART") || exit 1
if [ "$arrived" -ne "$SIZE" ]; then printf '%s\\n' "$arrived of $SIZE bytes are there" >&2; exit 3; fi
TZ=UTC0 touch -m -t "$STAMP" -- "$PART" || exit 1
if [ -d "../$NAME" ] && [ ! -L "../$NAME" ]; then printf 'a folder of that name is there\\n' >&2; exit 4; fi
if [ -n "$OVERWRITE" ]; then mv -f -- "$PART" "../$NAME"; exit; fi
if ln -- "$PART" "../$NAME" 2>/dev/null; then rm -f -- "$PART"; exit; fi
if [ -e "../$NAME" ] || [ -L "../$NAME" ]; then printf 'something of that name is there\\n' >&2; exit 4; fi
mv -- "$PART" "../$NAME"`;

async function pushFile(
  connection: Connection,
  { address, root, folder, overwrite = false, signal, onBytes, onFile }: Transfer,
  file: Wanted,
  have: number,
  throttle: Throttle,
): Promise<string | null> {
  const handle = await open(at(folder, file.path), 'r');
  try {
    const { code, stderr } = await piped(connection, pushText(root, file, have, overwrite), {
      signal,
      take: () => undefined,
      send: async (write) => {
        const piece = Buffer.allocUnsafe(PIECE);
        // No more than was listed: one that grows is told by the comparison afterwards.
        for (let place = have; place < file.size;) {
          signal.throwIfAborted();
          const { bytesRead } = await handle.read(piece, 0, Math.min(PIECE, file.size - place), place);
          if (bytesRead === 0) return;
          await write(Buffer.from(piece.subarray(0, bytesRead)));
          place += bytesRead;
          onBytes(file.path, place);
          await throttle(bytesRead);
        }
      },
    });
    if (/No space left on device|quota exceeded/i.test(stderr)) {
      throw bringupError('disk_full', `The disk of ${place(address)} is full: ${stderr}`);
    }
    if (code !== 0) return `${shown(file.path)}: ${stderr || `code ${code}`}`;
  } finally {
    await handle.close();
  }
  onFile(file.path);
  return null;
}

function pushText(root: ByteName, file: Wanted, have: number, overwrite: boolean): string {
  // As `touch -t` has it, in UTC.
  const [date = '', time = ''] = new Date(file.mtime * 1000).toISOString().replaceAll(/[-:]/g, '').split('T');
  return [
    assignments({
      HAVE: String(have),
      SIZE: String(file.size),
      STAMP: `${date}${time.slice(0, 4)}.${time.slice(4, 6)}`,
      OVERWRITE: overwrite ? 'yes' : '',
    }),
    byteVariable('DIR', `${root}/${folderOf(partialOf(file.path))}`),
    byteVariable('PART', `./${lastOf(file.path)}`),
    byteVariable('NAME', lastOf(file.path)),
    PUSH,
  ].join('\n');
}
