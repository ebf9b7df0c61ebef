// What this browser may do, so that a page says beforehand what would be refused. The server decides; this only explains.
import { useQuery } from '@tanstack/vue-query';
import { computed, type ComputedRef } from 'vue';
import { type Scope, scopes } from '../../../contract/scope.ts';
import { useApi } from '../api.ts';
import { messages } from '../messages.ts';

/** Why something that needs `needed` would be refused; null where it would not, and as long as nobody has said. */
export function useRefusal(needed: Scope): ComputedRef<string | null> {
  const { client, ask } = useApi();
  const { data } = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => ask(client.GET('/api/v1/session', { signal })),
    staleTime: 60_000,
    meta: { keep: false },
  });
  return computed(() => {
    const has = data.value?.scope;
    if (has === undefined || scopes.indexOf(has) >= scopes.indexOf(needed)) return null;
    return messages.access.needs(needed, has);
  });
}
