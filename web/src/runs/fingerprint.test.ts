import { expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

it('takes the fingerprint out of a line of ssh-keygen', () => {
  const line = '256 SHA256:VhhkGqg/nSJU31VCUT0bUmRqCLejGmOhTto5WNjgWJg [127.0.0.1]:23022 (ED25519)';
  expect(fingerprintOf(line)).toBe('SHA256:VhhkGqg/nSJU31VCUT0bUmRqCLejGmOhTto5WNjgWJg');
});

it('takes nothing out of a line that holds none', () => {
  expect(fingerprintOf('')).toBeNull();
  expect(fingerprintOf('256 MD5:aa:bb host (ED25519)')).toBeNull();
});
