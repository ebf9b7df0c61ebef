// /api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log: what an attempt has printed.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { MAX_PART, readPart, readTail } from '../../adapters/store/read-logs.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { findAttempt } from './attempts.ts';
import { attemptParams, numeral } from './schemas.ts';
import { sendLog } from './send-log.ts';

const tag = 'logs';
export const LOG_PATH = '/api/v1/runs/{workflow_id}/steps/{step}/attempts/{attempt}/log';
export const byteOffset = numeral(0, Number.MAX_SAFE_INTEGER);
const bytes = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const logPartSchema = z
  .object({
    offset: bytes.meta({ description: 'Where the text begins, in bytes' }),
    next_offset: bytes.meta({ description: 'Where the next part begins' }),
    size: bytes.meta({ description: 'Bytes of the whole log at this moment' }),
    ended: z.boolean().meta({ description: 'No more bytes will come' }),
    text: z.string().meta({ description: 'Cut between characters; bytes that are no UTF-8 are shown as U+FFFD' }),
  })
  .meta({ id: 'LogPart', description: 'A part of a log' });

export const LOG_FAILURES = ['run_not_found', 'attempt_not_found', 'log_not_found'] as const;

export function logRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: LOG_PATH,
      id: 'readLog',
      tag,
      summary: 'A part of the log, by byte offset',
      scope: 'read',
      params: attemptParams,
      query: z.strictObject({
        offset: byteOffset.optional().meta({ description: 'From the beginning without' }),
        limit: numeral(4, MAX_PART).optional().meta({ description: 'Bytes; 65536 without' }),
      }),
      answers: { 200: { description: 'The part', schema: logPartSchema } },
      failures: LOG_FAILURES,
      async handle({ params, query: { offset = 0, limit = 64 * 1024 } }) {
        const { file, ended } = await findLog(deps, params);
        return { ...(await readPart(file, offset, limit, ended)), ended };
      },
    }),
    route({
      method: 'get',
      path: `${LOG_PATH}/tail`,
      id: 'readLogTail',
      tag,
      summary: 'The last lines of the log, at most 1 MiB of them',
      scope: 'read',
      params: attemptParams,
      query: z.strictObject({ lines: numeral(1, 10_000).optional().meta({ description: '200 without' }) }),
      answers: { 200: { description: 'The last lines', schema: logPartSchema } },
      failures: LOG_FAILURES,
      async handle({ params, query: { lines = 200 } }) {
        const { file, ended } = await findLog(deps, params);
        return { ...(await readTail(file, lines, ended)), ended };
      },
    }),
    route({
      method: 'get',
      path: `${LOG_PATH}/download`,
      id: 'downloadLog',
      tag,
      summary: 'The bytes of the log as they are, as a file; understands Range and If-Range',
      scope: 'read',
      params: attemptParams,
      answers: { 200: { description: 'The log', type: 'text/plain' } },
      failures: LOG_FAILURES,
      async handle({ params, request, response }) {
        const { file } = await findLog(deps, params);
        await sendLog(request, response, file, `${params.workflow_id}-${params.step}-${params.attempt}.log`);
      },
    }),
  ];
}

/** Where an attempt's log lies, and whether it grows. Throws run_not_found, attempt_not_found, log_not_found. */
export async function findLog(deps: ApiDependencies, params: z.infer<typeof attemptParams>) {
  const { attempt, file } = await findAttempt(deps, params);
  if (attempt.log_bytes > 0 && (await deps.store.logs.size(file)) === 0) {
    const { workflow_id, step } = params;
    const message = `The log of step ${step}, attempt ${attempt.attempt} of the run ${workflow_id} is no longer kept.`;
    throw bringupError('log_not_found', message, { workflow_id, step, attempt: attempt.attempt });
  }
  return { attempt, file, ended: attempt.log_ended };
}
