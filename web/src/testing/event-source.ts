// The browser's EventSource for tests outside a browser: real HTTP, events parsed by the library that the API's tests use. It does
// not connect again by itself; who uses it closes and opens.
import { get, type IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';

export class TestEventSource extends EventTarget {
  readonly #end: () => void;

  constructor(url: string) {
    super();
    const request = get(new URL(url, window.location.href), { agent: false }, (response) => this.#read(response));
    request.on('error', () => this.#lose());
    this.#end = () => request.destroy();
  }

  close(): void {
    this.#closed = true;
    this.#end();
  }
  #closed = false;

  #read(response: IncomingMessage): void {
    if (response.statusCode !== 200) return this.#lose();
    this.dispatchEvent(new Event('open'));
    const parser = createParser({
      onEvent: ({ event = 'message', data }) => this.dispatchEvent(new MessageEvent(event, { data })),
    });
    response.setEncoding('utf8');
    response.on('data', (text: string) => parser.feed(text));
    response.on('close', () => this.#lose());
  }

  #lose(): void {
    if (!this.#closed) this.dispatchEvent(new Event('error'));
  }
}
