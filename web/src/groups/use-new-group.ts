// The state of the form of a new group, and what its button sends.
import { computed, ref, watch } from 'vue';
import { useRouter } from 'vue-router';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { problemAt, problemBeside, useAction } from '../action.ts';
import { useApi } from '../api.ts';
import { useInstances } from '../instances/use-instances.ts';
import { messages } from '../messages.ts';
import { useQueryParam } from '../query-param.ts';
import { useOnceKey } from '../start/send-once.ts';
import { startBody, stepsOn, takesApiKey } from '../start/start-body.ts';
import { useActions, useTemplate, useTemplateList } from '../templates/queries.ts';
import { readBoxes } from './read-boxes.ts';

type StopAt = 'never' | 'first_failure' | 'failed_percent';
const texts = messages.groups;
const isWithin = (text: string, most: number): boolean => /^[1-9]\d*$/.test(text) && Number(text) <= most;

/** Everything behind the form. Call it in a component's setup. */
export function useNewGroup() {
  const { client, ask } = useApi();
  const router = useRouter();
  const list = useTemplateList();
  const actions = useActions();
  const known = useInstances();
  const asked = useQueryParam('template');

  // The practice box is one: a group of it is none.
  const usable = computed(() => (list.data.value ?? []).filter(({ error, practice }) => error === null && !practice));
  const templateId = computed(() => usable.value.find(({ id }) => id === asked.value)?.id ?? usable.value[0]?.id ?? '');
  const read = useTemplate(templateId);
  const template = computed(() => (templateId.value === '' ? null : (read.data.value?.template ?? null)));

  const name = ref('');
  const values = ref<JsonObject>({});
  const apiKey = ref('');
  const chosen = ref<string[]>([]);
  const lines = ref('');
  const atOnce = ref('');
  const canary = ref(false);
  const stopAt = ref<StopAt>('never');
  const share = ref('25');
  const cancelOthers = ref(false);
  const tried = ref(false);
  watch(templateId, () => (values.value = {}));

  const picked = computed(() =>
    chosen.value.flatMap((key) => {
      const box = known.items.value.find((one) => one.key === key);
      return box ? [{ key, connection: box.last_run.ssh_connection }] : [];
    }),
  );
  const boxes = computed(() => readBoxes(picked.value, lines.value));
  const needsKey = computed(() => {
    const now = template.value;
    return now !== null && takesApiKey(now, stepsOn(now, new Map()), actions.value);
  });
  const found = computed(() => {
    const problems: Record<string, string> = {};
    if (boxes.value.problem !== null) problems['boxes'] = boxes.value.problem;
    else if (boxes.value.boxes.length === 0) problems['boxes'] = texts.noBoxes;
    if (atOnce.value.trim() !== '' && !isWithin(atOnce.value.trim(), 100)) problems['at_once'] = texts.atOnceWrong;
    if (stopAt.value === 'failed_percent' && !isWithin(share.value.trim(), 99)) problems['stop_at'] = texts.shareWrong;
    for (const { name: field, required, default: usual } of template.value?.parameters ?? []) {
      if (required && values.value[field] === undefined && usual === undefined)
        problems[`from_template.parameters.${field}`] = messages.start.needed;
    }
    return problems;
  });

  const once = useOnceKey();
  const start = useAction(async () => {
    const now = template.value;
    if (!now) return;
    const form = { connection: '', instanceId: '', apiKey: needsKey.value ? apiKey.value : '', undoOn: null };
    const { ssh_connection: _none, ...rest } = startBody(now, { ...form, values: values.value, switches: new Map() });
    const stop = stopAt.value === 'failed_percent' ? { failed_percent: Number(share.value.trim()) } : stopAt.value;
    const body = {
      ...(name.value.trim() === '' ? {} : { name: name.value.trim() }),
      from_template: { ...rest, id: now.id },
      boxes: boxes.value.boxes,
      at_once: atOnce.value.trim() === '' ? null : Number(atOnce.value.trim()),
      canary: canary.value,
      stop_at: stop,
      cancel_others: cancelOthers.value && stopAt.value !== 'never',
    };
    const params = { header: { 'Idempotency-Key': once.keyOf(body) } };
    const { group_id } = await ask(client.POST('/api/v1/groups', { params, body }));
    once.done();
    apiKey.value = '';
    await router.push({ name: 'group', params: { id: group_id } });
  });

  async function tryStart(): Promise<void> {
    tried.value = true;
    if (template.value && Object.keys(found.value).length === 0) await start.run();
  }
  /** What is wrong with a field, as far as it was told: by the form once it was sent, and by the server. */
  const problemOf = (field: string): string | null =>
    (tried.value || field === 'boxes' ? typedProblem(field) : null) ?? problemAt(start.error.value, field);
  const typedProblem = (field: string): string | null =>
    field === 'boxes' && !tried.value ? boxes.value.problem : (found.value[field] ?? null);

  return {
    list,
    usable,
    read,
    templateId,
    template,
    choose: (id: string) => (asked.value = id),
    known: known.items,
    name,
    values,
    give(field: string, value: Json | undefined): void {
      const { [field]: _old, ...rest } = values.value;
      values.value = value === undefined ? rest : { ...rest, [field]: value };
    },
    apiKey,
    needsKey,
    chosen,
    lines,
    count: computed(() => boxes.value.boxes.length),
    atOnce,
    canary,
    stopAt,
    share,
    cancelOthers,
    problemOf,
    refused: computed(() => problemBeside(start.error.value, ['boxes', 'at_once', 'stop_at', 'name', 'from_template'])),
    starting: start.busy,
    start: tryStart,
  };
}
