import type { RunState } from '../../../contract/run-state.ts';

/** The two sides of a host key that has changed, as `ssh-keygen -lf` prints them. */
export interface ChangedKey {
  host: string;
  port: number;
  /** What was known, at least one line. */
  known: string[];
  /** What the box showed instead. */
  shown: string;
  fingerprint: string;
}

/** What a run stopped at when the box showed another host key than the known one; null for every other end. */
export function changedKey({ failure }: RunState): ChangedKey | null {
  if (failure?.code !== 'host_key_changed') return null;
  const { host, port, fingerprint, fingerprint_line: shown, known_lines: lines, known } = failure.facts;
  const sides = typeof lines === 'string' ? lines.split('\n') : typeof known === 'string' ? known.split(', ') : [];
  // A key that is refused because it was revoked has nothing beside it, and is not replaced.
  if (typeof host !== 'string' || typeof fingerprint !== 'string' || sides.length === 0) return null;
  return {
    host,
    port: Number(port),
    known: sides,
    shown: typeof shown === 'string' ? shown : fingerprint,
    fingerprint,
  };
}
