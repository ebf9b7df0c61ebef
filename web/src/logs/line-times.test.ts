import { expect, it } from 'vitest';
import { createLineTimes, timeText } from './line-times.ts';

const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000).toISOString();

it('knows when a byte came, in whichever order the parts did', () => {
  const times = createLineTimes();
  expect(times.at(0)).toBeNull();
  times.add([
    { offset: 100, at: at(10) },
    { offset: 200, at: at(20) },
  ]);
  times.add([{ offset: 300, at: at(30) }]);
  times.add([
    { offset: 10, at: at(1) },
    { offset: 100, at: at(10) },
  ]);
  const seconds = [5, 10, 99, 100, 250, 999].map((offset) => {
    const ms = times.at(offset);
    return ms === null ? null : (ms - 1_700_000_000_000) / 1000;
  });
  expect(seconds).toEqual([null, 1, 1, 10, 20, 30]);
});

it('shows a time as it was asked for', () => {
  const ms = Date.parse('2026-11-26T09:05:07.089Z');
  expect(timeText(ms, 'utc', null)).toBe('09:05:07.089Z');
  expect(timeText(ms, 'local', null)).toMatch(/^\d\d:05:07\.089$/);
  expect(timeText(ms, 'off', null)).toBe('');
  expect(timeText(ms, 'relative', ms - 83_400)).toBe('+1:23.4');
  expect(timeText(ms, 'relative', ms - 3_723_000)).toBe('+1:02:03.0');
  expect(timeText(ms, 'relative', null)).toBe('');
});
