// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a request that starts something, sent again because nobody heard the
// answer, starts nothing a second time. Kept for a day.
import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { bringupError, isBringupError } from '../adapters/errors.ts';
import type { IdempotentRequest } from '../adapters/store/store.ts';
import type { RunStarted } from '../contract/messages.ts';
import { callerName, callerOf } from './caller.ts';
import type { ApiDependencies } from './dependencies.ts';

const KEPT_MS = 24 * 3_600_000;
const KEY = /^[\x21-\x7e]{1,200}$/;

export const idempotencyHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(KEY)
    .optional()
    .meta({ description: 'The same key with the same request within a day gives the first answer again' }),
});

/** Keys whose request this process is at work on: any other without an answer was left by one that died. */
const atWork = new Set<string>();

interface Keyed {
  caller: string;
  key: string;
  /** Nobody in this process was at work on the key. */
  isFirst: boolean;
  request: Request;
  response: Response;
}

/** What the first request did before its process died; null where that was nothing. */
type Before<Answer> = (known: IdempotentRequest) => Promise<Answer | null>;

/** Starts a run once for each key, as `onceForKey` does. */
export const idempotent = (
  deps: ApiDependencies,
  call: { request: Request; response: Response },
  start: (newId: string) => Promise<RunStarted>,
): Promise<RunStarted> => onceForKey(deps, call, start, (known) => startedBefore(deps.store, known, call.request));

/**
 * Starts something once for each key. `start` gets the id for what its caller gave none; after a crash it is the same again.
 * Throws idempotency_key_reused, idempotency_key_in_use, input_invalid for a key that is none, and what `start` throws.
 */
export async function onceForKey<Answer>(
  { store }: ApiDependencies,
  { request, response }: { request: Request; response: Response },
  start: (newId: string) => Promise<Answer>,
  before: Before<Answer>,
): Promise<Answer> {
  const key = request.get('idempotency-key');
  if (key === undefined) return start(randomUUID());
  if (!KEY.test(key)) {
    throw bringupError('input_invalid', 'Idempotency-Key: must be 1 to 200 visible ASCII characters', {
      field: 'Idempotency-Key',
    });
  }
  const caller = callerName(callerOf(response));
  const place = `${caller} ${key}`;
  // Said before the store is asked, which others may do meanwhile.
  const isFirst = !atWork.has(place);
  atWork.add(place);
  try {
    return await startOnce(store, { caller, key, isFirst, request, response }, start, before);
  } finally {
    if (isFirst) atWork.delete(place);
  }
}

async function startOnce<Answer>(
  store: ApiDependencies['store'],
  { caller, key, isFirst, request, response }: Keyed,
  start: (newId: string) => Promise<Answer>,
  before: Before<Answer>,
): Promise<Answer> {
  const hash = requestHash(request);
  await store.idempotencyKeys.forgetBefore(new Date(Date.now() - KEPT_MS).toISOString());
  const row = { caller, key, request: hash, new_id: randomUUID(), created_at: new Date().toISOString() };
  const known = await store.idempotencyKeys.begin(row);
  if (known && known.request !== hash) {
    throw bringupError('idempotency_key_reused', 'This Idempotency-Key was sent with another request.');
  }
  if (known?.answer) {
    response.set('Idempotency-Replayed', 'true');
    return JSON.parse(known.answer) as Answer;
  }
  if (known && !isFirst) {
    throw bringupError('idempotency_key_in_use', 'The first request with this Idempotency-Key is still at work.');
  }
  try {
    const started = (known && (await before(known))) ?? (await start(known?.new_id ?? row.new_id));
    await store.idempotencyKeys.answered(caller, key, JSON.stringify(started));
    return started;
  } catch (error) {
    // Where nothing was started the key is free for another try; where nobody knows, the next request looks.
    if (!(isBringupError(error) && error.failure.code === 'start_unknown')) {
      await store.idempotencyKeys.forget(caller, key);
    }
    throw error;
  }
}

/** Under the id that it named, or the new one. */
async function startedBefore(
  { runs }: ApiDependencies['store'],
  { new_id, created_at }: IdempotentRequest,
  { body, params }: Request,
): Promise<RunStarted | null> {
  const { workflow_id: named } = (body ?? {}) as { workflow_id?: unknown };
  const ids = [named, new_id, params['workflow_id']].filter((id) => typeof id === 'string');
  const rows = await Promise.all(ids.map((id) => runs.byWorkflowId(id)));
  const row = rows.find((found) => found?.execution_id && found.started_at >= created_at);
  return row?.execution_id ? { workflow_id: row.workflow_id, execution_id: row.execution_id } : null;
}

const requestHash = ({ method, path, body }: Request): string =>
  createHash('sha256')
    .update(JSON.stringify([method, path, body ?? null]))
    .digest('hex');
