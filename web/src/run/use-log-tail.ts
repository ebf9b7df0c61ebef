import { useQuery } from '@tanstack/vue-query';
import { computed, watch } from 'vue';
import { useApi } from '../api.ts';

interface Place {
  workflowId: string;
  step: number;
  attempt: number;
  /** '' for the newest. */
  executionId: string;
  task: string;
  lines: number;
  /** Bytes that the log is known to have. */
  bytes: number;
}

/** The last lines of a log, asked for again when it has grown. Nothing of it is kept in the browser. */
export function useLogTail(place: () => Place) {
  const { client, ask } = useApi();
  const key = computed(() => {
    const { workflowId, executionId, step, attempt, task, lines } = place();
    return ['log-tail', workflowId, executionId, step, attempt, task, lines] as const;
  });
  const query = useQuery({
    queryKey: key,
    meta: { keep: false },
    gcTime: 60_000,
    queryFn: ({ signal }) => {
      const { workflowId: workflow_id, executionId, step, attempt, task, lines } = place();
      const params = {
        path: { workflow_id, step, attempt },
        query: { lines, ...(executionId ? { execution_id: executionId } : {}), ...(task ? { task } : {}) },
      };
      return ask(client.GET('/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log/tail', { params, signal }));
    },
  });
  watch(
    () => place().bytes,
    () => void query.refetch({ cancelRefetch: false }),
  );
  return query;
}
