// Taking one thing out of a list: chosen first, asked about, then removed, and the list is looked up again whatever came of it.
import { useQueryClient } from '@tanstack/vue-query';
import { shallowRef } from 'vue';
import { useAction } from '../action.ts';

/** `chosen` is what the person is being asked about; `remove` takes it out, and throws what the API throws. */
export function useRemoval<Item>(list: string, remove: (item: Item) => Promise<unknown>) {
  const queries = useQueryClient();
  const chosen = shallowRef<Item | null>(null);
  const removing = useAction(async () => {
    if (chosen.value === null) return;
    try {
      await remove(chosen.value);
    } finally {
      void queries.invalidateQueries({ queryKey: [list] });
    }
    chosen.value = null;
  });
  function choose(item: Item): void {
    removing.forget();
    chosen.value = item;
  }
  return { chosen, choose, removing };
}
