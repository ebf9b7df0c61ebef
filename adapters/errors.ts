import type { StepRemains } from '../contract/activities.ts';
import { type FailureCode, type FailureFacts, type StepFailure, stepFailure } from '../contract/failure.ts';

/** An Error that carries a failure of the catalogue. */
export type BringupError = Error & { failure: StepFailure; remains?: StepRemains };

/** Makes an Error of a catalogued failure. `message` is a sentence: what happened and where. */
export function bringupError(
  code: FailureCode,
  message: string,
  facts: FailureFacts = {},
  options: { cause?: unknown; logTail?: string[]; remains?: StepRemains } = {},
): BringupError {
  const error = new Error(message, options.cause === undefined ? undefined : { cause: options.cause });
  const failure = stepFailure(code, message, facts, options.logTail);
  return Object.assign(error, { name: code, failure, ...(options.remains && { remains: options.remains }) });
}

export const isBringupError = (error: unknown): error is BringupError => error instanceof Error && 'failure' in error;
