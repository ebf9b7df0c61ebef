// The log that a viewer shows: what is held of it, what is loaded at either end, and the stream while it grows. Nothing here is deeply
// reactive: `version` says that rows have changed, at most once a frame.
import { useDocumentVisibility } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useApi } from '../api.ts';
import { createLineStore, type Part } from './line-store.ts';
import { createLineTimes } from './line-times.ts';
import { createLogSource, type LogPart, type LogPlace } from './log-source.ts';
import { type LogEvent, openLogStream } from './log-stream.ts';
import { createTaskFilter } from './task-filter.ts';

interface LogProps extends LogPlace {
  /** No more bytes will come. */
  ended: boolean;
  /** It is on the screen: else it is not followed. */
  active: boolean;
}

/** Lines that are there at once, and lines and bytes that are loaded when somebody comes near an end. */
const FIRST = 1_000;
const MORE = 5_000;
const MORE_BYTES = 512 * 1024;
/** More than this is not caught up with line by line. */
const GAP = 4 * 1024 * 1024;

export type Log = ReturnType<typeof useLog>;

/** The log of the attempt that `props` names; it begins anew when they name another. */
export function useLog(props: LogProps, onWillCut: () => boolean) {
  const api = useApi();
  const source = shallowRef(createLogSource(api, props));
  const raw = ref(false);
  let store = createLineStore(raw.value);
  let times = createLineTimes();

  const version = ref(0);
  const state = ref<'loading' | 'shown' | 'failed'>('loading');
  const error = shallowRef<unknown>(null);
  const size = ref(0);
  /** Everything that there is has come, up to the end. */
  const hasEnd = ref(false);
  const ended = ref(false);
  const isLinked = ref(true);
  const busy = ref<'open' | 'up' | 'down' | null>(null);
  /** When the first byte came; asked for when it is needed. */
  const began = ref<number | null>(null);

  let close: (() => void) | null = null;
  let queue: LogEvent[] = [];
  let frame = 0;
  /** Answers to questions about another log, or from before a jump, are dropped. */
  let turn = 0;
  let filter: ((text: string) => Pick<Part, 'text' | 'lines'>) | null = null;

  function changed(): void {
    version.value += 1;
  }

  function take(part: LogPart): void {
    size.value = Math.max(size.value, part.size);
    ended.value = part.ended;
    times.add(part.times ?? []);
    hasEnd.value = part.next_offset >= part.size;
  }

  /** Starts from the parts that `load` gives. */
  async function open(load: () => Promise<LogPart[]>): Promise<boolean> {
    const mine = (turn += 1);
    stop();
    busy.value = 'open';
    try {
      const parts = await load();
      if (mine !== turn) return false;
      store = createLineStore(raw.value);
      for (const part of parts) {
        take(part);
        store.append(part);
      }
      state.value = 'shown';
      error.value = null;
      changed();
      return true;
    } catch (problem) {
      if (mine !== turn) return false;
      error.value = problem;
      // What is shown stays.
      if (state.value !== 'shown') state.value = 'failed';
      return false;
    } finally {
      if (mine === turn) {
        busy.value = null;
        void goOn();
      }
    }
  }

  const openEnd = (): Promise<boolean> => open(async () => [await source.value.tail(FIRST)]);

  /** Makes sure that a line is there, with what is around it. */
  async function openLine(line: number): Promise<boolean> {
    const isHeld = state.value === 'shown' && store.first.line <= line && (hasEnd.value || line < store.next.line);
    if (isHeld) return true;
    return open(async () => {
      const above = await source.value.tail(FIRST / 2, line + 1);
      return [above, await source.value.part({ offset: above.next_offset }, MORE_BYTES)];
    });
  }

  async function load(direction: 'up' | 'down', ask: () => Promise<LogPart>, put: (part: LogPart) => void) {
    if (busy.value || state.value !== 'shown') return;
    const mine = turn;
    busy.value = direction;
    try {
      const part = await ask();
      if (mine !== turn) return;
      put(part);
      error.value = null;
      changed();
    } catch (problem) {
      // What is shown stays; the next time somebody comes near, it is tried again.
      if (mine === turn) error.value = problem;
    } finally {
      if (mine === turn) busy.value = null;
    }
  }

  async function loadUp(): Promise<void> {
    const { line } = store.first;
    if (line <= 1) return;
    await load(
      'up',
      () => source.value.tail(MORE, line),
      (part) => {
        times.add(part.times ?? []);
        store.prepend(part, line);
        cutEnd();
      },
    );
  }

  async function loadDown(): Promise<void> {
    if (hasEnd.value) return;
    const { line, offset } = store.next;
    await load(
      'down',
      () => source.value.part(store.isCut ? { line } : { offset }, MORE_BYTES),
      (part) => {
        take(part);
        store.append(part);
        store.cutBeginning();
        void goOn();
      },
    );
  }

  function cutEnd(): void {
    store.cutEnd();
    if (!store.isCut) return;
    hasEnd.value = false;
    stop();
  }

  /** Follows the log while it grows and is looked at. */
  async function goOn(): Promise<void> {
    if (close || !hasEnd.value || ended.value || !isLookedAt.value || state.value !== 'shown') return;
    const mine = turn;
    const { offset } = store.next;
    const { task } = source.value;
    if (task !== null) {
      const seen = await source.value.lookAt(offset).catch(() => null);
      if (mine !== turn || close || !isLookedAt.value) return;
      // Whoever hears that the server is back says so.
      if (!seen) return void (isLinked.value = false);
      filter = createTaskFilter(task, { line: seen.line, offset });
    }
    close = openLogStream({
      url: source.value.streamUrl,
      from: offset,
      onEvent(event) {
        queue.push(event);
        // One frame, whatever comes meanwhile.
        if (frame === 0) frame = requestAnimationFrame(flush);
      },
      onEnd() {
        flush();
        stop();
        ended.value = true;
      },
      onLink: (isUp) => (isLinked.value = isUp),
    });
  }

  function stop(): void {
    flush();
    close?.();
    close = null;
    isLinked.value = true;
  }

  /** Connects anew, and loads what could not be loaded. */
  function renew(): void {
    stop();
    void goOn();
    if (error.value === null) return;
    error.value = null;
    changed();
  }

  function flush(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    if (queue.length === 0) return;
    const events = queue;
    queue = [];
    for (const event of events) {
      const { offset, next_offset, text } = event;
      if (offset !== store.next.offset) continue;
      times.add(event.times ?? []);
      store.append({ offset, next_offset, line: store.next.line, ...(filter?.(text) ?? { text }) });
      size.value = Math.max(size.value, next_offset);
    }
    if (onWillCut()) store.cutBeginning();
    else cutEnd();
    changed();
  }

  const visibility = useDocumentVisibility();
  const isLookedAt = computed(() => props.active && visibility.value === 'visible');
  watch(isLookedAt, async (looked) => {
    if (!looked) return stop();
    if (state.value === 'failed') return void openEnd();
    if (!hasEnd.value || ended.value || state.value !== 'shown') return;
    const mine = turn;
    const seen = await source.value.lookAt(store.next.offset).catch(() => null);
    if (mine !== turn || !isLookedAt.value) return;
    // What came meanwhile is loaded upwards like everything else; nothing of it is missing.
    if (seen && seen.size - store.next.offset > GAP && onWillCut()) return void openEnd();
    void goOn();
  });

  watch(
    () => [props.workflowId, props.step, props.attempt, props.executionId, props.task],
    () => {
      source.value = createLogSource(api, props);
      times = createLineTimes();
      began.value = null;
      size.value = 0;
      state.value = 'loading';
    },
    { flush: 'sync' },
  );
  // The stream says it too; where there was none, this does.
  watch(
    () => props.ended,
    (is) => {
      if (is && !ended.value && hasEnd.value && !close) void loadRest();
    },
  );

  async function loadRest(): Promise<void> {
    hasEnd.value = false;
    await loadDown();
  }

  watch(raw, (isRaw) => {
    const parts = store.parts();
    store = createLineStore(isRaw);
    for (const part of parts) store.append(part);
    changed();
  });

  async function askBegan(): Promise<void> {
    if (began.value !== null) return;
    const { times: first = [] } = await source.value.lookAt(0);
    const at = first[0]?.at;
    began.value = at === undefined ? null : Date.parse(at);
  }

  onScopeDispose(() => {
    turn += 1;
    queue = [];
    stop();
  });

  return {
    version,
    state,
    error,
    size,
    hasEnd,
    ended,
    isLinked,
    busy,
    raw,
    began,
    source,
    openEnd,
    openLine,
    loadUp,
    loadDown,
    askBegan,
    renew,
    timeAt: (offset: number) => times.at(offset),
    get store() {
      return store;
    },
  };
}
