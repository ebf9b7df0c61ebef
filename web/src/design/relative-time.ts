// Moments as people say them.
import { messages } from '../messages.ts';

const UNITS: [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];
const JUST_MS = 5_000;

/** `3 min ago`, `in 2 h`, `just now`: the largest unit only. What is no time is given back. */
export function formatRelative(at: string, now: number): string {
  const distance = Date.parse(at) - now;
  if (Number.isNaN(distance)) return at;
  const length = Math.abs(distance);
  if (length < JUST_MS) return messages.time.justNow;
  const [size, unit] = UNITS.find(([ms]) => length >= ms) ?? [1_000, 's'];
  const long = `${Math.floor(length / size)} ${unit}`;
  return distance < 0 ? messages.time.ago(long) : messages.time.ahead(long);
}

/** The moment in the reader's own zone, to the second, with the zone. */
export function formatExact(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  return time.toLocaleString('en-GB', {
    year: 'numeric',
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
}
