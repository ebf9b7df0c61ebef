import { describe, expect, it } from 'vitest';
import { usualDurations } from './usual-durations.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const done = (label: string, begun: number, took: number) => ({
  ...{ action: 'run_command', label, started_at: at(begun), ended_at: at(begun + took) },
});

describe('usual durations', () => {
  it('are the median of each step’s times', () => {
    const times = [3, 1, 50].map((took, index) => done('odd', 1000 - index, took));
    const even = [4, 1, 2, 50].map((took, index) => done('even', 1000 - index, took));
    expect(usualDurations([...times, ...even])).toEqual([
      { action: 'run_command', label: 'odd', median_s: 3, count: 3 },
      { action: 'run_command', label: 'even', median_s: 3, count: 4 },
    ]);
    expect(usualDurations([done('one', 0, 7)])).toMatchObject([{ median_s: 7, count: 1 }]);
  });

  it('forget what is older than the newest twenty times', () => {
    const newest = Array.from({ length: 20 }, (_, index) => done('a', 1000 - index, 10));
    const older = Array.from({ length: 40 }, (_, index) => done('a', 500 - index, 99));
    expect(usualDurations([...newest, ...older])).toMatchObject([{ median_s: 10, count: 20 }]);
  });

  it('count once what a continued run carries', () => {
    expect(usualDurations([done('a', 5, 10), done('a', 5, 10)])).toMatchObject([{ count: 1 }]);
  });

  it('are none where nothing was done', () => {
    expect(usualDurations([])).toEqual([]);
  });
});
