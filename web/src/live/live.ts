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
import type { Checks } from '../../../contract/events.ts';
import type { RunItem } from '../../../contract/run-list.ts';
import type { RunState } from '../../../contract/run-state.ts';
import { readRunState } from '../runs/read-run-state.ts';
import { newerState } from './newer-state.ts';
import { type Link, openOneStream } from './one-stream.ts';

/** Keys of the queries that the stream changes. */
export const runKey = (workflowId: string) => ['run', workflowId] as const;
/** Every list of runs begins with this. */
export const RUNS_KEY = ['runs'] as const;

export interface Live {
  link: Readonly<Ref<Link>>;
  /** Runs as the stream has told them, newest word of each; by workflow_id. */
  items: ShallowRef<ReadonlyMap<string, RunItem>>;
  /** What Bringup itself needs, as of the last word of the stream; null before the first. */
  checks: Readonly<ShallowRef<Checks | null>>;
  /** Hears each word about a run together with the one before, as long as the component is there. */
  onRun(hear: RunHearer): void;
  watchRun(id: MaybeRefOrGetter<string | null>): void;
  /** Hears each time that the stream is there again after nobody was heard: other connections may have died with it, in silence. */
  onBack(hear: () => void): void;
  renew(): void;
}
type RunHearer = (item: RunItem, before: RunItem | undefined) => void;
const KEY: InjectionKey<Live> = Symbol('live');
const LISTS_MS = 1_000;

/** Opens the stream for everything below. Call it once, in the shell. */
export function provideLive(url = '/api/v1/events'): Live {
  const queries = useQueryClient();
  const link = ref<Link>({ state: 'connecting', since: Date.now() });
  const items = shallowRef(new Map<string, RunItem>());
  const checks = shallowRef<Checks | null>(null);
  const hearers = new Set<RunHearer>();
  const returns = new Set<() => void>();
  let isFirst = true;
  const watched = shallowRef(new Map<symbol, string>());
  const lists = delayed(() => void queries.invalidateQueries({ queryKey: RUNS_KEY }), LISTS_MS);

  const stream = openOneStream({
    url,
    onEvent({ event, data }) {
      if (event === 'state') takeState(queries, data);
      if (event === 'alive') checks.value = (data as { checks?: Checks }).checks ?? null;
      if (event !== 'run') return;
      const item = data as RunItem;
      const before = items.value.get(item.workflow_id);
      patchLists(queries, item);
      if (!before || placeOf(before) !== placeOf(item)) lists.soon();
      items.value.set(item.workflow_id, item);
      triggerRef(items);
      for (const hear of hearers) hear(item, before);
    },
    onLink(next) {
      const isBack =
        next.state === 'live' && (link.value.state === 'away' || (link.value.state === 'connecting' && !isFirst));
      if (next.state !== link.value.state || next.state === 'away') link.value = next;
      if (next.state === 'away') checks.value = null;
      if (next.state === 'live') isFirst = false;
      if (!isBack) return;
      // What ended meanwhile is told by no stream; what has not is told anew.
      items.value.clear();
      triggerRef(items);
      void queries.invalidateQueries();
      for (const hear of returns) hear();
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
    checks,
    renew: stream.renew,
    onRun(hear) {
      hearers.add(hear);
      onScopeDispose(() => hearers.delete(hear));
    },
    onBack(hear) {
      returns.add(hear);
      onScopeDispose(() => returns.delete(hear));
    },
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
  queries.setQueryData<RunState>(runKey(state.workflow_id), (known) => newerState(known, state));
}

/** What decides whether a list shows a run: when it changes, lists are asked for anew. */
export const placeOf = ({ execution_id, phase, outcome, warnings }: RunItem): string =>
  [execution_id, phase === 'ended', outcome, warnings > 0].join(' ');

/** Puts the newest word about an execution of a run into every list that has it; earlier ones stay as they ended. The list is as old as before: the rest of it was not looked up. */
function patchLists(queries: QueryClient, item: RunItem): void {
  const isIt = (one: RunItem): boolean =>
    one.workflow_id === item.workflow_id && one.execution_id === item.execution_id;
  const swap = <Page extends { items: RunItem[] }>(page: Page): Page => ({
    ...page,
    items: page.items.map((one) => (isIt(one) ? item : one)),
  });
  for (const query of queries.getQueryCache().findAll({ queryKey: RUNS_KEY })) {
    const { data, dataUpdatedAt: updatedAt } = query.state as { data: ListData | undefined; dataUpdatedAt: number };
    if (data?.items?.some(isIt)) query.setData(swap({ ...data, items: data.items }), { updatedAt, manual: true });
    if (!data?.pages?.some(({ items }) => items.some(isIt))) continue;
    query.setData({ ...data, pages: data.pages.map(swap) }, { updatedAt, manual: true });
  }
}

interface ListData {
  items?: RunItem[];
  pages?: { items: RunItem[] }[];
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
