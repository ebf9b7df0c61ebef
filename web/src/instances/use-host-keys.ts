// What is trusted for a host and port, and what people do about it.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { ProblemError, type Schemas, useApi } from '../api.ts';

export type HostKeys = Schemas['HostKeys'];
export type ShownKey = Schemas['ShownHostKey'];
const KEY = 'host-keys';

/** Of one host; empty where nothing is known. */
export function useHostKeys(host: MaybeRefOrGetter<string>, port: MaybeRefOrGetter<number>) {
  const { client, ask } = useApi();
  return useQuery({
    queryKey: computed(() => [KEY, toValue(host), toValue(port)]),
    async queryFn({ signal }): Promise<HostKeys> {
      const path = { host: toValue(host), port: toValue(port) };
      try {
        return await ask(client.GET('/api/v1/host-keys/{host}/{port}', { params: { path }, signal }));
      } catch (error) {
        if (!(error instanceof ProblemError && error.code === 'host_key_not_found')) throw error;
        return { ...path, known: [], offered: null, decisions: [] };
      }
    },
  });
}

/** Of every host that had a run or showed a key. */
export function useAllHostKeys() {
  const { client, ask } = useApi();
  return useQuery({
    queryKey: [KEY],
    queryFn: ({ signal }) => ask(client.GET('/api/v1/host-keys', { signal })),
  });
}

/** What can be done; each throws what the API throws, and lists are asked for anew after it. */
export function useHostKeyDecisions() {
  const { client, ask } = useApi();
  const queries = useQueryClient();
  const renewed = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    try {
      return await answer;
    } finally {
      void queries.invalidateQueries({ queryKey: [KEY] });
    }
  };
  return {
    show: (ssh_connection: string): Promise<ShownKey> =>
      renewed(ask(client.POST('/api/v1/host-keys/show', { body: { ssh_connection } }))),
    accept: (ssh_connection: string, fingerprint: string) =>
      renewed(ask(client.POST('/api/v1/host-keys/accept', { body: { ssh_connection, fingerprint } }))),
    replace: (path: { host: string; port: number }, body: { fingerprint: string; ssh_connection: string }) =>
      renewed(ask(client.POST('/api/v1/host-keys/{host}/{port}/replace', { params: { path }, body }))),
    forget: (path: { host: string; port: number }) =>
      renewed(ask(client.DELETE('/api/v1/host-keys/{host}/{port}', { params: { path } }))),
  };
}
