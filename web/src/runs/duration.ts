// Lengths of time, sizes and rates as people read them.

/** A running time in full seconds: `42 s`, `3 min 05 s`, `1 h 02 min`. Never negative. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** A length of time that need not be exact: like `formatDuration`, from two minutes on in minutes, rounded up. */
export const formatRoughly = (ms: number): string =>
  ms < 120_000 || ms >= 3_600_000 ? formatDuration(ms) : `${Math.ceil(ms / 60_000)} min`;

/** How long something took that is over: like `formatDuration`, with tenths below ten seconds. */
export function formatTook(ms: number): string {
  return ms >= 0 && ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms);
}

/** Full seconds until a moment, rounded up, 0 once it has passed. */
export const secondsUntil = (moment: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(moment) - now) / 1000));

/** Milliseconds from one moment to another; null where a moment is missing or not a time. */
export function between(from: string | null | undefined, to: string | number | null | undefined): number | null {
  if (from === null || from === undefined || to === null || to === undefined) return null;
  const ms = (typeof to === 'number' ? to : Date.parse(to)) - Date.parse(from);
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** How long something has lasted: until its end, else until now. */
export const formatElapsed = (from: string, to: string | null, now: number): string =>
  to === null ? formatDuration(between(from, now) ?? 0) : formatTook(between(from, to) ?? 0);

/** The time of day in the reader's own zone. */
export function formatClock(moment: string): string {
  const time = new Date(moment);
  return Number.isNaN(time.getTime())
    ? moment
    : time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size in binary units: `640 B`, `1.2 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(value < 10 ? 1 : 0)} ${UNITS[unit]}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
