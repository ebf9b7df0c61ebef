// Errors in the words of the door that was knocked at, with the status that they deserve: {"success": false, "message", "code"} of
// the façade, problem+json (RFC 9457) of /api/v1.
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { bringupError, isBringupError } from '../adapters/errors.ts';
import { storeTrouble } from '../adapters/store/store-trouble.ts';
import { failures } from '../contract/failure.ts';
import type { Problem } from '../contract/problem.ts';
import { isNotFound, isTemporalAway, temporalAway } from './temporal-errors.ts';

/** Status and body for whatever was thrown. */
export function errorAnswer(thrown: unknown): { status: number; body: Record<string, unknown> } {
  const error = asBringupError(thrown);
  const { code, message, hint, facts } = error.failure;
  return { status: failures[code].http, body: { success: false, message, code, hint, ...facts } };
}

/** The body of an error below /api/v1. docs/errors.md explains each code. */
function problem(thrown: unknown, path: string): { status: number; body: Problem } {
  const { code, kind, message, hint, facts } = asBringupError(thrown).failure;
  const status = failures[code].http;
  const type = `urn:bringup:error:${code}`;
  return {
    status,
    body: { type, title: titleOf(code), status, detail: message, instance: path, code, kind, hint, facts },
  };
}

const titleOf = (code: string): string => (code.charAt(0).toUpperCase() + code.slice(1)).replaceAll('_', ' ');

/** Whether a path belongs to /api/v1; all others speak as the façade does. */
export const isNewDoor = (path: string): boolean => path === '/api' || path.startsWith('/api/');

function asBringupError(thrown: unknown) {
  if (isBringupError(thrown)) return thrown;
  if (isTemporalAway(thrown)) return temporalAway(thrown, 'Nothing was done');
  if (isNotFound(thrown)) return bringupError('run_ended', 'The workflow has ended.', {}, { cause: thrown });
  const trouble = storeTrouble(thrown);
  if (trouble) return bringupError('store_unavailable', trouble, {}, { cause: thrown });
  // body-parser's errors carry a type.
  const type = thrown instanceof Error && 'type' in thrown ? thrown.type : null;
  if (type === 'entity.parse.failed') return bringupError('body_not_json', 'The body is not a JSON object.');
  if (type === 'entity.too.large') return bringupError('body_too_large', 'The body is larger than 1 MB.');
  if (typeof type === 'string' && type.startsWith('encoding'))
    return bringupError('body_not_json', 'The body’s encoding is not supported.');
  // What Express itself refuses: a path or a charset that it cannot read, a body that cannot be unpacked.
  if (thrown instanceof Error && 'status' in thrown && isClientMistake(thrown.status))
    return bringupError('input_invalid', `The request cannot be read: ${thrown.message}`);
  return bringupError('unexpected', 'Bringup met an error of its own; its log has the details.', {}, { cause: thrown });
}

const isClientMistake = (status: unknown): boolean => typeof status === 'number' && status >= 400 && status < 500;

/** The last handler: answers errors as JSON and logs those that are ours. */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (error, request, response, _next) => {
    // The caller has gone (gone-with.ts): nobody waits for an answer, and nothing has failed.
    if (response.closed && error instanceof Error && error.name === 'AbortError') return;
    const isNew = isNewDoor(request.path);
    const { status, body } = isNew ? problem(error, request.path) : errorAnswer(error);
    if (status >= 500) log.error({ err: error as unknown, path: request.path }, 'a request failed');
    // In the middle of an answer nothing can be said any more but that it is not whole.
    if (response.headersSent) return void response.destroy();
    // Not Basic: a browser would ask by itself, and the page has a better way.
    if (status === 401) response.set('WWW-Authenticate', 'Bearer realm="Bringup"');
    const wait = isBringupError(error) ? error.failure.facts['retry_after_s'] : undefined;
    if (wait !== undefined) response.set('Retry-After', String(wait));
    if (isNew) response.type('application/problem+json');
    response.status(status).json(body);
  };
}

/** Unknown paths and methods, as JSON too. */
export const notFound: RequestHandler = (request, _response, next) => {
  next(bringupError('route_not_found', `There is no ${request.method} ${request.path} here.`));
};
