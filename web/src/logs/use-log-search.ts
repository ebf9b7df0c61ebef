// Search through the whole log, on the server: match after match, from the line that the reader has in front of them, and round again.
import { computed, type Ref, ref, shallowRef, watch } from 'vue';
import { NoAnswerError, ProblemError, sentenceOf } from '../api.ts';
import { messages } from '../messages.ts';
import { ERROR_LINES } from './error-lines.ts';
import type { Place } from './folding.ts';
import type { Search } from './log-source.ts';
import type { Log } from './use-log.ts';

const TYPED_MS = 300;
/** An expression that takes longer than this on the server marks nothing in the page. */
const SLOW_MS = 3_000;

interface Found {
  /** Which of all the matches it is, from 1. */
  number: number;
  total: number;
  capped: boolean;
}

interface Options {
  text: Readonly<Ref<string>>;
  regex: Readonly<Ref<boolean>>;
  /** Where the reader is. */
  here: () => Place;
  show: (line: number) => void;
}

export function useLogSearch(log: Log, { text, regex, here, show }: Options) {
  const found = shallowRef<Found | null>(null);
  const problem = ref<string | null>(null);
  const busy = ref(false);
  const highlight = shallowRef<RegExp | null>(null);
  /** The match that was shown last. */
  let current: Place | null = null;
  let asked: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(search: Omit<Search, 'q' | 'regex'>, what = { q: text.value, regex: regex.value }) {
    asked?.abort();
    const mine = (asked = new AbortController());
    busy.value = true;
    problem.value = null;
    const began = performance.now();
    try {
      const answer = await log.source.value.search({ ...what, ...search }, mine.signal);
      return { answer, took: performance.now() - began };
    } catch (error) {
      if (!mine.signal.aborted) problem.value = toSentence(error);
      return null;
    } finally {
      if (asked === mine) busy.value = false;
    }
  }

  /** The next match or the one before, else the first or the last one. */
  async function move(direction: 1 | -1, what?: { q: string; regex: boolean }): Promise<Found | null> {
    const from = current ?? here();
    const first = await look(
      direction === 1 ? { from: from.offset + (current ? 1 : 0) } : { before: from.offset },
      what,
    );
    if (!first) return null;
    const isRound = first.answer.matches.length === 0 && first.answer.total > 0;
    const heard = isRound
      ? await look(direction === 1 ? { from: 0 } : { before: Number.MAX_SAFE_INTEGER }, what)
      : first;
    if (!heard) return null;
    const { matches, preceding, total, total_capped: capped } = heard.answer;
    const [match] = matches;
    if (match) {
      current = match;
      show(match.line);
    }
    if (!what) highlight.value = heard.took < SLOW_MS ? patternOf(text.value, regex.value) : null;
    return { number: match ? preceding + 1 : 0, total, capped };
  }

  async function step(direction: 1 | -1): Promise<void> {
    clearTimeout(timer);
    if (text.value === '') return;
    const heard = await move(direction);
    if (heard) found.value = heard;
  }

  const errors = shallowRef<Found | null>(null);
  async function stepError(direction: 1 | -1): Promise<void> {
    errors.value = await move(direction, { q: ERROR_LINES, regex: true });
  }

  function forget(): void {
    asked?.abort();
    busy.value = false;
    found.value = null;
    errors.value = null;
    problem.value = null;
    highlight.value = null;
    current = null;
  }

  watch(
    [text, regex],
    () => {
      clearTimeout(timer);
      forget();
      if (text.value !== '') timer = setTimeout(() => void step(1), TYPED_MS);
    },
    { immediate: true },
  );
  watch(log.source, forget);

  return {
    found,
    errors,
    problem,
    busy,
    highlight,
    step,
    stepError,
    /** The reader has chosen a line themselves: from there it goes on. */
    startAt: (place: Place | null) => (current = place),
    words: computed(() => {
      if (problem.value !== null) return problem.value;
      if (found.value) return messages.logViewer.found(found.value.number, found.value.total, found.value.capped);
      return busy.value ? messages.logViewer.searching : '';
    }),
  };
}

export type LogSearch = ReturnType<typeof useLogSearch>;

function toSentence(error: unknown): string {
  if (error instanceof ProblemError && error.code === 'input_invalid') {
    // "q: Invalid regular expression: /(/i: Unterminated group"
    return error.message.replace(/^q: /, '');
  }
  return error instanceof NoAnswerError ? messages.logViewer.searchNoAnswer : sentenceOf(error);
}

/** The same as the server's, for marking. */
function patternOf(text: string, regex: boolean): RegExp | null {
  try {
    return new RegExp(regex ? text : text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gi');
  } catch {
    return null;
  }
}
