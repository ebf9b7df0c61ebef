// A list that the server gives in pages, as one list that grows.
import { type QueryKey, useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';

interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

interface Options<Item> {
  key: MaybeRefOrGetter<QueryKey>;
  /** Asks for the page at `cursor`; the first one has none. */
  ask(cursor: { cursor?: string }, signal: AbortSignal): Promise<Page<Item>>;
  /** Whether the browser may keep it until the next visit. */
  keep?: boolean;
}

/** `items` of all pages so far; `more` asks for the next page, once at a time. */
export function usePages<Item>({ key, ask, keep = true }: Options<Item>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => toValue(key)),
    queryFn: ({ pageParam, signal }) => ask(pageParam === null ? {} : { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Item>) => last.next_cursor,
    meta: { keep },
  });
  return {
    items: computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []),
    isPending: query.isPending,
    error: query.error,
    again: () => void query.refetch(),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: (): void => {
      if (!query.isFetching.value) void query.fetchNextPage();
    },
  };
}
