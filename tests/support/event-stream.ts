// Server-sent events as tests read them: one connection at a time, to be broken off whenever they like.
import { createParser, type EventSourceMessage } from 'eventsource-parser';

export interface Received {
  status: number;
  /** Id of the last event that came. */
  lastId: string | undefined;
}

interface Options {
  lastId?: string | undefined;
  /** Breaks the connection off. */
  signal?: AbortSignal;
}

/** Reads events until the stream ends, is broken off or `onEvent` says that it is enough. */
export async function readEvents(
  url: string,
  onEvent: (message: EventSourceMessage) => boolean | void,
  { lastId, signal }: Options = {},
): Promise<Received> {
  const breakOff = new AbortController();
  const received: Received = { status: 0, lastId };
  const parser = createParser({
    onEvent(message) {
      if (breakOff.signal.aborted) return;
      received.lastId = message.id ?? received.lastId;
      if (onEvent(message) === true) breakOff.abort();
    },
  });
  const ends = signal ? AbortSignal.any([signal, breakOff.signal]) : breakOff.signal;
  try {
    const response = await fetch(url, { headers: lastId ? { 'last-event-id': lastId } : {}, signal: ends });
    received.status = response.status;
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
  } catch (error) {
    if (!ends.aborted) throw error;
  }
  return received;
}
