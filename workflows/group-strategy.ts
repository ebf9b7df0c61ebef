// Which boxes of a group are started next, and when no more are: decided from what came of the others. Pure.
import type { GroupRound, GroupStop } from '../contract/group.ts';

/** How many starts may be under way at the same moment: Temporal and the worker have others to serve, too. */
const STARTS_AT_ONCE = 10;

/** What is known of a round at some moment, by the boxes' numbers. */
interface RoundSoFar {
  /** Asked for, not yet answered. */
  starting: ReadonlySet<number>;
  running: ReadonlySet<number>;
  /** Those that are over, with the outcome of each in a word; `refused` where no run began. */
  ended: ReadonlyMap<number, string>;
}

/** Boxes to start now. With `stop` none is, and none will be. */
export interface NextMove {
  start: number[];
  stop: GroupStop | null;
}

const cameOutDone = (outcome: string | undefined): boolean => outcome === 'done' || outcome === 'done_with_warnings';

/** A round whose last box was started has nothing to stop any more, but where those at work are to be cancelled. */
export function nextMove(
  { members, total, strategy }: Pick<GroupRound, 'members' | 'total' | 'strategy'>,
  { starting, running, ended }: RoundSoFar,
): NextMove {
  const numbers = members.map(({ n }) => n);
  const waiting = numbers.filter((n) => !starting.has(n) && !running.has(n) && !ended.has(n));
  const failed = numbers.filter((n) => ended.has(n) && !cameOutDone(ended.get(n)));
  const hasMore = waiting.length > 0 || (strategy.cancel_others && starting.size + running.size > 0);
  const stop = hasMore ? reasonToStop({ total, strategy, first: numbers[0] }, failed) : null;
  if (stop) return { start: [], stop };
  const first = numbers[0];
  if (strategy.canary && first !== undefined && !ended.has(first)) {
    return { start: waiting.filter((n) => n === first), stop: null };
  }
  const room = (strategy.at_once ?? Infinity) - starting.size - running.size;
  return { start: waiting.slice(0, Math.max(0, Math.min(room, STARTS_AT_ONCE - starting.size))), stop: null };
}

function reasonToStop(
  { total, strategy, first }: Pick<GroupRound, 'total' | 'strategy'> & { first: number | undefined },
  failed: readonly number[],
): GroupStop | null {
  const [firstFailed] = failed;
  if (firstFailed === undefined) return null;
  if (strategy.canary && first !== undefined && failed.includes(first)) return { code: 'canary_failed', n: first };
  if (strategy.stop_at === 'never') return null;
  if (strategy.stop_at === 'first_failure') return { code: 'first_failure', n: firstFailed };
  const isAbove = (100 * failed.length) / total > strategy.stop_at.failed_percent;
  return isAbove ? { code: 'share_failed', n: null } : null;
}
