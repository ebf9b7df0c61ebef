// One run, live: asked for once, then told by the stream.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import type { RunState } from '../../../contract/run-state.ts';
import { useApi } from '../api.ts';
import { readRunState } from '../runs/read-run-state.ts';
import { runKey, useLive } from './live.ts';
import { newerState } from './newer-state.ts';

/**
 * The state of a run. With `execution` an earlier execution of it, which changes no more. Gives a query: `data`, `error`, `isPending`.
 */
export function useRun(workflowId: MaybeRefOrGetter<string>, execution: MaybeRefOrGetter<string> = '') {
  const { client, ask } = useApi();
  const queries = useQueryClient();
  const earlier = computed(() => toValue(execution));
  useLive().watchRun(() => (earlier.value === '' ? toValue(workflowId) : null));
  return useQuery({
    queryKey: computed(() =>
      earlier.value === '' ? runKey(toValue(workflowId)) : [...runKey(toValue(workflowId)), earlier.value],
    ),
    async queryFn({ signal }): Promise<RunState> {
      const query = earlier.value === '' ? {} : { execution_id: earlier.value };
      const path = { workflow_id: toValue(workflowId) };
      const body = await ask(client.GET('/api/v1/runs/{workflow_id}', { params: { path, query }, signal }));
      const state = readRunState(body);
      if (!state) throw new Error('The answer is no run.');
      return earlier.value === '' ? newerState(queries.getQueryData<RunState>(runKey(path.workflow_id)), state) : state;
    },
  });
}
