import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { bringupError } from '../adapters/errors.ts';

// grpc-js status codes: CANCELLED, DEADLINE_EXCEEDED, FAILED_PRECONDITION (the workflow's task has failed so often that Temporal does not
// try the request any more, as where a worker was stopped in the middle of it), UNAVAILABLE.
const AWAY = new Set([1, 4, 9, 14]);

/** True when the server or every worker is away: nothing was answered, nothing is known. */
export const isTemporalAway = (error: unknown): boolean => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause) && AWAY.has(cause.code)) return true;
  }
  return false;
};

export const isNotFound = (error: unknown): boolean => error instanceof WorkflowNotFoundError;

export const temporalAway = (cause: unknown, what: string) =>
  bringupError('temporal_unavailable', `${what}: the Temporal server or its worker does not answer.`, {}, { cause });
