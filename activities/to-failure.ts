import { ApplicationFailure } from '@temporalio/activity';
import { isBringupError } from '../adapters/errors.ts';

/**
 * An error as Temporal shall see it: type = code, details = the failure, and what the step had come to. Only `unreachable` is tried again by Temporal, which
 * adopts; every other kind is decided by the workflow, which counts the step's attempts. Anything unknown is passed on as it
 * is: our own mistake, tried again until a fixed worker heals it.
 */
export function toFailure(error: unknown): unknown {
  if (!isBringupError(error)) return error;
  const { code, kind, message } = error.failure;
  return ApplicationFailure.create({
    type: code,
    message,
    nonRetryable: kind !== 'unreachable',
    details: [error.failure, ...(error.remains ? [error.remains] : [])],
    cause: error,
  });
}
