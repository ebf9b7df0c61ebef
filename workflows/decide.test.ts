import { describe, expect, it } from 'vitest';
import { type FailureCode, stepFailure } from '../contract/failure.ts';
import { decide } from './decide.ts';

const retry = { attempts: 3, delay_s: 4 };
const after = (code: FailureCode, attempt = 1) => decide(stepFailure(code, 'x'), attempt, retry);

describe('what follows from a failure', () => {
  it('is the same step again while a retryable failure has tries left', () => {
    expect(after('step_lost', 2)).toEqual({ kind: 'retry', delay_s: 4 });
    expect(after('step_lost', 3)).toEqual({ kind: 'stop' });
  });
  it('is the end for a final failure, an unreachable box and a mistake of ours', () => {
    for (const code of ['step_failed', 'host_key_changed', 'ssh_unreachable', 'unexpected'] as const) {
      expect(after(code)).toEqual({ kind: 'stop' });
    }
  });
  it('is a question for an unknown host key and for nothing else', () => {
    expect(after('host_key_unknown')).toEqual({ kind: 'ask' });
    expect(after('host_key_not_shown')).toEqual({ kind: 'stop' });
  });
});
