// Lists that a person comes back to: a name and the filters. Some are there for everybody; a person's own are kept in the browser.
import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';
import { messages } from '../messages.ts';
import { type Filters, FILTERS } from './filters.ts';

interface SavedView {
  name: string;
  filters: Filters;
}

const { views } = messages.runsList;
export const BUILT_IN: readonly SavedView[] = [
  { name: views.all, filters: {} },
  { name: views.active, filters: { state: 'active' } },
  { name: views.needs, filters: { state: 'needs' } },
  { name: views.failed, filters: { state: 'failed', range: '24h' } },
  { name: views.warnings, filters: { with_warnings: 'true' } },
];

/** Whether two views show the same. */
export const isSame = (one: Filters, other: Filters): boolean =>
  FILTERS.every((name) => (one[name] ?? '') === (other[name] ?? ''));

/** A person's own views; a name is there once, and a view that is saved under it again takes its place. */
export function useSavedViews() {
  const kept = useLocalStorage<SavedView[]>('bringup.views', []);
  const own = computed(() => (Array.isArray(kept.value) ? kept.value : []));
  return {
    own,
    save(name: string, filters: Filters): void {
      kept.value = [...own.value.filter((view) => view.name !== name), { name, filters }];
    },
    rename(name: string, next: string): void {
      kept.value = own.value
        .filter((view) => view.name === name || view.name !== next)
        .map((view) => (view.name === name ? { ...view, name: next } : view));
    },
    remove(name: string): void {
      kept.value = own.value.filter((view) => view.name !== name);
    },
  };
}
