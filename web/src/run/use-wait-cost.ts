import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import type { RunState } from '../../../contract/run-state.ts';
import { useApi } from '../api.ts';
import { messages } from '../messages.ts';
import { formatClock } from '../runs/duration.ts';

const FRESH_MS = 300_000;

/** What it costs that a run waits, in a sentence; null for the practice box. Where nobody says the price, only that it costs. */
export function useWaitCost(run: Readonly<Ref<RunState>>, waits: Readonly<Ref<boolean>>): Readonly<Ref<string | null>> {
  const { client, ask } = useApi();
  const key = computed(() => run.value.instance.key);
  const query = useQuery({
    queryKey: computed(() => ['instance', key.value, 'price']),
    enabled: computed(() => waits.value && !run.value.instance.practice),
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => {
      const params = { path: { key: key.value } };
      return (await ask(client.GET('/api/v1/instances/{key}', { params, signal }))).price;
    },
  });
  return computed(() => {
    if (run.value.instance.practice) return null;
    const price = query.data.value;
    if (!price) return messages.runPage.waitCosts;
    return messages.runPage.waitCost(price.dollars_per_hour.toFixed(2), formatClock(price.asked_at));
  });
}
