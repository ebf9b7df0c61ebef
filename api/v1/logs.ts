// /api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log: what an attempt has printed.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { MAX_PART } from '../../adapters/store/read-logs.ts';
import type { LogRemoval } from '../../adapters/store/store.ts';
import { COUNT_TO, createLogSearch } from '../../adapters/store/search-log.ts';
import { beginOf } from '../../adapters/store/task-log.ts';
import { countSchema } from '../../contract/run-state-schema.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { goneWith } from '../gone-with.ts';
import { type Route, route } from '../route.ts';
import { type AttemptQuery, executionQuery, findAttempt } from './attempts.ts';
import { createLogParts, logPartSchema } from './log-parts.ts';
import { attemptParams, flag, numeral, word } from './schemas.ts';
import { sendLog, sendLogWithTimes, sendTaskLog } from './send-log.ts';

const tag = 'logs';
export const LOG_PATH = '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log';
export const byteOffset = numeral(0, Number.MAX_SAFE_INTEGER);
const lineQuery = numeral(1, Number.MAX_SAFE_INTEGER);

const ofTask = word(200).meta({
  description: 'Only the lines of this row of the step, which begin with its name in brackets: `[name] `',
});

export const withTimes = flag.optional().meta({ description: 'Also when the bytes reached Bringup' });

const searchSchema = z
  .object({
    matches: z.array(
      z.object({
        line: z.int().min(1).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Number of the line, from 1' }),
        offset: countSchema.meta({ description: 'Where the line begins' }),
        text: z.string().meta({ description: 'The line; of a long one 500 characters around the match' }),
      }),
    ),
    preceding: countSchema.meta({ description: 'Matches of the log before the first of these' }),
    total: z.int().min(0).max(COUNT_TO).meta({ description: 'Lines that match, in the whole log' }),
    total_capped: z.boolean().meta({ description: `There are more than ${COUNT_TO}; they were not counted` }),
    next_offset: countSchema.nullable().meta({ description: '`from` of the next page; null after the last match' }),
  })
  .meta({ id: 'LogMatches', description: 'The lines of a log that match' });

export const LOG_FAILURES = ['run_not_found', 'attempt_not_found', 'log_not_found', 'log_removed'] as const;

