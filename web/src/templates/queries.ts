// Templates and actions as the pages read them.
import { queryOptions, useQuery } from '@tanstack/vue-query';
import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue';
import { type Api, type Schemas, useApi } from '../api.ts';

export type Template = Schemas['Template'];
export type Action = Schemas['Action'];

/** A template with what If-Match takes. */
interface TaggedTemplate {
  template: Template;
  tag: string;
}

export const TEMPLATES_KEY = ['templates'] as const;
export const templateKey = (id: string) => ['template', id] as const;

/** All templates, broken ones with their mistake. */
export function useTemplateList() {
  const { client, ask } = useApi();
  return useQuery({
    queryKey: TEMPLATES_KEY,
    queryFn: async ({ signal }) => (await ask(client.GET('/api/v1/templates', { signal }))).items,
  });
}

/** How the current version of a template is read. */
const templateQuery = (api: Api, id: string) =>
  queryOptions({
    queryKey: templateKey(id),
    async queryFn({ signal }): Promise<TaggedTemplate> {
      let tag = '';
      const asked = api.client.GET('/api/v1/templates/{id}', { params: { path: { id } }, signal });
      const template = await api.ask(
        asked.then((heard) => {
          tag = heard.response.headers.get('etag') ?? '';
          return heard;
        }),
      );
      return { template, tag };
    },
  });

/** The current version of a template; nothing is asked for an empty id. */
export function useTemplate(id: MaybeRefOrGetter<string>) {
  const api = useApi();
  return useQuery(computed(() => ({ ...templateQuery(api, toValue(id)), enabled: toValue(id) !== '' })));
}

/** An earlier version of a template; nothing is asked for version 0. */
export function useTemplateVersion(id: MaybeRefOrGetter<string>, version: MaybeRefOrGetter<number>) {
  const { client, ask } = useApi();
  return useQuery({
    queryKey: computed(() => [...templateKey(toValue(id)), 'version', toValue(version)]),
    queryFn: ({ signal }) =>
      ask(
        client.GET('/api/v1/templates/{id}/versions/{version}', {
          params: { path: { id: toValue(id), version: toValue(version) } },
          signal,
        }),
      ),
    enabled: computed(() => toValue(version) > 0),
    staleTime: Infinity,
  });
}

/** What steps can do, by action; empty until it is known. */
export function useActions(): ComputedRef<ReadonlyMap<string, Action>> {
  const { client, ask } = useApi();
  const { data } = useQuery({
    queryKey: ['actions'],
    queryFn: async ({ signal }) => (await ask(client.GET('/api/v1/actions', { signal }))).items,
    staleTime: 60 * 60_000,
  });
  return computed(() => new Map((data.value ?? []).map((action) => [action.action, action])));
}
