// A log as it grows. The browser goes on by itself after a broken connection, with the id of the last event; where the server
// refuses, or is away for longer, the stream is opened anew from the last byte that came.
import type { TimeMark } from './line-times.ts';

export interface LogEvent {
  offset: number;
  next_offset: number;
  text: string;
  times?: TimeMark[];
}

interface LogStreamOptions {
  url: (offset: number) => string;
  from: number;
  onEvent: (event: LogEvent) => void;
  onEnd: () => void;
  onLink: (isUp: boolean) => void;
}

const AGAIN_MS = 2_000;

/** Follows a log until it ends. Gives what closes it. */
export function openLogStream({ url, from, onEvent, onEnd, onLink }: LogStreamOptions): () => void {
  let offset = from;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function close(): void {
    source?.close();
    source = null;
    clearTimeout(timer);
  }

  function open(): void {
    const stream = new EventSource(url(offset));
    source = stream;
    stream.addEventListener('open', () => onLink(true));
    stream.addEventListener('log', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as LogEvent;
      offset = event.next_offset;
      onEvent(event);
    });
    stream.addEventListener('end', () => {
      close();
      onEnd();
    });
    stream.addEventListener('error', () => {
      onLink(false);
      if (stream.readyState !== EventSource.CLOSED) return;
      close();
      timer = setTimeout(open, AGAIN_MS);
    });
  }

  open();
  return close;
}
