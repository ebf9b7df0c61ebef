// Where a reader is in a log, kept with the entry of the browser's history: a reload, a tab that was put to sleep and the back button
// find it again, and a link that is opened anew begins where it says.
import { useEventListener } from '@vueuse/core';
import { onScopeDispose, watch } from 'vue';

interface KeptPlace {
  log: string;
  /** The first line on the screen; null at the end, which is followed. */
  line: number | null;
}

const KEY = 'logPlace';
/** Browsers take a hundred changes of an entry in half a minute. */
const KEEP_MS = 500;

/** Keeps `line()` of the log that `log()` names; undefined keeps nothing. Gives what was kept of that log. */
export function useKeptPlace(log: () => string, line: () => number | null | undefined) {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function keep(): void {
    clearTimeout(timer);
    timer = undefined;
    const place = { log: log(), line: line() };
    if (place.line !== undefined) window.history.replaceState({ ...window.history.state, [KEY]: place }, '');
  }
  watch(line, () => (timer ??= setTimeout(keep, KEEP_MS)));
  useEventListener(window, 'pagehide', keep);
  onScopeDispose(() => clearTimeout(timer));

  return (): KeptPlace | null => {
    const kept = (window.history.state as Record<string, KeptPlace | undefined> | null)?.[KEY];
    return kept?.log === log() ? kept : null;
  };
}
