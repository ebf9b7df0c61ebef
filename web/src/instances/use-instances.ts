// Boxes as /api/v1/instances gives them. They are asked for anew when a run begins, ends or does not reach its box, and never by the
// clock.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue, watch } from 'vue';
import type { RunItem } from '../../../contract/run-list.ts';
import { type Schemas, useApi } from '../api.ts';
import { useActiveRuns, useLive } from '../live/live.ts';
import { usePages } from '../live/use-pages.ts';
import { newestRun } from './newest-run.ts';

export type Instance = Schemas['Instance'];
/** With what was last seen of it. */
export type InstanceDetails = Schemas['InstanceDetails'];
const KEY = 'instances';

/** Boxes, the one with the newest run first; kept fresh. */
export function useInstances() {
  const { client, ask } = useApi();
  useFreshness();
  return usePages<Instance>({
    key: [KEY],
    ask: (query, signal) => ask(client.GET('/api/v1/instances', { params: { query }, signal })),
  });
}

/** One box by its key, as long as it is `wanted`. Whoever shows it keeps it fresh: once a page is enough (useFreshness). */
export function useInstance(key: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean> = true) {
  const { client, ask } = useApi();
  return useQuery({
    enabled: computed(() => toValue(wanted)),
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

/** Asks anew for whatever is shown of boxes, when there is something new about them. */
export function useFreshness(): void {
  const queries = useQueryClient();
  const active = useActiveRuns();
  const atWork = computed(() => active.value.map(signOf).join());
  watch(atWork, () => void queries.invalidateQueries({ queryKey: [KEY] }));
}

const signOf = ({ execution_id, phase, step_phase }: RunItem): string =>
  `${execution_id} ${phase} ${step_phase === 'unreachable'}`;
