import { expect, it } from 'vitest';
import { ERROR_LINES } from './error-lines.ts';

const pattern = new RegExp(ERROR_LINES, 'i');

it.each([
  'ERROR: Could not find a version that satisfies the requirement torch',
  'RuntimeError: CUDA error: no kernel image is available',
  'Traceback (most recent call last):',
  'subprocess-exited-with-error',
  'fatal: unable to access https://github.com/x/y',
  'make: *** [all] Error 2',
  '[node-a] failed to clone',
  '2 failed, 10 passed',
  'bash: nvcc: command not found',
  'OSError: [Errno 28] No space left on device',
  'Killed',
])('takes for an error: %s', (line) => expect(line).toMatch(pattern));

it.each([
  'Successfully installed torch-2.4.0',
  '0 errors, 3 warnings',
  'finished with no errors',
  'errors: 0',
  'failed=0',
  'set -e; trap on-error',
  'writing to error.log',
  'skilled workers',
])('takes for none: %s', (line) => expect(line).not.toMatch(pattern));

it('fits into a question to the server', () => {
  expect(ERROR_LINES.length).toBeLessThanOrEqual(500);
});