export function logRoutes(deps: ApiDependencies): Route[] {
  const parts = createLogParts();
  const searches = createLogSearch();
  return [
    route({
      method: 'get',
      path: LOG_PATH,
      id: 'readLog',
      tag,
      summary:
        'A part of the log, by byte offset; of a row’s lines at least one, found in at most 64 MiB: ask on from next_offset',
      scope: 'read',
      params: attemptParams,
      query: z
        .strictObject({
          ...executionQuery,
          offset: byteOffset.optional().meta({ description: 'From the beginning without' }),
          line: lineQuery.optional().meta({ description: 'From the beginning of this line; not with offset' }),
          limit: numeral(4, MAX_PART).optional().meta({ description: 'Bytes; 65536 without' }),
          task: ofTask.optional(),
          times: withTimes,
        })
        .refine(({ offset, line }) => offset === undefined || line === undefined, {
          path: ['line'],
          error: 'cannot be given together with offset',
        }),
      answers: { 200: { description: 'The part', schema: logPartSchema } },
      failures: LOG_FAILURES,
      async handle({ params, query: { offset, line, limit = 64 * 1024, task, times, execution_id } }) {
        const { file, ended } = await findLog(deps, { ...params, execution_id });
        return parts.part({ file, ended, task, times }, { offset, line }, limit);
      },
    }),
    route({
      method: 'get',
      path: `${LOG_PATH}/tail`,
      id: 'readLogTail',
      tag,
      summary: 'The last lines of the log, at most 1 MiB of them; of a row’s lines those in the last 64 MiB',
      scope: 'read',
      params: attemptParams,
      query: z.strictObject({
        ...executionQuery,
        lines: numeral(1, 10_000).optional().meta({ description: '200 without' }),
        before_line: lineQuery.optional().meta({ description: 'The last lines before this one' }),
        task: ofTask.optional(),
        times: withTimes,
      }),
      answers: { 200: { description: 'The last lines', schema: logPartSchema } },
      failures: LOG_FAILURES,
      async handle({ params, query: { lines = 200, before_line, task, times, execution_id } }) {
        const { file, ended } = await findLog(deps, { ...params, execution_id });
        return parts.tail({ file, ended, task, times }, lines, before_line);
      },
    }),
    route({
      method: 'get',
      path: `${LOG_PATH}/search`,
      id: 'searchLog',
      tag,
      summary: 'The lines that match, in the whole log; lines of more than 1 MiB are looked at in pieces',
      scope: 'read',
      params: attemptParams,
      query: z
        .strictObject({
          ...executionQuery,
          q: word(500).meta({ description: 'What to look for in each line' }),
          regex: flag.optional().meta({ description: '`q` is a regular expression, as JavaScript writes them' }),
          case: flag.optional().meta({ description: 'Capitals and small letters are told apart' }),
          task: ofTask.optional(),
          from: byteOffset.optional().meta({ description: 'Give matches from this byte on' }),
          before: byteOffset.optional().meta({ description: 'Give the last matches before this byte; not with from' }),
          limit: numeral(1, 1000).optional().meta({ description: 'Matches; 100 without' }),
        })
        .refine(({ from, before }) => from === undefined || before === undefined, {
          path: ['before'],
          error: 'cannot be given together with from',
        }),
      answers: { 200: { description: 'The matches', schema: searchSchema } },
      failures: [...LOG_FAILURES, 'rate_limited'],
      async handle({ params, query, response }) {
        const { q: text, regex = false, case: withCase = false, task, execution_id, ...part } = query;
        const { from = 0, before, limit = 100 } = part;
        const { file } = await findLog(deps, { ...params, execution_id });
        const prefix = task === undefined ? '' : beginOf(task);
        return searches.search(file, { text, regex, case: withCase, prefix, from, before, limit }, goneWith(response));
      },
    }),
    route({
      method: 'get',
      path: `${LOG_PATH}/download`,
      id: 'downloadLog',
      tag,
      summary: 'The bytes of the log as they are, as a file; without times it understands Range and If-Range',
      scope: 'read',
      params: attemptParams,
      query: z
        .strictObject({
          ...executionQuery,
          times: flag
            .optional()
            .meta({ description: 'Each line begins with the time when it reached Bringup, in UTC; not with task' }),
          task: ofTask.optional(),
        })
        .refine(({ times, task }) => !times || task === undefined, {
          path: ['times'],
          error: 'cannot be had for the lines of a task',
        }),
      answers: { 200: { description: 'The log', type: 'text/plain' } },
      failures: LOG_FAILURES,
      async handle({ params, query: { times, task, execution_id }, request, response }) {
        const { file } = await findLog(deps, { ...params, execution_id });
        const name = `${params.workflow_id}-${params.step}-${params.attempt}.log`;
        if (task !== undefined) return sendTaskLog(response, file, task, name);
        await (times ? sendLogWithTimes(response, file, name) : sendLog(request, response, file, name));
      },
    }),
  ];
}

/** Where an attempt's log lies, and whether it grows. Throws run_not_found, attempt_not_found, log_not_found, log_removed. */
export async function findLog(deps: ApiDependencies, params: AttemptQuery) {
  const { attempt, file } = await findAttempt(deps, params);
  if (attempt.log_removed) throw removed(params, attempt.log_removed);
  if (attempt.log_bytes > 0 && (await deps.store.logs.size(file)) === 0) {
    const { workflow_id, step } = params;
    const message = `The log of step ${step}, attempt ${attempt.attempt} of the run ${workflow_id} is no longer kept.`;
    throw bringupError('log_not_found', message, { workflow_id, step, attempt: attempt.attempt });
  }
  return { attempt, file, ended: attempt.log_ended };
}

function removed({ workflow_id, step, attempt }: AttemptQuery, { at, why }: LogRemoval) {
  const limit = why === 'age' ? 'logs.keep_days' : 'logs.keep_gb';
  const message = `The log of step ${step}, attempt ${attempt} of the run ${workflow_id} was removed on ${at} by the setting ${limit}. How the attempt went is still known.`;
  return bringupError('log_removed', message, { workflow_id, step, attempt, removed_at: at, why });
}
