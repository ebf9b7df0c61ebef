// The façade as the page uses it. Nothing here throws: an answer is a value, a refusal or silence, and every caller has
// to say what it does with each.
import type { RunState } from '../../../contract/run-state.ts';
import type { ChangedKey } from './changed-key.ts';
import type { StartRequest } from './plan.ts';
import { readRunState } from './read-run-state.ts';
import type { LimitName } from './step-limits.ts';
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

interface ApiOptions {
  fetch?: typeof fetch;
  timeoutMs?: number;
}

type Body = Record<string, unknown>;

/** Talks to the façade of the page's own origin. */
export function createApi({ fetch: ask = (...request) => fetch(...request), timeoutMs = 15_000 }: ApiOptions = {}) {
  let clockOffset = 0;

  async function request(path: string, init: RequestInit = {}): Promise<Answer<Body>> {
    let response: Response;
    let body: unknown;
    try {
      // no-cache still sends the ETag along: an unchanged state costs a 304.
      response = await ask(path, { cache: 'no-cache', signal: AbortSignal.timeout(timeoutMs), ...init });
      body = await response.json();
    } catch {
      return { kind: 'no_answer' };
    }
    clockOffset = offsetOf(response.headers.get('date')) ?? clockOffset;
    if (!isObject(body)) return { kind: 'no_answer' };
    if (response.ok && body['success'] === true) return { kind: 'ok', value: body };
    return {
      kind: 'refused',
      status: response.status,
      message: text(body['message']) ?? `HTTP ${response.status}`,
      code: text(body['code']),
      field: text(body['field']),
    };
  }

  const post = (path: string, body: object): Promise<Answer<Body>> =>
    request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  return {
    /** The server's time in milliseconds, so that elapsed times are right on a computer whose clock is not. */
    serverNow: (): number => Date.now() + clockOffset,

    async templates(): Promise<Answer<TemplateSummary[]>> {
      return map(await request('/templates'), (body) => (body['templates'] ?? []) as TemplateSummary[]);
    },
    async template(id: string): Promise<Answer<TemplateDetail>> {
      const answer = await request(`/templates/${encodeURIComponent(id)}`);
      return map(answer, (body) => body['template'] as TemplateDetail);
    },
    async config(): Promise<Answer<WorkflowConfig>> {
      return map(await request('/config/workflow'), (body) => body as unknown as WorkflowConfig);
    },
    /** The state of a run, or without an id of the latest one; null where there is none. */
    async state(workflowId: string | null): Promise<Answer<RunState | null>> {
      const query = workflowId === null ? '' : `?workflow_id=${encodeURIComponent(workflowId)}`;
      const answer = await request(`/workflow/state${query}`);
      if (answer.kind === 'refused' && (answer.status === 200 || answer.status === 404))
        return { kind: 'ok', value: null };
      return map(answer, (body) => readRunState(body['state']));
    },
    async start(body: StartRequest): Promise<Answer<string>> {
      return map(await post('/workflow/start', body), (answer) => text(answer['workflow_id']) ?? '');
    },
    stop: (workflowId: string) => post('/workflow/stop', { workflow_id: workflowId }),
    /** Gives a limit of the step at work more time. */
    extend: (workflowId: string, limit: LimitName, seconds: number) =>
      post('/workflow/extend', { workflow_id: workflowId, limit, seconds }),
    clear: (workflowId: string | undefined) =>
      post('/workflow/clear', workflowId === undefined ? {} : { workflow_id: workflowId }),
    /** Pins exactly the key with this fingerprint. */
    acceptHostKey: (sshConnection: string, fingerprint: string) =>
      post('/ssh/verify-host', { ssh_connection: sshConnection, accept: true, fingerprint }),
    /** Puts exactly the key that was shown as changed in the place of the known one; gives a note for the person, if there is one. */
    async replaceHostKey(
      sshConnection: string,
      { host, port, fingerprint }: ChangedKey,
    ): Promise<Answer<string | null>> {
      const body = { host, port, ssh_connection: sshConnection, fingerprint };
      return map(await post('/ssh/host-keys/resolve', body), (answer) => text(answer['note']));
    },
    resume: (workflowId: string) => post('/workflow/resume', { workflow_id: workflowId }),
  };
}

export type Api = ReturnType<typeof createApi>;

const map = <T>(answer: Answer<Body>, read: (body: Body) => T): Answer<T> =>
  answer.kind === 'ok' ? { kind: 'ok', value: read(answer.value) } : answer;

// The Date header has full seconds and travels a little: less than two seconds is no difference.
function offsetOf(date: string | null): number | null {
  if (date === null) return null;
  const offset = Date.parse(date) - Date.now();
  if (Number.isNaN(offset)) return null;
  return Math.abs(offset) < 2000 ? 0 : offset;
}

const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
