// The keys of a grid after the ARIA Authoring Practices: one Tab stop, and arrows from cell to cell. A cell that holds a link lends
// its focus to it; each is marked with `data-cell`, and rows go by their key, so that the place stays when rows change.
import { computed, onBeforeUpdate, onUpdated, type Ref, ref } from 'vue';

interface Place {
  row: number;
  /** From 0. */
  column: number;
}

/** `rows`: the keys of the rows in their order. */
export function useGridFocus(grid: Readonly<Ref<HTMLElement | null>>, rows: () => number[], columns: () => number) {
  const visited = ref<Place | null>(null);
  const stop = computed((): Place => {
    const [first = 0] = rows();
    if (!visited.value || !rows().includes(visited.value.row)) return { row: first, column: 0 };
    return { row: visited.value.row, column: Math.min(visited.value.column, columns() - 1) };
  });

  function targetAt({ row, column }: Place): HTMLElement | null {
    const cell = grid.value?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`);
    return cell?.querySelector<HTMLElement>('a') ?? cell ?? null;
  }

  function toward({ key, ctrlKey }: KeyboardEvent): Place | null {
    const { row, column } = stop.value;
    const all = rows();
    const at = all.indexOf(row);
    const rowAt = (index: number): number => all[Math.max(0, Math.min(all.length - 1, index))] ?? row;
    const last = columns() - 1;
    if (key === 'Home') return { row: ctrlKey ? rowAt(0) : row, column: 0 };
    if (key === 'End') return { row: ctrlKey ? rowAt(Infinity) : row, column: last };
    if (ctrlKey) return null;
    if (key === 'ArrowUp') return { row: rowAt(at - 1), column };
    if (key === 'ArrowDown') return { row: rowAt(at + 1), column };
    if (key === 'ArrowLeft') return { row, column: Math.max(0, column - 1) };
    if (key === 'ArrowRight') return { row, column: Math.min(last, column + 1) };
    return null;
  }

  function onKey(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const place = toward(event);
    if (!place) return;
    event.preventDefault();
    visited.value = place;
    targetAt(place)?.focus();
  }

  /** By a click, or by a screen reader, any cell may get the focus. */
  function onFocus({ target }: FocusEvent): void {
    const at = target instanceof Element ? target.closest<HTMLElement>('[data-cell]')?.dataset['cell'] : undefined;
    const [row, column] = (at ?? '').split(':').map(Number);
    if (row !== undefined && column !== undefined) visited.value = { row, column };
  }

  // A cell whose step begins gets a link, which takes over the focus; a row that goes hands it to the first.
  let held = false;
  onBeforeUpdate(() => {
    held = grid.value?.contains(document.activeElement) ?? false;
  });
  onUpdated(() => {
    const target = targetAt(stop.value);
    if (held && document.activeElement !== target) target?.focus({ preventScroll: true });
  });

  return {
    onKey,
    onFocus,
    /** For whoever comes from elsewhere. */
    enter: () => targetAt(stop.value)?.focus(),
    tabindex: (row: number, column: number) => (stop.value.row === row && stop.value.column === column ? 0 : -1),
  };
}
