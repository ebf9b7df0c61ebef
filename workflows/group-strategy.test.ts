import { describe, expect, it } from 'vitest';
import type { GroupStrategy } from '../contract/group.ts';
import { nextMove, type NextMove } from './group-strategy.ts';

const ALL: GroupStrategy = { at_once: null, canary: false, stop_at: 'never', cancel_others: false };

/** What comes next for boxes 1 to `boxes`, with this known of some of them. */
function next(
  strategy: Partial<GroupStrategy>,
  boxes: number,
  soFar: Record<number, 'starting' | 'running' | (string & {})> = {},
): NextMove {
  const members = Array.from({ length: boxes }, (_, index) => ({
    n: index + 1,
    workflow_id: `g-${index + 1}`,
    continues: null,
  }));
  const known = Object.entries(soFar).map(([n, what]) => [Number(n), what] as const);
  return nextMove(
    { members, total: boxes, strategy: { ...ALL, ...strategy } },
    {
      starting: new Set(known.filter(([, what]) => what === 'starting').map(([n]) => n)),
      running: new Set(known.filter(([, what]) => what === 'running').map(([n]) => n)),
      ended: new Map(known.filter(([, what]) => what !== 'starting' && what !== 'running')),
    },
  );
}

describe('the next boxes of a group', () => {
  it('are all of them, in order, ten starts at the same moment', () => {
    expect(next({}, 3)).toEqual({ start: [1, 2, 3], stop: null });
    expect(next({}, 30).start).toHaveLength(10);
    expect(next({}, 30, { 1: 'running', 2: 'starting', 3: 'starting' }).start).toHaveLength(8);
  });

  it('are as many as there is room for', () => {
    expect(next({ at_once: 2 }, 5).start).toEqual([1, 2]);
    expect(next({ at_once: 2 }, 5, { 1: 'running', 2: 'starting' }).start).toEqual([]);
    expect(next({ at_once: 2 }, 5, { 1: 'running', 2: 'failed' }).start).toEqual([3]);
  });

  it('are the first alone where it is the canary, and the others when it came out done', () => {
    expect(next({ canary: true }, 3)).toEqual({ start: [1], stop: null });
    expect(next({ canary: true }, 3, { 1: 'starting' })).toEqual({ start: [], stop: null });
    expect(next({ canary: true }, 3, { 1: 'running' })).toEqual({ start: [], stop: null });
    expect(next({ canary: true }, 3, { 1: 'done' }).start).toEqual([2, 3]);
    expect(next({ canary: true }, 3, { 1: 'done_with_warnings' }).start).toEqual([2, 3]);
  });

  it.each(['failed', 'cancelled', 'refused', 'terminated', 'undone'])(
    'are none after a canary that came out %s',
    (end) => {
      expect(next({ canary: true }, 3, { 1: end })).toEqual({ start: [], stop: { code: 'canary_failed', n: 1 } });
    },
  );

  it('are none after the first that did not come out done, where that was asked for', () => {
    const soFar = { 1: 'done', 2: 'failed', 3: 'running' };
    expect(next({ stop_at: 'first_failure' }, 5, soFar)).toEqual({
      start: [],
      stop: { code: 'first_failure', n: 2 },
    });
    expect(next({}, 5, soFar)).toEqual({ start: [4, 5], stop: null });
  });

  it('are none above the share of all boxes, and still some at it', () => {
    const share = { at_once: 2, stop_at: { failed_percent: 20 } };
    expect(next(share, 10, { 1: 'failed', 2: 'refused' })).toEqual({ start: [3, 4], stop: null });
    expect(next(share, 10, { 1: 'failed', 2: 'refused', 3: 'cancelled' })).toEqual({
      start: [],
      stop: { code: 'share_failed', n: null },
    });
  });

  it('are none, with nothing to stop, when all were started', () => {
    expect(next({ canary: true, stop_at: 'first_failure' }, 2, { 1: 'done', 2: 'failed' })).toEqual({
      start: [],
      stop: null,
    });
    expect(next({ canary: true }, 1, { 1: 'failed' })).toEqual({ start: [], stop: null });
    expect(next({ stop_at: 'first_failure' }, 2, { 1: 'failed', 2: 'running' }).stop).toBe(null);
  });

  it('are none, with the others to cancel, as long as one is at work', () => {
    const strict = { stop_at: 'first_failure', cancel_others: true } as const;
    expect(next(strict, 2, { 1: 'failed', 2: 'running' }).stop).toEqual({ code: 'first_failure', n: 1 });
    expect(next(strict, 2, { 1: 'failed', 2: 'cancelled' }).stop).toBe(null);
  });
});
