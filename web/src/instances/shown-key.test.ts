import { expect, it } from 'vitest';
import { verdictOn } from './shown-key.ts';

const OLD = `SHA256:${'a'.repeat(43)}`;
const NEW = `SHA256:${'b'.repeat(43)}`;
const line = (fingerprint: string) => `256 ${fingerprint} [10.0.0.7]:2838 (ED25519)`;
const shown = (alreadyKnown: boolean, known?: string[]) => ({
  host: '10.0.0.7',
  port: '2838',
  fingerprints: [line(NEW)],
  already_known: alreadyKnown,
  ...(known ? { known_fingerprints: known } : {}),
});

it('is the same where this very key is trusted', () => {
  expect(verdictOn(shown(true))).toMatchObject({ kind: 'same', fingerprint: NEW });
});

it('is unknown where nothing is trusted', () => {
  expect(verdictOn(shown(false))).toMatchObject({ kind: 'unknown', fingerprint: NEW, line: line(NEW) });
});

it('has changed where the server names the keys that were known', () => {
  expect(verdictOn(shown(false, [line(OLD)]))).toMatchObject({ kind: 'changed', known: [line(OLD)] });
});

it('has nothing to decide about where no fingerprint can be read', () => {
  expect(verdictOn({ host: 'a', port: '22', fingerprints: [], already_known: false })).toMatchObject({
    kind: 'unknown',
    fingerprint: null,
  });
});
