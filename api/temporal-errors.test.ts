import { describe, expect, it } from 'vitest';
import { isTemporalAway } from './temporal-errors.ts';

/** As grpc-js makes them. */
const grpcError = (code: number, details: string) =>
  Object.assign(new Error(`${code}: ${details}`), { code, details, metadata: {} });

describe('a Temporal that does not answer', () => {
  it.each([
    [4, 'Deadline exceeded after 5.999s'],
    [9, 'Update-with-Start could not be executed.'],
    [14, 'No connection established'],
  ])('is known by its code %i, also behind another error', (code, details) => {
    const error = grpcError(code, details);
    expect(isTemporalAway(error)).toBe(true);
    expect(isTemporalAway(new Error('update failed', { cause: error }))).toBe(true);
  });

  it('is not what every error means', () => {
    expect(isTemporalAway(grpcError(5, 'workflow not found'))).toBe(false);
    expect(isTemporalAway(new Error('anything'))).toBe(false);
  });
});
