// Whether a box answered when it was last needed, read from what the attempts of its newest run have left.
import type { AttemptFacts } from '../adapters/store/store.ts';

/** `answered`: something of it was heard at `at`. `silent`: asked and not reached, since `at` or, where a step gave up, at `at`. */
interface LastReach {
  state: 'answered' | 'silent';
  at: string;
  reason: string | null;
}

type Attempt = Pick<
  AttemptFacts,
  'action' | 'phase' | 'phase_info' | 'outcome' | 'failure' | 'log_bytes' | 'started_at' | 'ended_at' | 'updated_at'
>;

/** Null where no attempt tells: nothing is assumed then. */
export function lastReach(attempts: readonly Attempt[]): LastReach | null {
  const seen = attempts.flatMap((attempt) => reachOf(attempt) ?? []);
  return seen.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}

function reachOf(attempt: Attempt): LastReach | null {
  const { action, phase, phase_info, outcome, failure, log_bytes, started_at, ended_at, updated_at } = attempt;
  // A question to a person asks no box.
  if (action === 'approve') return null;
  if (failure?.code === 'ssh_unreachable')
    return { state: 'silent', at: ended_at ?? updated_at, reason: failure.message };
  if (phase === 'unreachable' && ended_at === null) {
    return { state: 'silent', at: phase_info?.since ?? updated_at, reason: phase_info?.reason ?? null };
  }
  if (ended_at === null) {
    // The row is there before the box is asked.
    return log_bytes > 0 || (started_at !== null && updated_at > started_at) ? answered(updated_at) : null;
  }
  if (outcome === 'done' || outcome === 'warning') return answered(ended_at);
  // What was cancelled or failed may never have got there; output, or an exit code, comes from the box alone.
  const came = log_bytes > 0 || typeof failure?.facts['exit_code'] === 'number';
  return came && outcome !== 'lost' ? answered(phase === 'unreachable' ? updated_at : ended_at) : null;
}

const answered = (at: string): LastReach => ({ state: 'answered', at, reason: null });
