// Step logs: plain files with the bytes as the box wrote them. A byte's place in the file is its place on the box, so the same
// bytes may arrive any number of times, from whichever worker.
import { type FileHandle, open, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import path from 'node:path';
import type { AttemptId } from '../../contract/activities.ts';
import { bringupError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import type { Store } from './store.ts';
import { createTimeMarks } from './time-marks.ts';

const TAIL_BYTES = 64 * 1024;
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;

/** Logs below a folder. */
export function createLogs(folder: string): Store['logs'] {
  const inTurn = createTurns();
  const marks = createTimeMarks();

  const checked = (file: string): string => {
    const [execution = '', name = '', ...deeper] = path.relative(folder, file).split(path.sep);
    if (deeper.length === 0 && PLAIN_NAME.test(execution) && PLAIN_NAME.test(name)) return file;
    throw bringupError('unexpected', `${file} is not a log below ${folder}.`, { file });
  };

  return {
    file: (id, action) => checked(path.join(folder, id.execution_id, fileName(id, action))),
    size: (file) => size(checked(file)),
    writeAt: (file, offset, bytes) => inTurn(checked(file), () => writeAt(file, offset, bytes, marks)),
    tail: (file, lines) => tail(checked(file), lines),
  };
}

function fileName({ step, attempt }: AttemptId, action: string): string {
  const number = String(step + 1).padStart(2, '0');
  const name = `${number}-${action}-${attempt}.log`;
  if (/^(?!00)\d{2,4}-[a-z][a-z0-9_]{0,63}-\d{1,9}\.log$/.test(name)) return name;
  throw bringupError('unexpected', `A log cannot be named ${JSON.stringify(name)}.`, { action, step, attempt });
}

export async function size(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

async function writeAt(
  file: string,
  offset: number,
  bytes: Uint8Array,
  marks: ReturnType<typeof createTimeMarks>,
): Promise<void> {
  const handle = await openForWriting(file);
  try {
    const { size: stored } = await handle.stat();
    if (!Number.isSafeInteger(offset) || offset < 0 || offset > stored) {
      throw bringupError('unexpected', `${file} holds ${stored} bytes, so nothing can be written at ${offset}.`, {
        file,
        offset,
        stored,
      });
    }
    if (offset + bytes.length <= stored) return;
    // Before the bytes: whoever sees them finds the time when they came.
    await marks.add(file, stored);
    await writeNew(handle, offset, bytes, stored);
  } finally {
    await handle.close();
  }
}

async function writeNew(handle: FileHandle, offset: number, bytes: Uint8Array, stored: number): Promise<void> {
  // Written at its place, not appended: another worker may be writing the very same bytes.
  for (let at = stored; at < offset + bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at - offset, offset + bytes.length - at, at);
    at += bytesWritten;
  }
}

async function openForWriting(file: string): Promise<FileHandle> {
  const flags = constants.O_RDWR | constants.O_CREAT;
  try {
    return await open(file, flags, 0o600);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await makeFolder(path.dirname(file));
    return open(file, flags, 0o600);
  }
}

async function tail(file: string, lines: number): Promise<string[]> {
  const end = await size(file);
  if (end === 0 || lines < 1) return [];
  const start = Math.max(0, end - TAIL_BYTES);
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(end - start);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    const found = buffer
      .toString('utf8', 0, bytesRead)
      .replace(/\r?\n$/, '')
      .split('\n');
    // The first line is a whole one only at the start of the file, and it is shown cut rather than not at all.
    return (start > 0 && found.length > 1 ? found.slice(1) : found).slice(-lines).map(lastDrawn);
  } finally {
    await handle.close();
  }
}

/** What a terminal would show of a line that a progress bar has drawn again and again. */
const lastDrawn = (line: string): string => line.replace(/\r+$/, '').split('\r').at(-1) ?? '';

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Lets the tasks of one name run one after the other. */
function createTurns(): (name: string, task: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return async (name, task) => {
    const before = last.get(name);
    // Whoever came before has told its own caller about a failure.
    const turn = before ? before.then(task, task) : task();
    last.set(name, turn);
    try {
      await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}
