import { expect, it } from 'vitest';
import { verdictOn } from './shown-key.ts';

const OLD = `SHA256:${'a'.repeat(43)}`;
const NEW = `SHA256:${'b'.repeat(43)}`;
const line = (fingerprint: string) => `256 ${fingerprint} [10.0.0.7]:2838 (ED25519)`;
const shown = (known?: string[]) => ({
  host: '10.0.0.7',
  port: '2838',
  fingerprints: [line(NEW)],
  ...(known ? { known_fingerprints: known } : {}),
});

it('is the same where the fingerprint is trusted', () => {
  expect(verdictOn(shown(), [OLD, NEW])).toMatchObject({ kind: 'same', fingerprint: NEW });
});

it('is unknown where nothing, or only something else, is trusted', () => {
  expect(verdictOn(shown(), [])).toMatchObject({ kind: 'unknown', fingerprint: NEW, line: line(NEW) });
  expect(verdictOn(shown(), [OLD])).toMatchObject({ kind: 'unknown' });
});

it('has changed where the server names the keys that were known', () => {
  expect(verdictOn(shown([line(OLD)]), [OLD])).toMatchObject({ kind: 'changed', known: [line(OLD)] });
});

it('has nothing to decide about where no fingerprint can be read', () => {
  expect(verdictOn({ host: 'a', port: '22', fingerprints: [] }, [OLD])).toMatchObject({
    kind: 'unknown',
    fingerprint: null,
  });
});
