// The cache of queries, kept in the browser between two visits: the first paint shows what was known, never a blank page.
import { dehydrate, type DehydratedState, hydrate, type QueryClient } from '@tanstack/vue-query';
import { KEPT_MS } from './query-client.ts';

const KEY = 'bringup.cache';
/** Browsers keep 5 MB for a site; whatever is larger is not worth the time to read it. */
const MOST_CHARACTERS = 1_500_000;
/** A run at work changes all the time, and all of it is written anew; whoever leaves the page keeps the newest. */
const SAVE_AFTER_MS = 10_000;

interface Kept {
  version: string;
  at: number;
  state: DehydratedState;
}

/**
 * Fills the cache from what the browser has kept, and keeps it again whenever it has changed. What another version of the page has
 * kept is left alone. Queries with `meta: { keep: false }` are never kept. Gives what ends it.
 */
export function keepCache(queries: QueryClient, version: string): () => void {
  restore(queries, version);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    tryKeep({ version, at: Date.now(), state: dehydrate(queries, { shouldDehydrateQuery: isWorthKeeping }) });
  };
  const unsubscribe = queries.getQueryCache().subscribe(({ type }) => {
    if (type === 'updated') timer ??= setTimeout(save, SAVE_AFTER_MS);
  });
  window.addEventListener('pagehide', save);
  return () => {
    unsubscribe();
    clearTimeout(timer);
    window.removeEventListener('pagehide', save);
  };
}

const isWorthKeeping = (query: { state: { status: string }; meta?: unknown }): boolean =>
  query.state.status === 'success' && (query.meta as { keep?: boolean } | undefined)?.keep !== false;

function restore(queries: QueryClient, version: string): void {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) ?? 'null') as Kept | null;
    if (kept?.version !== version || Date.now() - kept.at > KEPT_MS) return;
    hydrate(queries, kept.state);
  } catch {
    forgetCache();
  }
}

function tryKeep(kept: Kept): void {
  try {
    const text = JSON.stringify(kept);
    if (text.length <= MOST_CHARACTERS) window.localStorage.setItem(KEY, text);
    else window.localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing paints a skeleton first.
  }
}

/** Whoever signs out leaves nothing behind. */
export function forgetCache(): void {
  try {
    window.localStorage.removeItem(KEY);
  } catch {
    // Nothing can have been kept.
  }
}
