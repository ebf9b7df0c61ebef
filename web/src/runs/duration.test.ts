import { describe, expect, it } from 'vitest';
import { between, formatBytes, formatDuration, formatRoughly, formatTook, secondsUntil } from './duration.ts';

describe('lengths of time', () => {
  it.each([
    [-5, '0 s'],
    [999, '0 s'],
    [42_000, '42 s'],
    [59_999, '59 s'],
    [60_000, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [3_599_000, '59 min 59 s'],
    [3_720_000, '1 h 02 min'],
    [100_800_000, '28 h 00 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('leaves the seconds out where they do not matter', () => {
    const all = [119_000, 120_000, 716_000, 3_599_000, 3_720_000].map(formatRoughly);
    expect(all).toEqual(['1 min 59 s', '2 min', '12 min', '60 min', '1 h 02 min']);
  });

  it('shows tenths of what was over quickly', () => {
    expect([formatTook(340), formatTook(9_900), formatTook(12_000)]).toEqual(['0.3 s', '9.9 s', '12 s']);
  });

  it('counts down in full seconds to 0', () => {
    const now = Date.parse('2026-11-23T10:00:00.000Z');
    expect(secondsUntil('2026-11-23T10:00:03.200Z', now)).toBe(4);
    expect(secondsUntil('2026-11-23T09:59:00.000Z', now)).toBe(0);
  });

  it('does not invent a length where a moment is missing', () => {
    expect(between(null, '2026-11-23T10:00:00.000Z')).toBeNull();
    expect(between('yesterday', '2026-11-23T10:00:00.000Z')).toBeNull();
    expect(between('2026-11-23T10:00:00.000Z', '2026-11-23T10:00:01.500Z')).toBe(1500);
  });

  it('writes sizes in binary units', () => {
    expect([formatBytes(640), formatBytes(1_258_291), formatBytes(52_428_800)]).toEqual(['640 B', '1.2 MiB', '50 MiB']);
  });
});
