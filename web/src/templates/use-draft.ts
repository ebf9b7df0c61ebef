// What somebody is editing and has not saved: kept in the tab over a reload, and asked about before the page is left.
import { ref, type Ref, watch } from 'vue';
import type { Template } from './queries.ts';

/** A draft and the version that it began with. */
export interface Draft {
  kind: 'text' | 'form';
  tag: string;
  version: number;
  text: string;
  form: TemplateForm | null;
}

const FIELDS = [
  'id',
  'name',
  'description',
  'version',
  'ssh_connection',
  'step_delay',
  'parameters',
  'undo_on',
  'accept_warnings',
  'steps',
] as const;
/** A template without what Bringup adds to it. */
export type TemplateForm = Pick<Template, (typeof FIELDS)[number]>;

/** What a form edits of a template. */
export function toForm(template: Template): TemplateForm {
  const own = FIELDS.filter((field) => template[field] !== undefined).map((field) => [field, template[field]]);
  return Object.fromEntries(own) as TemplateForm;
}

/** The draft of a template in this tab; null without one. */
export function useDraft(id: string): Ref<Draft | null> {
  const key = `bringup.draft.${id}`;
  const draft = ref(read(key)) as Ref<Draft | null>;
  watch(draft, (now) => keep(key, now), { deep: true });
  return draft;
}

function read(key: string): Draft | null {
  try {
    return JSON.parse(window.sessionStorage.getItem(key) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

function keep(key: string, draft: Draft | null): void {
  try {
    if (draft) window.sessionStorage.setItem(key, JSON.stringify(draft));
    else window.sessionStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing still asks before the page is left.
  }
}
