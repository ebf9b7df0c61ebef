// What a person has selected stands in the address: reload, a link and the back button find it again.
import { computed, type WritableComputedRef } from 'vue';
import { type LocationQueryRaw, type Router, useRoute, useRouter } from 'vue-router';

interface Options {
  /** Each choice becomes a step of the browser's history. Else the address is replaced. */
  push?: boolean;
}

/** One parameter of the address's query; '' where it is absent. Setting '' takes it away. */
export function useQueryParam(name: string, { push = false }: Options = {}): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => {
      const value = route.query[name];
      return (Array.isArray(value) ? value[0] : value) ?? '';
    },
    set: (value) => void setQuery(router, { [name]: value }, push),
  });
}

/** Several parameters at once, in one step. Changes that are made in the same moment do not undo each other. */
export function setQuery(router: Router, changes: Record<string, string>, push = false): Promise<unknown> {
  const base = pending?.router === router ? pending.query : router.currentRoute.value.query;
  const query: LocationQueryRaw = { ...base };
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') delete query[name];
    else query[name] = value;
  }
  pending = { router, query };
  const { hash } = router.currentRoute.value;
  return (push ? router.push({ query, hash }) : router.replace({ query, hash })).finally(() => {
    if (pending?.query === query) pending = null;
  });
}

let pending: { router: Router; query: LocationQueryRaw } | null = null;
