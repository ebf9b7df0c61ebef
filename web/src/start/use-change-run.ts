// Run again with changes, and continue with changes: the steps of an old run, edited, and what sending them would do.
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { refDebounced } from '@vueuse/core';
import { computed, ref, shallowRef, watch } from 'vue';
import { useRouter } from 'vue-router';
import type { JsonObject } from '../../../contract/json.ts';
import { problemAt, useAction } from '../action.ts';
import { ProblemError, type Schemas, useApi } from '../api.ts';
import { useRun } from '../live/use-run.ts';
import { messages } from '../messages.ts';
import { checkConnection } from '../runs/connection-check.ts';
import { useActions } from '../templates/queries.ts';
import { changedFields, type Choice, isSelected, toChanges, toSelection } from './changes.ts';
import { useOnceKey } from './send-once.ts';
import { withoutWayBack } from './start-body.ts';

export type Mode = 'again' | 'continue';
interface OldBody {
  ssh_connection: string;
  instance_id: string | null;
  template: { id: string; name: string; version?: number } | null;
  undo_on?: ('failure' | 'cancel')[];
  steps: JsonObject[];
}

const PREVIEW_AFTER_MS = 400;

/** Everything behind the form. Call it in a component's setup. */
export function useChangeRun(workflowId: string, mode: Mode) {
  const { client, ask } = useApi();
  const router = useRouter();
  const actions = useActions();
  const { data: run } = useRun(workflowId);
  const old = useQuery({
    queryKey: ['run', workflowId, 'start-body'],
    queryFn: async ({ signal }) => {
      const path = { workflow_id: workflowId };
      const asked = client.GET('/api/v1/runs/{workflow_id}/start-body', { params: { path }, signal });
      return (await ask(asked)) as unknown as OldBody;
    },
    // What is being edited does not change under the hands.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });

  const steps = shallowRef<readonly JsonObject[]>([]);
  const connection = ref('');
  const apiKey = ref('');
  const keep = ref(false);
  const choice = ref<Choice>('usual');
  const from = ref(0);
  const to = ref(0);
  const only = ref<number[]>([]);
  watch(
    () => old.data.value,
    (body) => {
      if (!body) return;
      steps.value = body.steps;
      connection.value = body.ssh_connection;
      to.value = body.steps.length - 1;
      only.value = body.steps.map((_, index) => index);
    },
    { immediate: true },
  );

  const check = computed(() => checkConnection(connection.value));
  const fields = computed(() => changedFields(old.data.value?.steps ?? [], steps.value));
  const moved = computed(
    () => old.data.value !== undefined && connection.value.trim() !== old.data.value.ssh_connection,
  );
  const selected = computed(() => ({ choice: choice.value, from: from.value, to: to.value, only: only.value }));
  const chosen = computed(() => steps.value.map((_, index) => isSelected(selected.value, index)));
  const body = computed(() => {
    const selection = toSelection(selected.value);
    const changes = toChanges(fields.value);
    return {
      ...(selection ? { selection } : {}),
      ...(changes.length > 0 ? { changes } : {}),
      ...(keep.value && changes.length > 0 ? { keep_in_template: true } : {}),
      ...(apiKey.value === '' ? {} : { api_key: apiKey.value }),
    };
  });

  /** What continuing would do, as the server says; asked a moment after the last change. */
  const asked = refDebounced(body, PREVIEW_AFTER_MS);
  const preview = useQuery({
    queryKey: computed(() => ['run', workflowId, 'preview', asked.value]),
    queryFn: ({ signal }): Promise<Schemas['ContinuePlan']> =>
      ask(
        client.POST('/api/v1/runs/{workflow_id}/continue/preview', {
          params: { path: { workflow_id: workflowId } },
          body: asked.value,
          signal,
        }),
      ),
    enabled: computed(() => mode === 'continue' && old.data.value !== undefined),
    placeholderData: keepPreviousData,
    staleTime: 0,
    // It may hold a key that was typed.
    gcTime: 0,
    meta: { keep: false },
  });
  const willRun = computed(() => {
    if (mode === 'again') return chosen.value;
    return steps.value.map((_, index) => preview.data.value?.steps[index]?.fate === 'run');
  });
  const noWayBack = computed(() =>
    withoutWayBack(
      steps.value
        .filter((_, index) => willRun.value[index])
        .map((step) => ({ action: String(step['action']), label: String(step['label'] ?? '') })),
      actions.value,
    ),
  );

  const once = useOnceKey();
  const send = useAction(async () => {
    const path = { workflow_id: workflowId };
    const header = { 'Idempotency-Key': once.keyOf(moved.value ? elsewhere() : body.value) };
    const started = await ask(
      mode === 'continue'
        ? client.POST('/api/v1/runs/{workflow_id}/continue', { params: { path, header }, body: body.value })
        : moved.value
          ? client.POST('/api/v1/runs', { params: { header }, body: elsewhere() })
          : client.POST('/api/v1/runs/{workflow_id}/run-again', { params: { path, header }, body: body.value }),
    );
    once.done();
    apiKey.value = '';
    await router.push({ name: 'run', params: { workflowId: started.workflow_id } });
  });

  /** The same steps for another box: a start of its own. */
  function elsewhere(): Schemas['RunStart'] {
    const { template, instance_id: _instance, ...rest } = old.data.value as OldBody;
    const selection = toSelection(selected.value);
    const given = steps.value.map((step) => withKey(step)) as Schemas['RunStart']['steps'];
    return {
      ...rest,
      ssh_connection: connection.value.trim(),
      steps: given,
      ...(template ? { template: { ...template, ...(fields.value.length > 0 ? { changed: true } : {}) } } : {}),
      ...(selection ? { selection } : {}),
    };
  }
  const withKey = (step: JsonObject): JsonObject =>
    apiKey.value !== '' && takesKey(step) && !('api_key' in step) ? { ...step, api_key: apiKey.value } : step;
  const takesKey = ({ action }: JsonObject): boolean =>
    actions.value.get(String(action))?.secrets.some(({ field }) => field === 'api_key') === true;

  function change(index: number, step: JsonObject): void {
    steps.value = steps.value.map((one, at) => (at === index ? step : one));
  }
  function reset(index: number): void {
    const before = old.data.value?.steps[index];
    if (before) change(index, before);
  }

  const refused = computed(() => send.error.value ?? preview.error.value);
  /** What the server said of a field of a step. */
  function problemOf(index: number, field: string): string | null {
    const error = refused.value;
    const named = error instanceof ProblemError ? error.facts['step'] : null;
    return named === index + 1 ? problemAt(error, field) : null;
  }

  return {
    run,
    old,
    actions,
    steps,
    connection,
    check,
    moved,
    apiKey,
    needsKey: computed(() =>
      steps.value.some((step, index) => takesKey(step) && (willRun.value[index] || isSecretMissing(refused.value))),
    ),
    keep,
    /** Why the changes cannot go into the template. */
    keepRefusal: computed(() => {
      if (!old.data.value?.template) return messages.change.noTemplate;
      return moved.value ? messages.change.otherBox : null;
    }),
    choice,
    from,
    to,
    only,
    fields,
    preview,
    willRun,
    noWayBack,
    refused,
    problemOf,
    sending: send.busy,
    send: send.run,
    change,
    reset,
  };
}

const isSecretMissing = (error: unknown): boolean => error instanceof ProblemError && error.code === 'secret_missing';

export type ChangeRun = ReturnType<typeof useChangeRun>;
