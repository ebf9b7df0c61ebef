// The pages of a list of runs.
import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { useApi } from '../api.ts';
import { RUNS_KEY } from '../live/live.ts';
import { type Filters, toListQuery } from './filters.ts';

/** Runs that match, newest first, page by page. */
export function useRunList(filters: MaybeRefOrGetter<Filters>, enabled: MaybeRefOrGetter<boolean>) {
  const { client, ask, serverNow } = useApi();
  const list = useInfiniteQuery({
    queryKey: computed(() => [...RUNS_KEY, { ...toValue(filters) }]),
    enabled: computed(() => toValue(enabled)),
    initialPageParam: '',
    queryFn({ pageParam: cursor, signal }) {
      const query = { ...toListQuery(toValue(filters), serverNow()), ...(cursor !== '' && { cursor }) };
      return ask(client.GET('/api/v1/runs', { params: { query }, signal }));
    },
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const runs = computed(() => list.data.value?.pages.flatMap(({ items }) => items) ?? []);
  return { ...list, runs };
}
