import { expect, it } from 'vitest';
import { stepFailure, type FailureFacts } from '../../../contract/failure.ts';
import { exampleRun } from '../testing/example-run.ts';
import { changedKey } from './changed-key.ts';

const facts: FailureFacts = {
  host: '10.0.0.7',
  port: 2838,
  fingerprint: 'SHA256:new',
  fingerprint_line: '256 SHA256:new [10.0.0.7]:2838 (ED25519)',
  known: 'SHA256:old, SHA256:older',
  known_lines: '256 SHA256:old [10.0.0.7]:2838 (ED25519)\n3072 SHA256:older [10.0.0.7]:2838 (RSA)',
};
const failed = (given: FailureFacts) =>
  exampleRun({ status: 'failed', phase: 'ended', failure: stepFailure('host_key_changed', 'changed', given) });

it('puts every known key beside the one that was shown', () => {
  expect(changedKey(failed(facts))).toEqual({
    host: '10.0.0.7',
    port: 2838,
    known: ['256 SHA256:old [10.0.0.7]:2838 (ED25519)', '3072 SHA256:older [10.0.0.7]:2838 (RSA)'],
    shown: '256 SHA256:new [10.0.0.7]:2838 (ED25519)',
    fingerprint: 'SHA256:new',
  });
});

it('takes bare fingerprints where there are no lines', () => {
  const { known_lines: _lines, fingerprint_line: _line, ...bare } = facts;
  expect(changedKey(failed(bare))).toMatchObject({ known: ['SHA256:old', 'SHA256:older'], shown: 'SHA256:new' });
});

it('is about nothing else: another failure, a revoked key, a run that goes on', () => {
  const { known: _known, known_lines: _lines, ...revoked } = facts;
  expect(changedKey(failed(revoked))).toBeNull();
  expect(changedKey(exampleRun({ failure: stepFailure('step_failed', 'no', facts) }))).toBeNull();
  expect(changedKey(exampleRun())).toBeNull();
});
