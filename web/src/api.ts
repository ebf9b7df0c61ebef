// /api/v1 as the page speaks to it. An answer that is no success is thrown as a ProblemError, silence as a NoAnswerError:
// queries and mutations keep either, and whoever shows them says which.
import { inject, type InjectionKey } from 'vue';
import { createApiClient } from '../../contract/api-client.ts';
import type { components } from '../../contract/api-types.ts';
import { messages } from './messages.ts';

export type Schemas = components['schemas'];
type Problem = Schemas['Problem'];

/** What the server said when it refused: `message` is its sentence, `hint` what to do next. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly status: number;
  readonly code: string | null;
  readonly hint: string | null;
  readonly facts: Record<string, unknown>;
  constructor(status: number, { code, detail, hint, facts }: Partial<Problem> & { detail: string }) {
    super(detail);
    this.status = status;
    this.code = code ?? null;
    this.hint = hint ?? null;
    this.facts = facts ?? {};
  }
}

/** Nobody answered, or it was cut off, or who answered was not Bringup. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError';
  constructor() {
    super(messages.noAnswer);
  }
}

interface Heard<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

interface ApiOptions {
  baseUrl?: string;
  timeoutMs?: number;
  fetch?: typeof fetch;
}

/** A typed client of /api/v1 (`client`), and `ask`, which gives the body of a success and throws all else. */
export function createApi({
  baseUrl = '',
  timeoutMs = 15_000,
  fetch: send = (...request) => fetch(...request),
}: ApiOptions = {}) {
  let clockOffset = 0;
  const client = createApiClient({
    baseUrl,
    cache: 'no-cache',
    fetch: (request) => send(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]) }),
  });

  async function ask<Data>(asked: Promise<Heard<Data>>): Promise<Data> {
    const heard = await asked.catch(() => {
      throw new NoAnswerError();
    });
    clockOffset = offsetOf(heard.response.headers.get('date')) ?? clockOffset;
    if (heard.response.ok) return heard.data as Data; // of an answer without a body there is none
    throw toError(heard.response.status, heard.error);
  }

  return {
    client,
    ask,
    baseUrl,
    /** The server's time in milliseconds, so that elapsed times are right on a computer whose clock is not. */
    serverNow: (): number => Date.now() + clockOffset,
  };
}

export type Api = ReturnType<typeof createApi>;
export const apiKey: InjectionKey<Api> = Symbol('api');

/** The API that the page was made with. */
export function useApi(): Api {
  const api = inject(apiKey);
  if (!api) throw new Error('No API was provided.');
  return api;
}

function toError(status: number, body: unknown): ProblemError | NoAnswerError {
  if (typeof body !== 'object' || body === null) return new NoAnswerError();
  const { detail, ...problem } = body as Partial<Problem>;
  return typeof detail === 'string' ? new ProblemError(status, { ...problem, detail }) : new NoAnswerError();
}

/** An error as one sentence for a person. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// The Date header has full seconds and travels a little: less than two seconds is no difference.
function offsetOf(date: string | null): number | null {
  if (date === null) return null;
  const offset = Date.parse(date) - Date.now();
  if (Number.isNaN(offset)) return null;
  return Math.abs(offset) < 2000 ? 0 : offset;
}
