// The newest run of each box, live, and what of it needs a person: for the list, the tab's title and the numbers in the bar.
import { useQuery } from '@tanstack/vue-query';
import { useLocalStorage } from '@vueuse/core';
import { computed, type ComputedRef, inject, type InjectionKey, provide } from 'vue';
import type { RunItem } from '../../../contract/run-list.ts';
import { useApi } from '../api.ts';
import { type Live, RUNS_KEY } from '../live/live.ts';
import { type Attention, attentionOf, executionOf, newestOfBoxes } from './attention.ts';

/** A box has one run at a time: the newest runs of so many boxes hold whatever is at work. */
const BOXES = 200;
const KEPT = 200;

interface RunsNow {
  attention: ComputedRef<Attention>;
  /** False until anything is known: zero is only then a number. */
  isKnown: ComputedRef<boolean>;
  /** Nobody has started anything yet. */
  isEmpty: ComputedRef<boolean>;
  /** The newest run of each box, newest first. */
  newest: ComputedRef<RunItem[]>;
  /** Whether a run was continued since, as far as is known: then this is what an earlier execution came to. */
  isEarlier(run: RunItem): boolean;
  /** Keys of the boxes, the one with the newest run first. */
  boxes: ComputedRef<string[]>;
  /** A failed run that a person has seen to. */
  putAside(run: RunItem): void;
}
const KEY: InjectionKey<RunsNow> = Symbol('runs now');

/** Asks once; after that the stream tells. Call it once, in the shell, below which useRunsNow works. */
export function provideRunsNow({ items }: Pick<Live, 'items'>, now: Readonly<{ value: number }>): RunsNow {
  const { client, ask } = useApi();
  const query = useQuery({
    queryKey: [...RUNS_KEY, 'of-boxes'],
    async queryFn({ signal }): Promise<{ items: RunItem[] }> {
      const page = await ask(client.GET('/api/v1/instances', { params: { query: { limit: BOXES } }, signal }));
      return { items: page.items.map(({ last_run }) => last_run) };
    },
  });
  const seen = useLocalStorage<string[]>('bringup.put-aside', []);
  const putAside = computed(() => new Set(Array.isArray(seen.value) ? seen.value : []));
  const newest = computed(() =>
    newestOfBoxes(query.data.value?.items ?? [], items.value.values()).sort((one, other) =>
      other.start_time.localeCompare(one.start_time),
    ),
  );
  // Once a second is enough for what depends on the time.
  const second = computed(() => Math.floor(now.value / 1_000) * 1_000);
  const executions = computed(() => new Map(newest.value.map((run) => [run.workflow_id, run.execution_id])));
  const runsNow: RunsNow = {
    attention: computed(() => attentionOf(newest.value, putAside.value, second.value)),
    isKnown: computed(() => query.data.value !== undefined),
    isEmpty: computed(() => query.data.value !== undefined && newest.value.length === 0),
    newest,
    isEarlier: ({ workflow_id, execution_id }) => (executions.value.get(workflow_id) ?? execution_id) !== execution_id,
    boxes: computed(() => newest.value.map(({ instance }) => instance.key)),
    putAside: (run) => void (seen.value = [...putAside.value, executionOf(run)].slice(-KEPT)),
  };
  provide(KEY, runsNow);
  return runsNow;
}

/** What is at work and what needs a person; below the shell only. */
export function useRunsNow(): RunsNow {
  const runsNow = inject(KEY);
  if (!runsNow) throw new Error('What runs now was not provided.');
  return runsNow;
}
