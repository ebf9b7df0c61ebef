// The start page's own state: which template, what was put in, and what the buttons do.
import { useQuery } from '@tanstack/vue-query';
import { computed, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { useAction } from '../action.ts';
import { ProblemError, useApi } from '../api.ts';
import { RUNS_KEY, useActiveRuns } from '../live/live.ts';
import { messages } from '../messages.ts';
import { setQuery, useQueryParam } from '../query-param.ts';
import { checkConnection } from '../runs/connection-check.ts';
import { recall, tryRemember } from '../runs/remembered.ts';
import { useActions, useTemplate, useTemplateList } from '../templates/queries.ts';
import { busyRun } from './busy-run.ts';
import { useOnceKey } from './send-once.ts';
import { startBody, stepsOn, takesApiKey, type UndoOn, withoutWayBack } from './start-body.ts';

type Errors = Partial<Record<'connection' | 'instance_id' | 'api_key' | 'steps', string>> & Record<string, string>;

/** Everything behind the form of a start. Call it in a component's setup. */
export function useStart() {
  const { client, ask } = useApi();
  const route = useRoute();
  const router = useRouter();
  const list = useTemplateList();
  const actions = useActions();
  const asked = useQueryParam('template');
  const { data: runs, isPending: runsPending } = useQuery({
    queryKey: [...RUNS_KEY, 'any'],
    queryFn: ({ signal }) => ask(client.GET('/api/v1/runs', { params: { query: { limit: 1 } }, signal })),
  });

  // Before the template: where the lists are known already, it is chosen at once.
  const connection = ref(boxOf(route.query['box']) ?? recall('connection') ?? '');
  let own = connection.value;
  const hasBox = own !== '';
  const usable = computed(() => (list.data.value ?? []).filter(({ error }) => error === null));
  const forBoxes = () => usable.value.find(({ practice: isPractice }) => !isPractice);
  const templateId = computed(() => {
    if (asked.value !== '' && usable.value.some(({ id }) => id === asked.value)) return asked.value;
    if (runsPending.value && recall('template') === null) return '';
    return usualTemplate()?.id ?? '';
  });
  const notice = computed(() => switched.value ?? whyNotAsked());
  const read = useTemplate(templateId);
  const template = computed(() => (templateId.value === '' ? null : (read.data.value?.template ?? null)));
  const practice = computed(() => template.value?.practice === true);

  const instanceId = ref('');
  const apiKey = ref('');
  const values = ref<JsonObject>({});
  const switches = ref(new Map<number, boolean>());
  const undoOn = ref<UndoOn | null>(null);
  const switched = ref<string | null>(null);
  const errors = ref<Errors>({});

  /** The one that was used last; on a system without any run the practice one, so that a first run is one click away. */
  function usualTemplate() {
    const last = usable.value.find(({ id }) => id === recall('template'));
    if (last) return last;
    const isNew = runs.value?.items.length === 0 && !hasBox;
    return (isNew ? usable.value.find((one) => one.practice) : null) ?? forBoxes() ?? usable.value[0];
  }
  /** Why the template of the address is not the one that is shown. */
  function whyNotAsked(): string | null {
    const id = asked.value;
    if (id === '' || list.data.value === undefined || usable.value.some((one) => one.id === id)) return null;
    return messages.form.cannotStart(id, list.data.value.find((one) => one.id === id)?.error ?? null);
  }

  watch(
    () => template.value?.id,
    () => {
      const now = template.value;
      if (!now) return;
      values.value = {};
      switches.value = new Map();
      undoOn.value = null;
      errors.value = {};
      start.forget();
      connection.value = now.practice ? (now.ssh_connection ?? '') : own;
    },
    { immediate: false },
  );
  // One that is known already is no change.
  if (template.value?.practice) connection.value = template.value.ssh_connection ?? '';

  function choose(id: string): void {
    switched.value = null;
    tryRemember('template', id);
    asked.value = id;
  }

  function typeConnection(text: string): void {
    connection.value = text;
    forgive('connection');
    if (!practice.value) own = text;
    else if (check.value.ok && text.trim() !== template.value?.ssh_connection?.trim()) leavePractice(text);
  }

  // The practice template has paths and nodes of the built-in box: elsewhere it can only fail.
  function leavePractice(text: string): void {
    own = text;
    const last = usable.value.find(({ id, practice: isPractice }) => id === recall('template') && !isPractice);
    const choice = last ?? forBoxes();
    if (!choice) return;
    void setQuery(router, { template: choice.id });
    switched.value = messages.form.switchedTemplate(choice.name);
  }

  const check = computed(() => checkConnection(connection.value));
  const on = computed(() => (template.value ? stepsOn(template.value, switches.value) : []));
  const chosenSteps = computed(() => (template.value?.steps ?? []).filter((_, index) => on.value[index]));
  const form = computed(() => ({
    connection: connection.value,
    instanceId: instanceId.value,
    apiKey: needsKey.value ? apiKey.value : '',
    values: values.value,
    switches: switches.value,
    undoOn: undoOn.value,
  }));
  const needsKey = computed(() => template.value !== null && takesApiKey(template.value, on.value, actions.value));
  const active = useActiveRuns();
  const busyWith = computed(() => busyRun(check.value, active.value));

  function toggle(index: number, isOn: boolean): void {
    const next = new Map(switches.value);
    if (template.value?.steps[index]?.enabled === isOn) next.delete(index);
    else next.set(index, isOn);
    switches.value = next;
    forgive('steps');
  }
  function give(name: string, value: Json | undefined): void {
    const { [name]: _old, ...rest } = values.value;
    values.value = value === undefined ? rest : { ...rest, [name]: value };
    forgive(`parameters.${name}`);
  }
  function forgive(field: string): void {
    errors.value = Object.fromEntries(Object.entries(errors.value).filter(([name]) => name !== field));
  }
  watch(instanceId, () => forgive('instance_id'));
  watch(apiKey, () => forgive('api_key'));

  function findErrors(): Errors {
    const found: Errors = {};
    if (!check.value.ok) found.connection = messages.problems[check.value.problem];
    if (!/^\d*$/.test(instanceId.value.trim())) found.instance_id = messages.form.instanceIdWrong;
    if (!on.value.some(Boolean)) found.steps = messages.form.noSteps;
    for (const { name, required, default: usual } of template.value?.parameters ?? []) {
      if (required && values.value[name] === undefined && usual === undefined)
        found[`parameters.${name}`] = messages.start.needed;
    }
    return found;
  }

  const once = useOnceKey();
  const start = useAction(async () => {
    const now = template.value;
    if (!now) return;
    const body = startBody(now, form.value);
    const params = { path: { id: now.id }, header: { 'Idempotency-Key': once.keyOf([now.id, body]) } };
    const run = await ask(client.POST('/api/v1/templates/{id}/runs', { params, body }));
    once.done();
    apiKey.value = '';
    tryRemember('template', now.id);
    if (!now.practice) tryRemember('connection', connection.value.trim());
    await router.push({ name: 'run', params: { workflowId: run.workflow_id } });
  });

  /** True where everything could be sent; else the fields say what is missing. */
  function isComplete(): boolean {
    errors.value = findErrors();
    return Object.keys(errors.value).length === 0;
  }
  async function tryStart(): Promise<void> {
    if (template.value && isComplete() && !(await start.run())) errors.value = errorsOf(start.error.value);
  }
  const dryRun = () => {
    const now = template.value;
    if (!now || !isComplete()) return null;
    const body = startBody(now, form.value);
    return ask(client.POST('/api/v1/templates/{id}/dry-run', { params: { path: { id: now.id } }, body })).catch(
      (error: unknown) => {
        errors.value = errorsOf(error);
        throw error;
      },
    );
  };

  return {
    list,
    usable,
    read,
    templateId,
    template,
    practice,
    actions,
    connection,
    instanceId,
    apiKey,
    needsKey,
    values,
    on,
    undoOn,
    noWayBack: computed(() => withoutWayBack(chosenSteps.value, actions.value)),
    canUndo: computed(() => chosenSteps.value.some(({ action }) => Boolean(actions.value.get(action)?.undo))),
    check,
    errors,
    notice,
    busyWith,
    starting: start.busy,
    refused: start.error,
    choose,
    typeConnection,
    toggle,
    give,
    start: tryStart,
    dryRun,
  };
}

export type Start = ReturnType<typeof useStart>;

/** `?box=` takes the key of a box as well as a connection. */
function boxOf(given: unknown): string | null {
  if (typeof given !== 'string' || given === '') return null;
  return given.startsWith('vast:') ? given.slice('vast:'.length) : given;
}

/** What the server said, by the field that it is about. */
function errorsOf(error: unknown): Errors {
  if (!(error instanceof ProblemError)) return {};
  const named = Object.entries(error.facts).filter(
    (fact): fact is [string, string] => fact[0].startsWith('parameters.') && typeof fact[1] === 'string',
  );
  if (named.length > 0) return Object.fromEntries(named.map(([name, text]) => [name, messages.start.wrong(text)]));
  const field = String(error.facts['field'] ?? '');
  if (field.includes('ssh_connection')) return { connection: error.message };
  if (field.includes('instance_id')) return { instance_id: error.message };
  return field.includes('api_key') ? { api_key: error.message } : {};
}
