import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import type { RunState } from '../../../contract/run-state.ts';
import { useApi } from '../api.ts';

/** What continuing a run as it is would do with each step, as the server says. `wanted`: whether it can be continued at all. */
export function useContinuePlan(run: () => Pick<RunState, 'workflow_id' | 'execution_id'>, wanted = () => true) {
  const { client, ask } = useApi();
  return useQuery({
    queryKey: computed(() => ['continue-plan', run().workflow_id, run().execution_id]),
    enabled: computed(wanted),
    meta: { keep: false },
    // An execution that has ended stays as it is; asked once more it could have been continued by then.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => {
      const params = { path: { workflow_id: run().workflow_id } };
      return ask(client.POST('/api/v1/runs/{workflow_id}/continue/preview', { params, body: {}, signal }));
    },
  });
}
