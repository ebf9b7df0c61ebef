// Which rows are on the screen, and where the view stands while rows come and go at either end: at the bottom while it follows, else at
// the line that the reader has in front of them.
import { useVirtualizer } from '@tanstack/vue-virtual';
import { useElementSize, useEventListener } from '@vueuse/core';
import { computed, nextTick, onMounted, ref, type Ref, shallowRef, watch } from 'vue';
import { follow, type FollowEvent, startFollow } from './follow.ts';
import type { Log } from './use-log.ts';

/** So near to an end more is loaded. */
const NEAR_PX = 1_500;
/** Of the row's line number and its padding, for the guess how high a wrapped row is. */
const GUTTER_CHARACTERS = 12;
const KEYS_UP = ['ArrowUp', 'PageUp', 'Home'];

export function useLogView(log: Log, scroller: Readonly<Ref<HTMLElement | null>>, wrap: Readonly<Ref<boolean>>) {
  const state = shallowRef(startFollow(true));
  const rowHeight = ref(20);
  const moves = ref(0);
  const { width, height } = useElementSize(scroller);
  /** What stays where it is: a line, where its row begins, and how far below the top of the view that is. */
  let anchor = { line: 1, start: Number.NaN, below: 0 };

  onMounted(() => {
    rowHeight.value = Math.round(1.25 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)) || 20;
  });

  const columns = computed(() => Math.max(20, Math.floor(width.value / (rowHeight.value * 0.375)) - GUTTER_CHARACTERS));
  const virtualizer = useVirtualizer(
    computed(() => {
      void log.version.value;
      const { rows } = log.store;
      const [height, isWrapped, perRow] = [rowHeight.value, wrap.value, columns.value];
      return {
        count: rows.length,
        getScrollElement: () => scroller.value,
        // A function of its own for each version: sizes are laid out anew.
        getItemKey: (index: number) => rows[index]?.id ?? index,
        estimateSize: isWrapped
          ? (index: number) => height * Math.max(1, Math.ceil((rows[index]?.text.length ?? 0) / perRow))
          : () => height,
        overscan: 8,
      };
    }),
  );
  const items = computed(() => virtualizer.value.getVirtualItems());
  const total = computed(() => virtualizer.value.getTotalSize());

  const tell = (event: FollowEvent) => (state.value = follow(state.value, event));
  // Reckoned, not measured: asking for scrollHeight would lay out the rows once more.
  const placeOf = ({ scrollTop, clientHeight }: HTMLElement) => ({
    top: scrollTop,
    below: Math.max(0, total.value - clientHeight - scrollTop),
  });

  function remember(element: HTMLElement): void {
    const item = virtualizer.value.getVirtualItemForOffset(element.scrollTop);
    const row = item && log.store.rows[item.index];
    if (item && row)
      anchor = { line: row.line, start: startOf(row.line), below: startOf(row.line) - element.scrollTop };
  }

  /** Where the row of a line begins, in the layout. */
  const startOf = (line: number): number =>
    virtualizer.value.measurementsCache[log.store.rowAt(line)]?.start ?? Number.NaN;

  /** Puts the view where it belongs after rows have come or gone. */
  function place(): void {
    const element = scroller.value;
    if (!element) return;
    const start = startOf(anchor.line);
    if (state.value.holding) return;
    if (state.value.following) element.scrollTop = total.value;
    // Lines that came below move nothing: a scroll that is still on its way must not be held up.
    else if (!Number.isNaN(start) && start !== anchor.start) {
      anchor.start = start;
      if (Math.abs(start - anchor.below - element.scrollTop) >= 1) element.scrollTop = start - anchor.below;
    }
    tell({ kind: 'placed', ...placeOf(element) });
    loadNear(element);
  }
  watch([log.version, total, height], place, { flush: 'post' });

  function loadNear(element: HTMLElement): void {
    const { top, below } = placeOf(element);
    if (top < NEAR_PX && !state.value.following) void log.loadUp();
    else if (below < NEAR_PX) void log.loadDown();
  }

  useEventListener(scroller, 'scroll', () => {
    const element = scroller.value;
    if (!element) return;
    const at = placeOf(element);
    tell({ kind: 'scrolled', ...at });
    // The end of what is held is not yet the end of the log, unless that one is on its way.
    if (!log.hasEnd.value && log.busy.value !== 'open') tell({ kind: 'asked', following: false });
    remember(element);
    loadNear(element);
  });
  useEventListener(scroller, 'wheel', ({ deltaY }) => void (deltaY < 0 && tell({ kind: 'up' })), { passive: true });
  useEventListener(scroller, 'keydown', (event) => {
    if (KEYS_UP.includes(event.key)) tell({ kind: 'up' });
    if (event.key !== 'End') return;
    event.preventDefault();
    void toEnd();
  });
  useEventListener(scroller, 'mousedown', ({ button }) => void (button === 0 && tell({ kind: 'held', holding: true })));
  // Where marked text is dragged away, the mouse is never told to be up.
  useEventListener(window, ['mouseup', 'dragend', 'blur'], () => {
    if (!state.value.holding) return;
    tell({ kind: 'held', holding: false });
    place();
  });
  useEventListener(document, 'selectionchange', () => {
    const selection = document.getSelection();
    const isOurs = scroller.value?.contains(selection?.anchorNode ?? null) === true;
    const marking = isOurs && selection?.isCollapsed === false;
    if (marking !== state.value.marking) tell({ kind: 'marked', marking });
  });

  /** What is in view is known when it has been drawn. */
  const moved = () => void requestAnimationFrame(() => requestAnimationFrame(() => (moves.value -= 1)));

  /** Follows the end, wherever the view was. */
  async function toEnd(): Promise<void> {
    tell({ kind: 'asked', following: true });
    if (!log.hasEnd.value && !(await log.openEnd())) return void tell({ kind: 'asked', following: false });
    await nextTick();
    place();
  }

  async function toLine(line: number, align: 'center' | 'start' = 'center'): Promise<void> {
    tell({ kind: 'asked', following: false });
    const element = scroller.value;
    moves.value += 1;
    if (!element || !(await log.openLine(line))) return moved();
    await nextTick();
    anchor = {
      line,
      start: Number.NaN,
      below: align === 'start' ? 0 : Math.round((element.clientHeight - rowHeight.value) / 2),
    };
    place();
    moved();
  }

  return {
    virtualizer,
    items,
    total,
    rowHeight,
    following: computed(() => state.value.following),
    letGo: () => tell({ kind: 'asked', following: false }),
    toEnd,
    toLine,
    /** On the way to a line. */
    isMoving: computed(() => moves.value > 0),
    /** The first and the last row that are wholly or partly in view. */
    inView: computed(() => {
      void log.version.value;
      const { range } = virtualizer.value;
      const { rows } = log.store;
      return range ? { first: rows[range.startIndex], last: rows[range.endIndex] } : null;
    }),
  };
}

export type LogView = ReturnType<typeof useLogView>;
