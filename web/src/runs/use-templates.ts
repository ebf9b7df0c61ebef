import { onScopeDispose, shallowRef } from 'vue';
import type { Api, WorkflowConfig } from './api.ts';
import type { TemplateDetail } from './templates.ts';

const AGAIN_MS = 2000;

/** Templates and settings, asked for until they are there: Bringup may still be starting. */
export function useTemplates(api: Api) {
  const templates = shallowRef<TemplateDetail[] | null>(null);
  const config = shallowRef<WorkflowConfig | null>(null);
  let gone = false;
  let again: ReturnType<typeof setTimeout> | undefined;

  let configAsked = false;

  async function load(): Promise<void> {
    const [list, settings] = await Promise.all([api.templates(), api.config()]);
    if (settings.kind === 'ok') config.value = settings.value;
    configAsked = settings.kind !== 'no_answer';
    const details = list.kind === 'ok' ? await Promise.all(list.value.map(({ id }) => api.template(id))) : [];
    if (gone) return;
    // A template that the server cannot read is its own business; one that did not arrive is asked for again.
    const arrived = details.every((answer) => answer.kind !== 'no_answer');
    if (list.kind === 'ok' && arrived) {
      templates.value = details.flatMap((answer) => (answer.kind === 'ok' ? [answer.value] : []));
    }
    if (templates.value === null || !configAsked) again = setTimeout(() => void load(), AGAIN_MS);
  }

  void load();
  onScopeDispose(() => {
    gone = true;
    clearTimeout(again);
  });
  return { templates, config };
}
