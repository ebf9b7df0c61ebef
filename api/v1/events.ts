// Server-sent events: runs and logs as they change. Every stream begins again where it was by Last-Event-ID, without a gap.
import { z } from 'zod';
import { listEventsSchema, logEventsSchema, runEventsSchema } from '../../contract/events.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { runNotFound } from '../run-not-found.ts';
import { text } from '../../steps/parameters.ts';
import { lastEventId } from '../sse.ts';
import { endId, followLog } from './follow-log.ts';
import { followRun, followRuns, knowsEnd } from './follow-runs.ts';
import { executionQuery } from './attempts.ts';
import { createLogTimes } from './log-parts.ts';
import { byteOffset, findLog, LOG_FAILURES, LOG_PATH, withTimes } from './logs.ts';
import { attemptParams, runParams } from './schemas.ts';

const tag = 'events';
const type = 'text/event-stream';
const headers = z.object({
  'last-event-id': z.string().optional().meta({ description: 'Id of the last event that was received' }),
});
const told = { description: 'Whoever sends the id of the event `end` has everything: do not connect again' };

const MAX_WATCHED = 50;

/** Names that nobody has given to a run are no error: a run may be started later. */
const readWatched = (watch = ''): string[] =>
  [...new Set(watch.split(',').filter(Boolean))].slice(0, MAX_WATCHED).map((id) => {
    try {
      return decodeURIComponent(id);
    } catch {
      return id;
    }
  });

export function eventRoutes(deps: ApiDependencies): Route[] {
  const logTimes = createLogTimes();
  return [
    route({
      method: 'get',
      path: '/api/v1/events',
      id: 'followRuns',
      tag,
      summary: 'The runs that have not ended, then every run that changes, as items of a list',
      scope: 'read',
      query: z.strictObject({
        watch: text(4_000)
          .optional()
          .meta({
            description: `workflow_ids, each URL-encoded, with commas between, at most ${MAX_WATCHED}: of these the whole state, too`,
          }),
      }),
      headers,
      answers: {
        200: {
          description: 'Events: `run`, `state` of runs in `watch`, every 10 s `alive`',
          type,
          schema: listEventsSchema,
        },
      },
      failures: ['too_many_streams'],
      handle: ({ request, response, query: { watch } }) =>
        followRuns(deps, deps.streams.open(request, response), readWatched(watch)),
    }),
    route({
      method: 'get',
      path: '/api/v1/runs/{workflow_id}/events',
      id: 'followRun',
      tag,
      summary: 'The state of a run, now and whenever it changes, until it has ended',
      scope: 'read',
      params: runParams,
      headers,
      answers: { 200: { description: 'Events: `state`, at last `end`', type, schema: runEventsSchema }, 204: told },
      failures: ['run_not_found', 'too_many_streams'],
      async handle({ params: { workflow_id }, request, response }) {
        const served = await deps.states.get(workflow_id);
        if (!served) throw runNotFound(workflow_id);
        if (knowsEnd(lastEventId(request), served)) return void response.status(204).end();
        await followRun(deps, deps.streams.open(request, response), served);
      },
    }),
    route({
      method: 'get',
      path: `${LOG_PATH}/events`,
      id: 'followLog',
      tag,
      summary: 'The log as it grows, until it has ended',
      scope: 'read',
      params: attemptParams,
      query: z.strictObject({
        ...executionQuery,
        times: withTimes,
        offset: byteOffset.optional().meta({ description: 'Where to begin, in bytes; Last-Event-ID goes before it' }),
      }),
      headers,
      answers: { 200: { description: 'Events: `log`, at last `end`', type, schema: logEventsSchema }, 204: told },
      failures: [...LOG_FAILURES, 'too_many_streams'],
      async handle({ params, query: { offset = 0, times, execution_id: asked }, request, response }) {
        const { file, attempt, ended } = await findLog(deps, { ...params, execution_id: asked });
        const lastId = lastEventId(request);
        const hasAll = ended && lastId === endId(await deps.store.logs.size(file));
        if (hasAll) return void response.status(204).end();
        const { execution_id } = attempt;
        const from = /^\d{1,15}(\.end)?$/.test(lastId ?? '') ? Number.parseInt(lastId ?? '', 10) : offset;
        const timesOf = times ? logTimes : null;
        await followLog(deps, deps.streams.open(request, response), { ...params, execution_id, file, timesOf }, from);
      },
    }),
  ];
}
