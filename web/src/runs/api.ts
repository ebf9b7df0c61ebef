// The façade as the page uses it. Nothing here throws: an answer is a value, a refusal or silence, and every caller has
// to say what it does with each.
import { createApiClient } from '../../../contract/api-client.ts';
import type { components } from '../../../contract/api-types.ts';
import type { RunState } from '../../../contract/run-state.ts';
import type { ChangedKey } from './changed-key.ts';
import type { StartRequest } from './plan.ts';
import { readRunState } from './read-run-state.ts';
import type { LimitName } from './step-limits.ts';
import { LINES_SHOWN, type TaskLog, type TaskLogs } from './task-log.ts';
import type { TemplateDetail, TemplateSummary } from './templates.ts';

/** What the server said when it refused; `field` names the input that it did not like. */
export interface Refusal {
  kind: 'refused';
  status: number;
  message: string;
  code: string | null;
  field: string | null;
}

/** The answer to a request. `no_answer`: nobody there, cut off, or not Bringup. */
export type Answer<T> = { kind: 'ok'; value: T } | Refusal | { kind: 'no_answer' };

/** The server's settings that the page needs. */
export interface WorkflowConfig {
  workflow_step_delay: number;
  temporal_url: string | null;
  version: string;
}

type LogPart = components['schemas']['LogPart'];

interface ApiOptions {
  /** The page's own origin, if not given. */
  baseUrl?: string;
  timeoutMs?: number;
  fetch?: typeof fetch;
}

/** What openapi-fetch gives: the body of a success, or that of any other status. */
interface Heard<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}
/** A body that says yes. */
type Yes<Data> = Extract<Data, { success: true }>;

/** Talks to the façade. */
export function createApi({
  baseUrl = '',
  timeoutMs = 15_000,
  fetch: ask = (...request) => fetch(...request),
}: ApiOptions = {}) {
  let clockOffset = 0;
  const client = createApiClient({
    baseUrl,
    // no-cache still sends the ETag along: an unchanged state costs a 304.
    cache: 'no-cache',
    fetch: (request) => ask(request, { signal: AbortSignal.timeout(timeoutMs) }),
  });

  /** `isYes` tells the bodies of the two doors: the façade says success, the other one nothing but its status. */
  async function answer<Data, Good = Yes<Data>>(
    asked: Promise<Heard<Data>>,
    isYes: (body: Record<string, unknown>) => boolean = (body) => body['success'] === true,
  ): Promise<Answer<Good>> {
    let heard: Heard<Data>;
    try {
      heard = await asked;
    } catch {
      return { kind: 'no_answer' };
    }
    const { data, error, response } = heard;
    clockOffset = offsetOf(response.headers.get('date')) ?? clockOffset;
    const body: unknown = data ?? error;
    if (!isObject(body)) return { kind: 'no_answer' };
    if (response.ok && isYes(body)) return { kind: 'ok', value: body as Good };
    return {
      kind: 'refused',
      status: response.status,
      message: text(body['message']) ?? text(body['detail']) ?? `HTTP ${response.status}`,
      code: text(body['code']),
      field: text(body['field']),
    };
  }

  return {
    /** The server's time in milliseconds, so that elapsed times are right on a computer whose clock is not. */
    serverNow: (): number => Date.now() + clockOffset,

    async templates(): Promise<Answer<TemplateSummary[]>> {
      return map(await answer(client.GET('/templates')), ({ templates }) => templates);
    },
    async template(id: string): Promise<Answer<TemplateDetail>> {
      const path = { id };
      return map(await answer(client.GET('/templates/{id}', { params: { path } })), ({ template }) => template);
    },
    config: (): Promise<Answer<WorkflowConfig>> => answer(client.GET('/config/workflow')),
    /** The state of a run, or without an id of the latest one; null where there is none. */
    async state(workflowId: string | null): Promise<Answer<RunState | null>> {
      const query = workflowId === null ? {} : { workflow_id: workflowId };
      const heard = await answer(client.GET('/workflow/state', { params: { query } }));
      if (heard.kind === 'refused' && (heard.status === 200 || heard.status === 404))
        return { kind: 'ok', value: null };
      return map(heard, ({ state }) => readRunState(state));
    },
    async start(body: StartRequest): Promise<Answer<string>> {
      return map(await answer(client.POST('/workflow/start', { body: { ...body } })), ({ workflow_id }) => workflow_id);
    },
    stop: (workflow_id: string) => answer(client.POST('/workflow/stop', { body: { workflow_id } })),
    /** Gives a limit of the step at work more time. */
    extend: (workflow_id: string, limit: LimitName, seconds: number) =>
      answer(client.POST('/workflow/extend', { body: { workflow_id, limit, seconds } })),
    clear: (workflow_id: string | undefined) =>
      answer(client.POST('/workflow/clear', { body: workflow_id === undefined ? {} : { workflow_id } })),
    /** Pins exactly the key with this fingerprint. */
    acceptHostKey: (ssh_connection: string, fingerprint: string) =>
      answer(client.POST('/ssh/verify-host', { body: { ssh_connection, accept: true, fingerprint } })),
    /** Puts exactly the key that was shown as changed in the place of the known one; gives a note for the person, if there is one. */
    async replaceHostKey(
      ssh_connection: string,
      { host, port, fingerprint }: ChangedKey,
    ): Promise<Answer<string | null>> {
      const body = { host, port, ssh_connection, fingerprint };
      const heard = await answer(client.POST('/ssh/host-keys/resolve', { body }));
      return map(heard, (said) => ('note' in said ? text(said.note) : null));
    },
    taskLogs: (workflow_id: string, step: number, attempt: number): TaskLogs => ({
      async read(task): Promise<Answer<TaskLog>> {
        const asked = client.GET('/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log/tail', {
          params: { path: { workflow_id, step, attempt }, query: { task, lines: LINES_SHOWN } },
        });
        const heard = await answer<LogPart, LogPart>(asked, (body) => typeof body['text'] === 'string');
        return map(heard, (part) => ({ text: part.text, ended: part.ended, earlier: part.offset > 0 }));
      },
      download: (task) =>
        `${baseUrl}/api/v1/runs/${encodeURIComponent(workflow_id)}/steps/${step}/attempts/${attempt}/log/download?task=${encodeURIComponent(task)}`,
    }),
    resume: (workflow_id: string) => answer(client.POST('/workflow/resume', { body: { workflow_id } })),
  };
}

export type Api = ReturnType<typeof createApi>;

const map = <Value, T>(answer: Answer<Value>, read: (value: Value) => T): Answer<T> =>
  answer.kind === 'ok' ? { kind: 'ok', value: read(answer.value) } : answer;

// The Date header has full seconds and travels a little: less than two seconds is no difference.
function offsetOf(date: string | null): number | null {
  if (date === null) return null;
  const offset = Date.parse(date) - Date.now();
  if (Number.isNaN(offset)) return null;
  return Math.abs(offset) < 2000 ? 0 : offset;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
