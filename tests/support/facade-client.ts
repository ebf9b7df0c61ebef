// The façade over HTTP as tests use it.
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../../contract/json.ts';
import { isEnded, type RunState } from '../../contract/run-state.ts';

export interface Answer {
  status: number;
  body: JsonObject & { state?: RunState };
}

export interface FacadeClient {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  /** Starts a run and gives its id; throws when it was refused. */
  start(body: JsonObject): Promise<string>;
  /** Asks for the state until `done` says so; throws with the last answer after the limit. */
  until(workflowId: string, done: (state: RunState) => boolean, limitMs?: number): Promise<RunState>;
  ended(workflowId: string, limitMs?: number): Promise<RunState>;
}

/** A client of the API at `url`. An API that is just starting again is asked once more, by `until` only. */
export function facadeClient(url: string): FacadeClient {
  async function call(method: string, at: string, body?: unknown): Promise<Answer> {
    const response = await fetch(url + at, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  const client: FacadeClient = {
    get: (at) => call('GET', at),
    post: (at, body) => call('POST', at, body),
    async start(body) {
      const answer = await call('POST', '/workflow/start', body);
      if (answer.status !== 200) throw new Error(`start was refused: ${JSON.stringify(answer)}`);
      return String(answer.body['workflow_id']);
    },
    async until(workflowId, done, limitMs = 30_000) {
      const deadline = Date.now() + limitMs;
      for (;;) {
        const last = await call('GET', `/workflow/state?workflow_id=${encodeURIComponent(workflowId)}`).catch(noAnswer);
        if ('body' in last && last.body.state && done(last.body.state)) return last.body.state;
        if (Date.now() > deadline) throw new Error(`not within ${limitMs} ms: ${JSON.stringify(last, null, 1)}`);
        await pause(25);
      }
    },
    ended: (workflowId, limitMs) => client.until(workflowId, isEnded, limitMs),
  };
  return client;
}

const noAnswer = (error: unknown): { noAnswer: string } => ({ noAnswer: String(error) });

/** A façade step that runs shell text. */
export const command = (text: string, more: JsonObject = {}): JsonObject => ({
  action: 'run_command',
  label: `Run ${text.slice(0, 20)}`,
  status: 'pending',
  command: text,
  ...more,
});
