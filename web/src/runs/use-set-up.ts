// The page's own state: which template, which steps are on, what was typed, which run is shown, and what the buttons do.
// What stands in the column is always what Start would start.
import { computed, onScopeDispose, ref, watch } from 'vue';
import type { RunState } from '../../../contract/run-state.ts';
import { messages } from '../messages.ts';
import type { Answer, Api, Refusal } from './api.ts';
import { checkConnection } from './connection-check.ts';
import { followRun, isGoing } from './follow-run.ts';
import { planOfRun, planOfTemplate, startRequest, type Plan } from './plan.ts';
import { recall, tryRemember } from './remembered.ts';
import type { LimitName } from './step-limits.ts';
import { defaultTemplate, type TemplateDetail } from './templates.ts';
import { useTemplates } from './use-templates.ts';

const NO_PLAN: Plan = { template: null, stepDelay: null, steps: [] };
const USUAL_DELAY = 5;
const EXTENSION_S = 600;

/** Links in notifications name a run: `/?run=<workflow_id>`. */
const runOfAddress = (): string | null => new URLSearchParams(window.location.search).get('run') || null;

type Field = 'connection' | 'instance_id' | 'api_key' | 'steps';
export type FieldErrors = Partial<Record<Field, string>>;

/** Everything behind the set-up page. Call it in a component's setup. */
export function useSetUp(api: Api) {
  const { templates, config } = useTemplates(api);
  const follower = followRun({ askState: (id) => api.state(id), first: runOfAddress() });
  const { run } = follower;

  const templateId = ref<string | null>(null);
  const plan = ref<Plan>(NO_PLAN);
  const connection = ref('');
  const instanceId = ref('');
  const apiKey = ref('');
  const notice = ref<string | null>(null);
  const errors = ref<FieldErrors>({});
  const refused = ref<string | null>(null);
  const busy = ref<'start' | 'stop' | 'clear' | null>(null);
  const stopAskedFor = ref<string | null>(null);
  /** An ended run that gave way to another template; it is still the server's latest. */
  const putAside = ref<string | null>(null);

  const shown = computed<RunState | null>(() => {
    const state = run.value;
    return state && (isGoing(state) || putAside.value !== executionOf(state)) ? state : null;
  });
  const going = computed(() => run.value !== null && isGoing(run.value));
  const stopping = computed(() => stopAskedFor.value !== null && stopAskedFor.value === run.value?.workflow_id);
  const template = computed(() => templates.value?.find(({ id }) => id === templateId.value) ?? null);
  const practice = computed(() => shown.value?.instance.practice ?? template.value?.practice === true);
  const check = computed(() => checkConnection(connection.value));

  // A run that comes into view brings its own template, steps and connection along.
  watch(
    () => run.value && executionOf(run.value),
    () => {
      const state = run.value;
      if (!state) return;
      stopAskedFor.value = null;
      templateId.value = state.template?.id ?? null;
      plan.value = planOfRun(state);
      connection.value = state.ssh_connection;
      errors.value = {};
      renewPractice();
    },
  );

  // A run that is going on takes precedence, so the default waits until the state was asked for.
  watch([templates, follower.looked, follower.trouble], () => {
    const asked = follower.looked.value || follower.trouble.value !== null;
    if (templates.value && asked && !shown.value && !template.value) chooseDefault();
  });
  watch(templates, () => renewPractice());

  function chooseDefault(): void {
    const choice = defaultTemplate(templates.value ?? [], recall('template'));
    if (choice) useTemplate(choice, recall('connection') ?? '');
  }

  // The built-in box may have another port since the run that is shown.
  function renewPractice(): void {
    const now = template.value?.practice === true ? template.value.ssh_connection : undefined;
    if (now !== undefined && practice.value && !going.value) connection.value = now;
  }

  function useTemplate(choice: TemplateDetail, ownConnection: string): void {
    templateId.value = choice.id;
    plan.value = planOfTemplate(choice);
    connection.value = choice.practice === true ? (choice.ssh_connection ?? '') : ownConnection;
    errors.value = {};
    refused.value = null;
    if (run.value && !isGoing(run.value)) putAside.value = executionOf(run.value);
  }

  /** The person chose another template. */
  function choose(id: string): void {
    const choice = templates.value?.find((one) => one.id === id);
    if (!choice || going.value) return;
    const keep = practice.value ? (recall('connection') ?? '') : connection.value;
    notice.value = null;
    useTemplate(choice, keep);
    tryRemember('template', id);
  }

  /** The person typed in the connection field. */
  function typeConnection(text: string): void {
    connection.value = text;
    forgive('connection');
    if (check.value.ok) leavePractice(text);
  }

  // The practice template has paths and nodes of the built-in box: elsewhere it can only fail.
  function leavePractice(text: string): void {
    if (template.value?.practice !== true || text.trim() === template.value.ssh_connection?.trim()) return;
    const forBoxes = (templates.value ?? []).filter((one) => one.practice !== true);
    const choice = defaultTemplate(forBoxes, recall('template'));
    if (!choice) return;
    useTemplate(choice, text);
    notice.value = messages.form.switchedTemplate(choice.name);
  }

  function toggle(index: number, enabled: boolean): void {
    const step = plan.value.steps[index];
    if (step) step.enabled = enabled;
    forgive('steps');
  }

  function forgive(field: Field): void {
    errors.value = Object.fromEntries(Object.entries(errors.value).filter(([key]) => key !== field));
  }
  watch(instanceId, () => forgive('instance_id'));
  watch(apiKey, () => forgive('api_key'));

  function findErrors(): FieldErrors {
    const found: FieldErrors = {};
    if (!check.value.ok) found.connection = messages.problems[check.value.problem];
    if (!/^\d*$/.test(instanceId.value.trim())) found.instance_id = messages.form.instanceIdWrong;
    if (!plan.value.steps.some((step) => step.enabled)) found.steps = messages.form.noSteps;
    return found;
  }

  async function start(): Promise<void> {
    refused.value = null;
    errors.value = findErrors();
    if (Object.keys(errors.value).length > 0 || busy.value || going.value) return;
    busy.value = 'start';
    const form = { connection: connection.value, instanceId: instanceId.value, apiKey: apiKey.value };
    const answer = await api.start(startRequest(plan.value, form, config.value?.workflow_step_delay ?? USUAL_DELAY));
    if (answer.kind === 'ok') await started(answer.value);
    else showRefusal(answer);
    busy.value = null;
  }

  async function started(workflowId: string): Promise<void> {
    apiKey.value = '';
    notice.value = null;
    putAside.value = null;
    if (!practice.value) tryRemember('connection', connection.value.trim());
    await follower.follow(workflowId);
  }

  function showRefusal(answer: Refusal | { kind: 'no_answer' }): void {
    if (answer.kind === 'no_answer') {
      refused.value = messages.noAnswer;
      return;
    }
    refused.value = answer.message;
    const field = fieldOf(answer.field);
    if (field) errors.value = { ...errors.value, [field]: answer.message };
  }

  async function stop(): Promise<Answer<unknown>> {
    const id = run.value?.workflow_id;
    if (id === undefined) return { kind: 'ok', value: null };
    refused.value = null;
    stopAskedFor.value = id;
    busy.value = 'stop';
    const answer = await api.stop(id);
    busy.value = null;
    if (answer.kind !== 'ok') {
      stopAskedFor.value = null;
      showRefusal(answer);
    }
    await follower.look();
    return answer;
  }

  /** Ten more minutes for a limit of the step at work. */
  async function extend(limit: LimitName): Promise<Answer<unknown>> {
    const id = run.value?.workflow_id;
    if (id === undefined) return { kind: 'ok', value: null };
    const answer = await api.extend(id, limit, EXTENSION_S);
    await follower.look();
    return answer;
  }

  async function clear(): Promise<void> {
    if (busy.value || going.value) return;
    refused.value = null;
    busy.value = 'clear';
    const answer = await api.clear(run.value?.workflow_id);
    busy.value = null;
    if (answer.kind !== 'ok') {
      showRefusal(answer);
      return;
    }
    follower.forget();
    stopAskedFor.value = null;
    if (template.value) useTemplate(template.value, connection.value);
    else chooseDefault();
  }

  function lookAgain(): void {
    if (document.visibilityState !== 'visible') return;
    if (going.value || run.value === null) void follower.look();
    else if (busy.value === null && isUntouched()) void follower.lookForNewer();
  }

  // What somebody is preparing here is not swept away by what was started elsewhere.
  const isUntouched = (): boolean =>
    shown.value !== null &&
    plan.value.steps.every((step) => step.enabled) &&
    [shown.value.ssh_connection, template.value?.ssh_connection].includes(connection.value) &&
    apiKey.value === '';

  void follower.look();
  document.addEventListener('visibilitychange', lookAgain);
  window.addEventListener('focus', lookAgain);
  onScopeDispose(() => {
    follower.stop();
    document.removeEventListener('visibilitychange', lookAgain);
    window.removeEventListener('focus', lookAgain);
  });

  return {
    templates,
    templateId,
    template,
    config,
    plan,
    practice,
    connection,
    instanceId,
    apiKey,
    check,
    errors,
    notice,
    refused,
    busy,
    run: shown,
    going,
    stopping,
    trouble: follower.trouble,
    looked: follower.looked,
    look: follower.look,
    choose,
    typeConnection,
    toggle,
    start,
    stop,
    extend,
    clear,
  };
}

export type SetUp = ReturnType<typeof useSetUp>;

const executionOf = (run: RunState): string => `${run.workflow_id} ${run.execution_id} ${run.start_time}`;

function fieldOf(name: string | null): Field | null {
  if (name === null) return null;
  if (name.includes('ssh_connection')) return 'connection';
  if (name.includes('instance_id')) return 'instance_id';
  return name.includes('api_key') ? 'api_key' : null;
}
