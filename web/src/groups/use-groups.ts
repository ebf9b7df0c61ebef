// Groups as /api/v1/groups gives them, with the newest word of the stream about each run. A group is asked for anew when one of its runs
// begins or ends, and now and then while it is at work: that a box is refused or not started, and the end of it all, no run tells.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { standingOf } from '../../../contract/group-standing.ts';
import type { RunItem } from '../../../contract/run-list.ts';
import { type Schemas, useApi } from '../api.ts';
import { placeOf, useLive } from '../live/live.ts';
import { usePages } from '../live/use-pages.ts';

export type Group = Schemas['Group'];
export type GroupItem = Schemas['GroupItem'];
export type Member = Omit<Schemas['GroupMember'], 'run'> & { run: RunItem | null };

const KEY = 'groups';
/** What follows from the end of a run (the next start, the end of the group) is known a moment later. */
const SETTLE_MS = 1_500;
const LOOK_EVERY_MS = 5_000;

/** Groups, newest first. */
export function useGroups() {
  const { client, ask } = useApi();
  useFreshness();
  return usePages<GroupItem>({
    key: [KEY, 'list'],
    ask: (query, signal) => ask(client.GET('/api/v1/groups', { params: { query }, signal })),
  });
}

/** One group; `members` are as the stream has told last. */
export function useGroup(id: MaybeRefOrGetter<string>) {
  const { client, ask } = useApi();
  const { items } = useLive();
  useFreshness();
  const query = useQuery({
    queryKey: computed(() => [KEY, toValue(id)]),
    queryFn: ({ signal }) =>
      ask(client.GET('/api/v1/groups/{group_id}', { params: { path: { group_id: toValue(id) } }, signal })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? LOOK_EVERY_MS : false),
  });
  const members = computed(() => (query.data.value?.members ?? []).map((member) => withNewest(member, items.value)));
  return { ...query, members };
}

/** A box with what the stream has told of its run since the group was asked for. */
export function withNewest(member: Member, items: ReadonlyMap<string, RunItem>): Member {
  const run = items.get(member.workflow_id);
  // The same word again says less than the group: that it waits for another round, or was refused one.
  if (!run || (member.run && run.last_update <= member.run.last_update)) return member;
  return { ...member, run, reason: null, standing: standingOf({ state: 'started', outcome: run.outcome }) };
}

function useFreshness(): void {
  const queries = useQueryClient();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => void queries.invalidateQueries({ queryKey: [KEY] });
  useLive().onRun((item, before) => {
    if (before && placeOf(before) === placeOf(item)) return;
    again();
    clearTimeout(timer);
    timer = setTimeout(again, SETTLE_MS);
  });
}
