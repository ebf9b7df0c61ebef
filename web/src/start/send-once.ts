// A start that is sent again because nobody heard the answer starts nothing a second time: the same body goes under the same key.
import { oneTimeKey } from '../one-time-key.ts';

/** Gives the Idempotency-Key of a body: the same one until the body is another, or the start is known to have happened. */
export function useOnceKey() {
  let last: { body: string; key: string } | null = null;
  return {
    keyOf(body: unknown): string {
      const text = JSON.stringify(body);
      if (last?.body !== text) last = { body: text, key: oneTimeKey() };
      return last.key;
    },
    done: (): void => void (last = null),
  };
}
