import type { FailureCode } from '../../contract/failure.ts';

/** The end of a log, by the cause that it has. */
export interface Example {
  cause: string;
  log: string;
  exit?: number;
  code?: FailureCode;
  message?: string;
}
