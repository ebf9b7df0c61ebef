// One template as its page has it: the version that is shown, what is being edited, and what saving does.
import { useQueryClient } from '@tanstack/vue-query';
import { useEventListener } from '@vueuse/core';
import { computed, ref, watch } from 'vue';
import { useAction } from '../action.ts';
import { ProblemError, useApi } from '../api.ts';
import { announce } from '../hands/announce.ts';
import { messages } from '../messages.ts';
import { useQueryParam } from '../query-param.ts';
import { TEMPLATES_KEY, templateKey, useTemplate, useTemplateVersion } from './queries.ts';
import { type Draft, type TemplateForm, toForm, useDraft } from './use-draft.ts';

/** Everything behind the page of a template. Call it in a component's setup. */
export function useTemplatePage(id: string) {
  const { client, ask } = useApi();
  const queries = useQueryClient();
  const current = useTemplate(id);
  const versionParam = useQueryParam('version');
  const asked = computed(() => (/^[1-9]\d{0,6}$/.test(versionParam.value) ? Number(versionParam.value) : 0));
  const isOld = computed(() => asked.value !== 0 && asked.value !== current.data.value?.template.version_number);
  const earlier = useTemplateVersion(id, () => (isOld.value ? asked.value : 0));
  const template = computed(() => (isOld.value ? earlier.data.value : current.data.value?.template) ?? null);

  const draft = useDraft(id);
  const note = ref('');
  const savedVersion = ref<number | null>(null);
  /** The version that somebody else has saved since this draft was begun. */
  const overtakenBy = computed(() => {
    const now = current.data.value;
    return draft.value && now && now.tag !== draft.value.tag ? now.template.version_number : null;
  });

  function begin(): Draft | null {
    const now = current.data.value;
    if (!now) return draft.value;
    const { template: base, tag } = now;
    savedVersion.value = null;
    return { kind: 'text', tag, version: base.version_number, text: base.yaml, form: null };
  }
  function editText(text: string): void {
    const base = draft.value ?? begin();
    if (base)
      draft.value =
        text === current.data.value?.template.yaml && !overtakenBy.value ? null : { ...base, kind: 'text', text };
  }
  function editForm(form: TemplateForm): void {
    const base = draft.value ?? begin();
    if (base) draft.value = { ...base, kind: 'form', form };
  }
  /** What the form shows. */
  const form = computed(() => {
    const now = current.data.value;
    return draft.value?.form ?? (now ? toForm(now.template) : null);
  });

  const put = async (body: { yaml: string } | { template: TemplateForm }, tag: string, why: string): Promise<void> => {
    const after = await ask(
      client.PUT('/api/v1/templates/{id}', {
        params: { path: { id }, header: { 'If-Match': tag } },
        body: { ...body, ...(why === '' ? {} : { note: why }) } as never, // exactly one of yaml and template, as its document says
      }),
    );
    draft.value = null;
    note.value = '';
    savedVersion.value = after.version_number;
    announce(messages.templates.saved(after.version_number));
    await renew();
  };
  const renew = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: TEMPLATES_KEY }),
      queries.invalidateQueries({ queryKey: templateKey(id) }),
    ]);
  const currentTag = (): string => current.data.value?.tag ?? '';

  const save = useAction(async (over: boolean) => {
    const now = draft.value;
    if (!now) return;
    const body = now.kind === 'form' && now.form ? { template: now.form } : { yaml: now.text };
    await put(body, over ? currentTag() : now.tag, note.value.trim());
  });
  const restore = useAction(async (version: number) => {
    const path = { id, version };
    const old = await ask(client.GET('/api/v1/templates/{id}/versions/{version}', { params: { path } }));
    await put({ yaml: old.yaml }, currentTag(), messages.templates.restored(version));
    versionParam.value = '';
  });
  const remove = useAction(async () => {
    const params = { path: { id }, header: { 'If-Match': currentTag() } };
    await ask(client.DELETE('/api/v1/templates/{id}', { params }));
    draft.value = null;
    queries.removeQueries({ queryKey: templateKey(id) });
    await queries.invalidateQueries({ queryKey: TEMPLATES_KEY });
  });
  // Then the version that is there now is not the one that the page knows.
  watch(save.error, (error) => {
    if (error instanceof ProblemError && error.status === 412) void current.refetch();
  });
  useEventListener(window, 'beforeunload', (event: BeforeUnloadEvent) => {
    if (draft.value) event.preventDefault();
  });

  function discard(): void {
    draft.value = null;
    save.forget();
  }

  return {
    id,
    current,
    earlier,
    template,
    isOld,
    versionParam,
    draft,
    note,
    savedVersion,
    overtakenBy,
    form,
    editText,
    editForm,
    save,
    restore,
    remove,
    discard,
  };
}

export type TemplatePage = ReturnType<typeof useTemplatePage>;
