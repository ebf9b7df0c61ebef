// Where the viewer has a log from: parts, what was found in it, and the address of its stream and its file.
import type { Api, Schemas } from '../api.ts';

export interface LogPlace {
  workflowId: string;
  step: number;
  attempt: number;
  /** An earlier execution of a run that was continued. */
  executionId?: string | undefined;
  /** Only the lines of this row of the step. */
  task?: string | undefined;
}

export type LogPart = Schemas['LogPart'];
export type LogMatches = Schemas['LogMatches'];

export interface Search {
  q: string;
  regex: boolean;
  /** Matches from this byte on, or the last ones before it. */
  from?: number;
  before?: number;
}

const PATH = '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log';

/** The log of one attempt. What is refused or not answered is thrown. */
export function createLogSource({ client, ask, baseUrl }: Api, place: LogPlace) {
  const path = { workflow_id: place.workflowId, step: place.step, attempt: place.attempt };
  const execution = place.executionId ? { execution_id: place.executionId } : {};
  const task = place.task ? { task: place.task } : {};
  const url =
    baseUrl + PATH.replace(/\{(\w+)\}/g, (_, name: keyof typeof path) => encodeURIComponent(String(path[name])));

  return {
    task: place.task || null,
    /** The last lines, or the last ones before a line. */
    tail: (lines: number, beforeLine?: number): Promise<LogPart> =>
      ask(
        client.GET(`${PATH}/tail`, {
          params: {
            path,
            query: { lines, ...(beforeLine && { before_line: beforeLine }), times: true, ...task, ...execution },
          },
        }),
      ),
    part: (from: { offset: number } | { line: number }, limit: number): Promise<LogPart> =>
      ask(client.GET(PATH, { params: { path, query: { ...from, limit, times: true, ...task, ...execution } } })),
    /** Number of the line in which a byte stands, and how much log there is. */
    lookAt: (offset: number): Promise<LogPart> =>
      ask(client.GET(PATH, { params: { path, query: { offset, limit: 4, times: true, ...execution } } })),
    search: (search: Search, signal: AbortSignal): Promise<LogMatches> =>
      ask(
        client.GET(`${PATH}/search`, {
          params: { path, query: { ...search, limit: 1, ...task, ...execution } },
          signal,
        }),
      ),
    /** All of it as text, for copying. */
    whole: async (): Promise<string> =>
      ask(client.GET(`${PATH}/download`, { params: { path, query: { ...task, ...execution } }, parseAs: 'text' })),
    streamUrl: (offset: number): string =>
      `${url}/events?${new URLSearchParams({ offset: String(offset), times: 'true', ...execution }).toString()}`,
    downloadUrl: (times: boolean): string =>
      `${url}/download?${new URLSearchParams({ ...(times && !place.task ? { times: 'true' } : {}), ...task, ...execution }).toString()}`,
  };
}
