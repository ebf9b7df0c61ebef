// Answers as values, for who has to say what it does with each.

/** What the server said when it refused; `field` names the input that it did not like. */
interface Refusal {
  kind: 'refused';
  status: number;
  message: string;
  code: string | null;
  field: string | null;
}

/** The answer to a request. `no_answer`: nobody there, cut off, or not Bringup. */
export type Answer<T> = { kind: 'ok'; value: T } | Refusal | { kind: 'no_answer' };
