// What it means that a box shows a key: it is the trusted one, one that nobody has trusted yet, or another than the trusted one.
import { fingerprintOf } from '../runs/fingerprint.ts';
import type { ShownKey } from './use-host-keys.ts';

export interface Verdict {
  kind: 'same' | 'unknown' | 'changed';
  /** As `ssh-keygen -lf` prints it. */
  line: string;
  /** Null: it could not be read out of the line, so there is nothing to decide about. */
  fingerprint: string | null;
  /** Lines of the keys that are trusted, where it has changed. */
  known: readonly string[];
}

/** What was shown, as the server compared it with what is trusted. */
export function verdictOn({ fingerprints, already_known, known_fingerprints }: ShownKey): Verdict {
  const line = fingerprints[0] ?? '';
  const fingerprint = fingerprintOf(line);
  if (known_fingerprints && known_fingerprints.length > 0)
    return { kind: 'changed', line, fingerprint, known: known_fingerprints };
  return { kind: already_known ? 'same' : 'unknown', line, fingerprint, known: [] };
}
