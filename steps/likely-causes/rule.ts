import type { FailureCode } from '../../contract/failure.ts';
import type { LikelyCause } from '../../contract/likely-cause.ts';

/** A cause with what gives it away: any one of `lines`, `below`, `exits` and `codes` is enough. */
export interface Rule extends Omit<LikelyCause, 'evidence'> {
  /** How much it says: of two causes that fit, the one that says more is told, then the one whose line is later. */
  rank: 'exact' | 'usual' | 'general';
  lines?: RegExp[];
  /** Lines that count only below another one, with none of `until` in between. */
  below?: { line: RegExp; with: RegExp; until?: RegExp }[];
  /** A line that looks like it and means nothing. */
  except?: RegExp;
  exits?: number[];
  codes?: FailureCode[];
  /** Counts only after a failure of one of these codes. */
  only?: FailureCode[];
}
