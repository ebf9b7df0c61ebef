// One stream of events a browser, however many tabs are open: the tab that holds a lock reads it and hands every event to the
// others over a channel. When it goes, the lock goes to the next one. Where the browser has no locks (plain http on another
// computer's address), every tab reads for itself.

import { oneTimeKey } from '../one-time-key.ts';

export interface LiveEvent {
  event: 'run' | 'state' | 'alive';
  data: unknown;
}

/** `connecting` until the first event or opening, and anew after the computer has slept; `away`: nobody answers, since `since` (ms). */
export interface Link {
  state: 'connecting' | 'live' | 'away';
  since: number;
}

interface Options {
  url: string;
  onEvent(event: LiveEvent): void;
  onLink(link: Link): void;
  /** Nothing at all for so long: the connection is dead, whatever the browser says. The server says `alive` every 10 s. */
  silentMs?: number;
  makeSource?: (url: string) => EventSource;
}

type Word =
  | { kind: 'event'; event: LiveEvent }
  | { kind: 'link'; link: Link }
  | { kind: 'watch'; tab: string; ids: readonly string[] }
  | { kind: 'who' }
  | { kind: 'renew' }
  | { kind: 'left'; tab: string };

const LOCK = 'bringup.stream';
const AGAIN_MS = [500, 1_000, 2_000, 4_000];
/** A timer that comes so much too late was asleep, with the whole computer. */
const SLEPT_MS = 8_000;
const LOOK_MS = 2_000;

export interface OneStream {
  /** The runs whose whole state this tab wants to hear of. */
  watch(ids: readonly string[]): void;
  /** Connects anew at once. */
  renew(): void;
  close(): void;
}

/** Opens the stream, or listens to the tab that has it. */
export function openOneStream(options: Options): OneStream {
  const { silentMs = 25_000 } = options;
  const tab = oneTimeKey();
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(LOCK);
  const wanted = new Map<string, readonly string[]>([[tab, []]]);
  const ending = new AbortController();
  let reader: Reader | null = null;
  let link: Link = { state: 'connecting', since: Date.now() };
  let heardAt = Date.now();

  /** The newest word about each run at work, for tabs that come later. */
  const kept = new Map<string, LiveEvent>();
  const say = (word: Word): void => channel?.postMessage(word);
  const spread = (): void => reader?.watch([...wanted.values()].flat());
  function hear(event: LiveEvent): void {
    heardAt = Date.now();
    keep(kept, event);
    options.onEvent(event);
    if (reader) say({ kind: 'event', event });
  }
  function tell(next: Link): void {
    link = next;
    if (next.state === 'live') heardAt = Date.now();
    if (next.state !== 'live') kept.clear();
    options.onLink(next);
    if (reader) say({ kind: 'link', link });
  }
  const renew = (): void => (reader ? reader.renew() : say({ kind: 'renew' }));
  function read(): void {
    reader = createReader(options, { onEvent: hear, onLink: tell });
    spread();
    reader.connect();
    say({ kind: 'who' });
  }

  function listen({ data: word }: MessageEvent<Word>): void {
    if (word.kind === 'who') return say({ kind: 'watch', tab, ids: wanted.get(tab) ?? [] });
    if (!reader) {
      if (word.kind === 'event') hear(word.event);
      if (word.kind === 'link') tell(word.link);
      return;
    }
    if (word.kind === 'renew') reader.renew();
    if (word.kind === 'left') wanted.delete(word.tab);
    if (word.kind === 'watch') {
      const isNew = !wanted.has(word.tab);
      wanted.set(word.tab, word.ids);
      say({ kind: 'link', link });
      if (isNew) for (const event of kept.values()) say({ kind: 'event', event });
    }
    spread();
  }
  if (channel) channel.onmessage = listen;

  let tickedAt = Date.now();
  const look = setInterval(() => {
    const now = Date.now();
    // Timers of hidden pages are slow anyway.
    const slept = now - tickedAt > LOOK_MS + SLEPT_MS && document.visibilityState === 'visible';
    const silent = now - heardAt > silentMs;
    tickedAt = now;
    if (!slept && !silent) return;
    if (silent && link.state !== 'away') tell({ state: 'away', since: heardAt });
    else if (link.state === 'live') tell({ state: 'connecting', since: heardAt });
    heardAt = now;
    renew();
  }, LOOK_MS);

  const leave = (): void => say({ kind: 'left', tab });
  window.addEventListener('pagehide', leave);
  const { locks } = navigator as { locks?: LockManager };
  if (channel && locks) {
    const hold = (): Promise<void> => {
      if (!ending.signal.aborted) read();
      return new Promise((done) => ending.signal.addEventListener('abort', () => done()));
    };
    // Its rejection is this tab's own closing, while it waits for the lock.
    void locks.request(LOCK, { signal: ending.signal }, hold).catch(() => undefined);
  } else read();

  return {
    watch(ids) {
      wanted.set(tab, ids);
      if (reader) spread();
      else say({ kind: 'watch', tab, ids: [...ids] });
    },
    renew,
    close() {
      if (ending.signal.aborted) return;
      leave();
      window.removeEventListener('pagehide', leave);
      clearInterval(look);
      ending.abort();
      reader?.close();
      channel?.close();
    },
  };
}

function keep(kept: Map<string, LiveEvent>, event: LiveEvent): void {
  if (event.event === 'alive') kept.set('', event);
  if (event.event !== 'run') return;
  const { workflow_id, phase } = event.data as { workflow_id: string; phase: string };
  if (phase === 'ended') kept.delete(workflow_id);
  else kept.set(workflow_id, event);
}

interface Reader {
  connect(): void;
  watch(ids: readonly string[]): void;
  renew(): void;
  close(): void;
}

/** Reads the stream itself: connects again with growing pauses, and changes what is watched without a gap. */
function createReader(
  { url, makeSource = (address) => new EventSource(address) }: Options,
  { onEvent, onLink }: Pick<Options, 'onEvent' | 'onLink'>,
): Reader {
  let source: EventSource | null = null;
  let watched: string[] = [];
  let failures = 0;
  let away: number | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    clearTimeout(again);
    const before = source;
    const next = makeSource(addressOf(url, watched));
    source = next;
    next.addEventListener('open', () => {
      // Only now: what happened between two connections is told by either.
      before?.close();
      if (source !== next) return;
      failures = 0;
      away = null;
      onLink({ state: 'live', since: Date.now() });
    });
    for (const event of ['run', 'state', 'alive'] as const) {
      next.addEventListener(event, ({ data }: MessageEvent<string>) => {
        if (source === next) onEvent({ event, data: JSON.parse(data) as unknown });
      });
    }
    next.addEventListener('error', () => {
      before?.close();
      if (source === next) lose();
    });
  }

  function lose(): void {
    source?.close();
    source = null;
    away ??= Date.now();
    onLink({ state: 'away', since: away });
    clearTimeout(again);
    again = setTimeout(connect, AGAIN_MS[failures] ?? 5_000);
    failures += 1;
  }

  return {
    connect,
    watch(ids) {
      const next = [...new Set(ids)].sort();
      if (next.join('\n') === watched.join('\n')) return;
      watched = next;
      if (source) connect();
    },
    renew() {
      source?.close();
      source = null;
      connect();
    },
    close() {
      clearTimeout(again);
      source?.close();
      source = null;
    },
  };
}

const addressOf = (url: string, watched: readonly string[]): string =>
  watched.length === 0 ? url : `${url}?watch=${encodeURIComponent(watched.map(encodeURIComponent).join(','))}`;
