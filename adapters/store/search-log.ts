// Search through a whole log, of any size, without holding it and without holding up anything else.
import { Worker } from 'node:worker_threads';
import { bringupError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import { size } from './logs.ts';

export interface LogQuery {
  text: string;
  /** `text` is a regular expression, as JavaScript writes them; each line is looked at by itself. */
  regex: boolean;
  case: boolean;
  /** Only lines that begin so. */
  prefix?: string | undefined;
  /** Give matches from this byte on. */
  from: number;
  /** Give the last matches before this byte. */
  before?: number | undefined;
  limit: number;
}

export interface SearchResult {
  matches: { line: number; offset: number; text: string }[];
  /** Matches of the log before the first of these. */
  preceding: number;
  /** Lines that match, in the whole log. */
  total: number;
  /** There are more: they were not counted. */
  total_capped: boolean;
  /** Where the next match begins that is not among these. */
  next_offset: number | null;
}

/** What the thread is given. */
export interface ThreadInput {
  file: string;
  source: string;
  flags: string;
  prefix: string;
  from: number;
  before: number | null;
  limit: number;
  countTo: number;
}

export interface LogSearch {
  /** Throws input_invalid for an expression that is none or takes too long, rate_limited when too many wait. */
  search(file: string, query: LogQuery, gone: AbortSignal): Promise<SearchResult>;
}

interface Options {
  /** Longest a search may take. */
  limitMs?: number;
  atOnce?: number;
  waiting?: number;
}

export const COUNT_TO = 10_000;
const NOTHING: SearchResult = { matches: [], preceding: 0, total: 0, total_capped: false, next_offset: null };

export function createLogSearch({ limitMs = 10_000, atOnce = 2, waiting = 20 }: Options = {}): LogSearch {
  const queue: (() => void)[] = [];
  let running = 0;

  async function takeTurn() {
    if (running < atOnce) return void (running += 1);
    if (queue.length >= waiting) {
      throw bringupError('rate_limited', 'Too many searches are waiting for their turn.', { retry_after_s: 1 });
    }
    // Whoever has ended hands its place over.
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  function giveTurn() {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    async search(file, query, gone) {
      const input = toInput(file, query);
      if ((await size(file)) === 0) return NOTHING;
      await takeTurn();
      try {
        gone.throwIfAborted();
        return await inThread(input, limitMs, gone);
      } finally {
        giveTurn();
      }
    },
  };
}

function toInput(file: string, query: LogQuery): ThreadInput {
  const { text, regex, case: withCase, prefix = '', from, before = null, limit } = query;
  const source = regex ? text : text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const flags = withCase ? '' : 'i';
  try {
    new RegExp(source, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw bringupError('input_invalid', `q: ${error.message}`, { field: 'q' }, { cause: error });
  }
  return { file, source, flags, prefix, from, before, limit, countTo: COUNT_TO };
}

function inThread(input: ThreadInput, limitMs: number, gone: AbortSignal): Promise<SearchResult> {
  const thread = new Worker(packageFile('adapters', 'store', 'search-thread.mjs'), {
    workerData: input,
    // Without what this process was started with: a loader of TypeScript takes longer than the search.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
  return new Promise<SearchResult>((resolve, reject) => {
    const endless = setTimeout(() => reject(tooLong(limitMs)), limitMs);
    const leave = () => reject(gone.reason as Error);
    gone.addEventListener('abort', leave, { once: true });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      clearTimeout(endless);
      gone.removeEventListener('abort', leave);
      reject(bringupError('unexpected', 'A search ended without a result.'));
    });
  }).finally(() => thread.terminate());
}

const tooLong = (limitMs: number) =>
  bringupError(
    'input_invalid',
    `q: the search took longer than ${limitMs / 1000} s and was ended. Use a simpler expression, or plain text.`,
    { field: 'q' },
  );
