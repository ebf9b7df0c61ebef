import { expect, it } from 'vitest';
import { formatExact, formatRelative } from './relative-time.ts';

const now = Date.parse('2026-11-27T10:00:00.000Z');
const at = (ms: number) => formatRelative(new Date(now + ms).toISOString(), now);

it('says a moment in its largest unit, before and after', () => {
  expect([at(0), at(-4_900), at(4_900)]).toEqual(['just now', 'just now', 'just now']);
  expect([at(-5_000), at(-59_999), at(-60_000)]).toEqual(['5 s ago', '59 s ago', '1 min ago']);
  expect([at(-3_600_000), at(-86_399_000), at(-86_400_000)]).toEqual(['1 h ago', '23 h ago', '1 d ago']);
  expect([at(90_000), at(7_200_000)]).toEqual(['in 1 min', 'in 2 h']);
});

it('gives back what is no time', () => {
  expect(formatRelative('soon', now)).toBe('soon');
  expect(formatExact('soon')).toBe('soon');
});
