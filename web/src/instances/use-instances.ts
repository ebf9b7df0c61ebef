// Boxes as /api/v1/instances gives them. They are asked for anew when a run begins or ends, and never by the clock.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue, watch } from 'vue';
import { type Schemas, useApi } from '../api.ts';
import { useActiveRuns, useLive } from '../live/live.ts';
import { usePages } from '../live/use-pages.ts';
import { newestRun } from './newest-run.ts';

export type Instance = Schemas['Instance'];
const KEY = 'instances';

/** Boxes, the one with the newest run first. */
export function useInstances() {
  const { client, ask } = useApi();
  useFreshness();
  return usePages<Instance>({
    key: [KEY],
    ask: (query, signal) => ask(client.GET('/api/v1/instances', { params: { query }, signal })),
  });
}

/** One box by its key. */
export function useInstance(key: MaybeRefOrGetter<string>) {
  const { client, ask } = useApi();
  useFreshness();
  return useQuery({
    queryKey: computed(() => [KEY, toValue(key)]),
    queryFn: ({ signal }) =>
      ask(client.GET('/api/v1/instances/{key}', { params: { path: { key: toValue(key) } }, signal })),
  });
}

/** Gives the newest word about a box's last run. */
export function useNewestRun() {
  const { items } = useLive();
  return ({ key, last_run }: Instance) => newestRun(key, last_run, items.value.values());
}

function useFreshness(): void {
  const queries = useQueryClient();
  const active = useActiveRuns();
  const atWork = computed(() => active.value.map(({ execution_id, phase }) => `${execution_id} ${phase}`).join());
  watch(atWork, () => void queries.invalidateQueries({ queryKey: [KEY] }));
}
