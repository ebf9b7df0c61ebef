// What follows from a step's failure: plain data in, plain data out.
import type { StepFailure } from '../contract/failure.ts';
import type { StepPolicy } from '../contract/run-definition.ts';

export type Move =
  /** The same step again, as a new attempt. */
  | { kind: 'retry'; delay_s: number }
  /** A person decides about a host key; the attempt has changed nothing yet. */
  | { kind: 'ask' }
  | { kind: 'stop' };

/** `tries` counts this one. */
export function decide(failure: StepFailure, tries: number, retry: StepPolicy['retry']): Move {
  switch (failure.kind) {
    case 'needs_human':
      return failure.code === 'host_key_unknown' ? { kind: 'ask' } : { kind: 'stop' };
    case 'retryable':
      return tries < retry.attempts ? { kind: 'retry', delay_s: retry.delay_s } : { kind: 'stop' };
    case 'final':
    case 'unreachable':
    case 'defect':
      return { kind: 'stop' };
  }
}
