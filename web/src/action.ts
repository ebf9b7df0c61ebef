// Something that a person does on a page: once at a time, however often the button is pressed, and what the server said when it
// refused stays until the next try.
import { nextTick, readonly, ref, type Ref, shallowRef } from 'vue';
import { ProblemError, sentenceOf } from './api.ts';

interface Action<Input extends unknown[]> {
  /** True when it worked. False when it did not, or while it is being done already. */
  run(...input: Input): Promise<boolean>;
  busy: Readonly<Ref<boolean>>;
  error: Readonly<Ref<unknown>>;
  /** Takes back what the last try left to say. */
  forget(): void;
}

/** Makes an action of a function that throws what the API throws. */
export function useAction<Input extends unknown[]>(act: (...input: Input) => Promise<unknown>): Action<Input> {
  const busy = ref(false);
  const error = shallowRef<unknown>(null);
  return {
    async run(...input) {
      if (busy.value) return false;
      busy.value = true;
      error.value = null;
      try {
        await act(...input);
        return true;
      } catch (thrown) {
        error.value = thrown;
        return false;
      } finally {
        busy.value = false;
      }
    },
    busy: readonly(busy),
    error,
    forget: () => void (error.value = null),
  };
}

/** Brings the first field that is wrong before the person's eyes, where there is one. */
export async function focusProblem(form: HTMLElement | null): Promise<void> {
  await nextTick();
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

/** What an error says of a field or of something inside it; null where it is about something else. */
export function problemAt(error: unknown, field: string): string | null {
  const named = fieldOf(error);
  if (named === null || !isWithin(named, field)) return null;
  const sentence = sentenceOf(error);
  const start = sentence.indexOf(`${named}: `);
  const text = start < 0 ? sentence : sentence.slice(start + named.length + 2);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The error where none of the fields shows it; null where one does, and without an error. */
export function problemBeside(error: unknown, fields: readonly string[]): unknown {
  const named = fieldOf(error);
  return named !== null && fields.some((field) => isWithin(named, field)) ? null : error;
}

function fieldOf(error: unknown): string | null {
  const field = error instanceof ProblemError ? error.facts['field'] : null;
  return typeof field === 'string' && field !== '' ? field : null;
}

const isWithin = (named: string, field: string): boolean =>
  named === field || named.startsWith(`${field}.`) || named.startsWith(`${field}[`);
