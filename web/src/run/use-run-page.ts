// Everything behind the page of a run: its state, which step is looked at, and its attempts.
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type InjectionKey, inject, provide, type Ref, watch } from 'vue';
import { useRouter } from 'vue-router';
import type { RunState, StepState } from '../../../contract/run-state.ts';
import { useApi } from '../api.ts';
import { useRun } from '../live/use-run.ts';
import { setQuery, useQueryParam } from '../query-param.ts';
import { placeQuery, RUN_TABS, type RunPlace, type RunTab, stepOfQuery } from './run-link.ts';
import { stepAtWork } from './step-at-work.ts';
import type { Attempt } from './timeline.ts';

const NO_ATTEMPTS: Attempt[] = [];

export type RunPage = ReturnType<typeof createRunPage>;
const KEY: InjectionKey<RunPage> = Symbol('run page');

/** Makes what is behind the page of a run, for everything below it. */
export function provideRunPage(workflowId: Readonly<Ref<string>>): RunPage {
  const page = createRunPage(workflowId);
  provide(KEY, page);
  return page;
}

export function useRunPage(): RunPage {
  const page = inject(KEY);
  if (!page) throw new Error('This belongs on the page of a run.');
  return page;
}

function createRunPage(workflowId: Readonly<Ref<string>>) {
  const router = useRouter();
  const stepText = useQueryParam('step');
  const attemptText = useQueryParam('attempt');
  const tabText = useQueryParam('tab');
  const execution = useQueryParam('execution');
  const query = useRun(workflowId, execution);
  const run = computed<RunState | null>(() => query.data.value ?? null);

  const steps = computed<StepState[]>(() => run.value?.steps ?? []);
  const chosen = computed(() => stepOfQuery(stepText.value, steps.value.length));
  const follows = computed(() => chosen.value === null);
  const stepIndex = computed(() => chosen.value ?? (run.value ? stepAtWork(run.value) : 0));
  const step = computed<StepState | null>(() => steps.value[stepIndex.value] ?? null);
  const attempt = computed(() => (/^\d{1,9}$/.test(attemptText.value) ? Number(attemptText.value) : null));
  const tab = computed<RunTab>({
    get: () => RUN_TABS.find((one) => one === tabText.value) ?? 'overview',
    // What was found in one tab means nothing in another.
    set: (next) => void setQuery(router, { tab: next === 'overview' ? '' : next, ...NOWHERE }),
  });

  /** Looks at a step; what belonged to another one's log goes out of the address. */
  function look(place: RunPlace): void {
    const { step: at = '', attempt: of = '', tab: on = '' } = placeQuery({ tab: tab.value, ...place }) as Place;
    void setQuery(router, { step: at, attempt: of, tab: on, ...NOWHERE });
  }
  const follow = (): void => void setQuery(router, { step: '', attempt: '', ...NOWHERE });

  return {
    workflowId,
    query,
    run,
    execution,
    stepIndex,
    step,
    follows,
    attempt,
    tab,
    look,
    follow,
    ...useAttempts(workflowId, run),
  };
}

interface Place {
  step?: string;
  attempt?: string;
  tab?: string;
}
/** A place in a log or among rows. */
const NOWHERE = { line: '', find: '', task: '', filter: '' };

/** The attempts of the execution that is shown: asked for again whenever a step has come further. */
function useAttempts(workflowId: Readonly<Ref<string>>, run: Readonly<Ref<RunState | null>>) {
  const queries = useQueryClient();
  const execution = computed(() => run.value?.execution_id ?? '');
  const query = useQuery(attemptsOf(workflowId, execution));
  const moved = computed(() =>
    (run.value?.steps ?? []).map(({ attempt, phase, undo }) => `${attempt} ${phase} ${undo?.outcome}`).join(),
  );
  watch([moved, execution], ([, now], [, before]) => {
    if (now === before) void queries.invalidateQueries({ queryKey: ['attempts', workflowId.value, now] });
  });
  const attempts = computed<Attempt[]>(() => query.data.value ?? NO_ATTEMPTS);
  return { attempts, attemptsQuery: query };
}

/** The query of all attempts of one execution. */
export function attemptsOf(workflowId: Readonly<Ref<string>>, execution: Readonly<Ref<string>>) {
  const { client, ask } = useApi();
  return {
    queryKey: computed(() => ['attempts', workflowId.value, execution.value]),
    enabled: computed(() => execution.value !== ''),
    async queryFn({ signal }: { signal: AbortSignal }): Promise<Attempt[]> {
      const params = { path: { workflow_id: workflowId.value }, query: { execution_id: execution.value } };
      return (await ask(client.GET('/api/v1/runs/{workflow_id}/attempts', { params, signal }))).items;
    },
  };
}
