// The practice run as lines in the terminal: started and read over HTTP, as anybody else would.
import { setTimeout as pause } from 'node:timers/promises';
import { type ApiClient, createApiClient } from '../contract/api-client.ts';
import type { RunState, StepState, Task } from '../contract/run-state.ts';

interface ShowPracticeRun {
  /** Where the API is. */
  url: string;
  say: (line: string) => void;
  signal: AbortSignal;
  pollMs?: number;
}

interface Following extends Required<Omit<ShowPracticeRun, 'url'>> {
  api: ApiClient;
}

const SILENCE_LIMIT_MS = 120_000;

/** Runs the practice template (or follows its run when there is one) and tells how it goes. Never throws: it is only a show. */
export async function showPracticeRun({ url, say, signal, pollMs = 300 }: ShowPracticeRun): Promise<void> {
  try {
    const token = process.env['BRINGUP_TOKEN'];
    const api = createApiClient({ baseUrl: url, headers: token ? { authorization: `Bearer ${token}` } : {} });
    const workflowId = (await activePracticeRun(api, signal)) ?? (await startPracticeRun(api, signal));
    await follow({ api, say, signal, pollMs }, workflowId);
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    say(`The practice run could not be shown: ${reason}. Bringup itself is running; try it on the page.`);
  }
}

async function activePracticeRun(api: ApiClient, signal: AbortSignal): Promise<string | null> {
  const state = await stateOf(api, undefined, signal);
  return state && state.instance.practice && state.phase !== 'ended' ? state.workflow_id : null;
}

async function startPracticeRun(api: ApiClient, signal: AbortSignal): Promise<string> {
  const { data } = await api.GET('/templates/{id}', { params: { path: { id: 'practice' } }, signal });
  if (!data?.template.ssh_connection) throw new Error('there is no template named practice');
  const { id, name, ssh_connection, step_delay } = data.template;
  const steps = data.template.steps.filter(({ enabled }) => enabled);
  const body = { ssh_connection, steps, step_delay, template: { id, name } };
  const started = await api.POST('/workflow/start', { body, signal });
  if (!started.data) throw new Error(started.error.message);
  return started.data.workflow_id;
}

async function follow({ api, say, signal, pollMs }: Following, workflowId: string): Promise<void> {
  const tell = createTeller(say);
  let heard = Date.now();
  while (!signal.aborted) {
    // The API may be starting again just now.
    const state = await stateOf(api, workflowId, signal).catch(() => null);
    if (state) {
      heard = Date.now();
      tell(state);
      if (state.phase === 'ended') return;
    } else if (Date.now() - heard > SILENCE_LIMIT_MS) {
      throw new Error('its state cannot be read');
    }
    await pause(pollMs, undefined, { signal });
  }
}

async function stateOf(api: ApiClient, workflow_id: string | undefined, signal: AbortSignal): Promise<RunState | null> {
  const query = workflow_id === undefined ? {} : { workflow_id };
  const { data } = await api.GET('/workflow/state', { params: { query }, signal });
  // The same shape in the contract's own words (run-state-schema.ts); only what JSON may hold is narrower there.
  return data?.success ? (data.state as RunState) : null;
}

/** Turns states into lines, each thing told once. */
export function createTeller(say: (line: string) => void): (state: RunState) => void {
  const told = new Set<string>();
  const once = (key: string, line: string) => {
    if (told.has(key)) return;
    told.add(key);
    say(line);
  };
  return (state) => {
    const total = state.steps.length;
    once('start', `Practice run: ${total} steps on the practice box, which is this machine (no rented one is needed).`);
    state.steps.forEach((step, index) => {
      if (step.status === 'pending') return;
      const title = `  step ${index + 1} of ${total}: ${step.label} …`;
      const isOver = step.ended_at !== null;
      if (isOver && !told.has(`begin ${index}`) && step.tasks.length === 0) {
        told.add(`begin ${index}`);
        once(`end ${index}`, `${title} ${ending(step)}`);
        return;
      }
      once(`begin ${index}`, title);
      for (const task of step.tasks) if (isTaskOver(task)) once(`task ${index} ${task.name}`, taskLine(task));
      if (isOver) once(`end ${index}`, `      ${ending(step)}`);
    });
    if (state.phase === 'ended') once('outcome', outcome(state));
  };
}

const isTaskOver = ({ status }: Task): boolean => status !== 'pending' && status !== 'running';

const taskLine = ({ name, status, note }: Task): string =>
  `      ${name}: ${status === 'success' ? 'done' : status}${note ? ` (${note})` : ''}`;

function ending({ phase, started_at, ended_at, completion_note, error }: StepState): string {
  const seconds = ((Date.parse(ended_at ?? '') - Date.parse(started_at ?? '')) / 1000).toFixed(1);
  const time = Number.isNaN(Number(seconds)) ? '' : ` ${seconds} s`;
  if (phase === 'failed') return `failed after${time}${error ? `: ${error}` : ''}`;
  if (phase === 'cancelled') return `cancelled after${time}`;
  const note = completion_note ? ` (${completion_note})` : '';
  return phase === 'warning' ? `done with a warning in${time}${note}` : `done in${time}${note}`;
}

function outcome({ outcome: how, error_message, failure, start_time, end_time }: RunState): string {
  const seconds = ((Date.parse(end_time ?? '') - Date.parse(start_time)) / 1000).toFixed(0);
  switch (how) {
    case 'done':
      return `The practice run is done, in ${seconds} s. Every step worked.\n`;
    case 'done_with_warnings':
      return `The practice run is done, in ${seconds} s, with warnings; the page has them.\n`;
    case 'cancelled':
    case 'undone':
      return 'The practice run was stopped.\n';
    case 'failed':
    case null:
      return `The practice run failed: ${error_message ?? 'no reason was given'}. ${failure?.hint ?? ''}\n`;
  }
}
