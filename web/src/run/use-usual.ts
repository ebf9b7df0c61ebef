import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import type { RunState } from '../../../contract/run-state.ts';
import { useApi } from '../api.ts';
import type { UsualDuration } from '../runs/expected-end.ts';

const FRESH_MS = 60_000;

/** How long the steps of a run's template usually take; null until that is known, empty where there is no history. */
export function useUsual(run: Readonly<Ref<RunState>>): Readonly<Ref<readonly UsualDuration[] | null>> {
  const { client, ask } = useApi();
  const template = computed(() => run.value.template?.id ?? '');
  const query = useQuery({
    queryKey: computed(() => ['usual-durations', template.value]),
    enabled: computed(() => template.value !== ''),
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => {
      const params = { query: { template: template.value } };
      return (await ask(client.GET('/api/v1/usual-durations', { params, signal }))).items;
    },
  });
  return computed(() => (template.value === '' ? [] : (query.data.value ?? null)));
}
