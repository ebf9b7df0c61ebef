import { appendFileSync, renameSync, statSync } from 'node:fs';

const LIMIT_BYTES = 10 * 1024 * 1024;
const KEPT_LINES = 20;

export interface ProcessLog {
  write: (bytes: Buffer) => void;
  /** What was written last, for the sentence that tells of a death. */
  lastLines: (count: number) => string[];
}

interface ProcessLogOptions {
  limitBytes?: number;
  /** Told once when the file cannot be written any more. */
  onTrouble?: (sentence: string) => void;
}

/** The log of one of our processes: appended to, and put aside as `<file>.1` when it has become long. */
export function createProcessLog(
  file: string,
  { limitBytes = LIMIT_BYTES, onTrouble = () => undefined }: ProcessLogOptions = {},
): ProcessLog {
  let isWriting = true;
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let lines: string[] = [];
  let rest = '';

  function append(bytes: Buffer) {
    if (size > 0 && size + bytes.length > limitBytes) {
      renameSync(file, `${file}.1`);
      size = 0;
    }
    appendFileSync(file, bytes, { mode: 0o600 });
    size += bytes.length;
  }

  // A full disk must not end what is being logged; the last lines are known all the same.
  function tryAppend(bytes: Buffer) {
    try {
      append(bytes);
      isWriting = true;
    } catch (error) {
      if (isWriting) onTrouble(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
      isWriting = false;
    }
  }

  return {
    write(bytes) {
      tryAppend(bytes);
      const [last = '', ...before] = (rest + bytes.toString()).split('\n').reverse();
      rest = last.slice(-2000);
      lines = [...lines, ...before.reverse().filter((line) => line.trim() !== '')].slice(-KEPT_LINES);
    },
    lastLines: (count) => [...lines, ...(rest.trim() ? [rest] : [])].slice(-count).map(plain),
  };
}

/** The sentence in a line of JSON as pino writes it; any other line as it is. */
function plain(line: string): string {
  try {
    const entry = JSON.parse(line) as { msg?: unknown; err?: { message?: unknown } };
    const words = [entry.msg, entry.err?.message].filter((word) => typeof word === 'string' && word !== '');
    return words.length > 0 ? [...new Set(words)].join(': ') : line;
  } catch {
    // Not JSON: a stack trace, or the Temporal server.
    return line.trim();
  }
}
