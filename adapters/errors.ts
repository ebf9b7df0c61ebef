import { type FailureCode, type FailureFacts, type StepFailure, stepFailure } from '../contract/failure.ts';

/** An Error that carries a failure of the catalogue. */
export type BringupError = Error & { failure: StepFailure };

/** Makes an Error of a catalogued failure. `message` is a sentence: what happened and where. */
export function bringupError(
  code: FailureCode,
  message: string,
  facts: FailureFacts = {},
  options: { cause?: unknown; logTail?: string[] } = {},
): BringupError {
  const error = new Error(message, options.cause === undefined ? undefined : { cause: options.cause });
  return Object.assign(error, { name: code, failure: stepFailure(code, message, facts, options.logTail) });
}

export const isBringupError = (error: unknown): error is BringupError => error instanceof Error && 'failure' in error;
