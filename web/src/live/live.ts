// What is live on the page: runs as the stream tells them, put into the cache of queries, so that every list and every page shows
// the same thing at the same moment; and whether what is shown is as of now.
import { useQueryClient, type QueryClient } from '@tanstack/vue-query';
import {
  computed,
  type ComputedRef,
  inject,
  type InjectionKey,
  onScopeDispose,
  provide,
  readonly,
  ref,
  shallowRef,
  triggerRef,
  type Ref,
  type ShallowRef,
  toValue,
  type MaybeRefOrGetter,
  watch,
} from 'vue';
import type { RunItem } from '../../../contract/run-list.ts';
import type { RunState } from '../../../contract/run-state.ts';
import { readRunState } from '../runs/read-run-state.ts';
import { type Link, openOneStream } from './one-stream.ts';

/** Keys of the queries that the stream changes. */
export const runKey = (workflowId: string) => ['run', workflowId] as const;
/** Every list of runs begins with this. */
export const RUNS_KEY = ['runs'] as const;

interface Live {
  link: Readonly<Ref<Link>>;
  /** Runs as the stream has told them, newest word of each; by workflow_id. */
  items: ShallowRef<ReadonlyMap<string, RunItem>>;
  watchRun(id: MaybeRefOrGetter<string | null>): void;
  renew(): void;
}
const KEY: InjectionKey<Live> = Symbol('live');
const LISTS_MS = 1_000;

/** Opens the stream for everything below. Call it once, in the shell. */
export function provideLive(url = '/api/v1/events'): Live {
  const queries = useQueryClient();
  const link = ref<Link>({ state: 'connecting', since: Date.now() });
  const items = shallowRef(new Map<string, RunItem>());
  const watched = shallowRef(new Map<symbol, string>());
  const lists = delayed(() => void queries.invalidateQueries({ queryKey: RUNS_KEY }), LISTS_MS);

  const stream = openOneStream({
    url,
    onEvent({ event, data }) {
      if (event === 'state') takeState(queries, data);
      if (event !== 'run') return;
      const item = data as RunItem;
      if (!patchLists(queries, item)) lists.soon();
      items.value.set(item.workflow_id, item);
      triggerRef(items);
    },
    onLink(next) {
      const wasAway = link.value.state === 'away';
      if (next.state !== link.value.state || next.state === 'away') link.value = next;
      // What ended meanwhile is told by no stream.
      if (wasAway && next.state === 'live') void queries.invalidateQueries();
    },
  });
  watch(watched, (ids) => stream.watch([...new Set(ids.values())]));
  onScopeDispose(() => {
    stream.close();
    lists.stop();
  });

  const live: Live = {
    link: readonly(link),
    items,
    renew: stream.renew,
    watchRun(id) {
      const own = Symbol('watcher');
      const set = (next: string | null): void => {
        const map = new Map(watched.value);
        if (next === null) map.delete(own);
        else map.set(own, next);
        watched.value = map;
      };
      watch(() => toValue(id), set, { immediate: true });
      onScopeDispose(() => set(null));
    },
  };
  provide(KEY, live);
  return live;
}

/** What is live; below the shell only. */
export function useLive(): Live {
  const live = inject(KEY);
  if (!live) throw new Error('Nothing live was provided.');
  return live;
}

/** Runs at work, newest first, as the stream tells them. */
export function useActiveRuns(): ComputedRef<RunItem[]> {
  const { items } = useLive();
  return computed(() =>
    [...items.value.values()]
      .filter(({ phase }) => phase !== 'ended')
      .sort((one, other) => other.start_time.localeCompare(one.start_time)),
  );
}

function takeState(queries: QueryClient, data: unknown): void {
  const state = readRunState(data);
  if (!state) return;
  queries.setQueryData<RunState>(runKey(state.workflow_id), state);
}

/** Puts the newest word about a run into every list that has it. False where a list may have to show or hide it: somebody asks anew. */
function patchLists(queries: QueryClient, item: RunItem): boolean {
  let known = true;
  for (const [key, data] of queries.getQueriesData<ListData>({ queryKey: RUNS_KEY })) {
    const pages = data?.pages ?? (data?.items ? [data as { items: RunItem[] }] : []);
    const before = pages.flatMap((page) => page.items).find((one) => one.workflow_id === item.workflow_id);
    if (!before || before.phase !== item.phase || before.execution_id !== item.execution_id) known = false;
    if (before) queries.setQueryData<ListData>(key, (list) => list && replaced(list, item));
  }
  return known;
}

interface ListData {
  items?: RunItem[];
  pages?: { items: RunItem[] }[];
}

function replaced(list: ListData, item: RunItem): ListData {
  const swap = (all: RunItem[]): RunItem[] => all.map((one) => (one.workflow_id === item.workflow_id ? item : one));
  if (list.pages) return { ...list, pages: list.pages.map((page) => ({ ...page, items: swap(page.items) })) };
  return { ...list, items: swap(list.items ?? []) };
}

/** Does something once, a moment after it was asked for, however often. */
function delayed(act: () => void, ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    soon: (): void => {
      timer ??= setTimeout(() => ((timer = undefined), act()), ms);
    },
    stop: (): void => clearTimeout(timer),
  };
}
