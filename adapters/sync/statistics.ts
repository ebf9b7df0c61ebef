import path from 'node:path';
import { type ByteName, shown } from './names.ts';

/** Files and bytes, together and by extension (lower case, `none` without one). */
export function createStatistics() {
  let files = 0;
  let bytes = 0;
  const names: ByteName[] = [];
  const counts = new Map<string, number>();
  const sizes = new Map<string, number>();
  return {
    add(name: ByteName, size: number) {
      const extension = shown(path.posix.extname(name).slice(1).toLowerCase()) || 'none';
      names.push(name);
      files += 1;
      bytes += size;
      counts.set(extension, (counts.get(extension) ?? 0) + 1);
      sizes.set(extension, (sizes.get(extension) ?? 0) + size);
    },
    get files() {
      return files;
    },
    get bytes() {
      return bytes;
    },
    names: (): readonly ByteName[] => names,
    result: () => ({
      files,
      bytes,
      by_ext: Object.fromEntries(counts),
      bytes_by_ext: Object.fromEntries(sizes),
    }),
  };
}

export type Statistics = ReturnType<typeof createStatistics>;

const MOST_NAMES = 10;

/** `3 files could not be read: a, b, c` for a warning; null when there are none. The log has all names. */
export function counted(names: ByteName[], one: string, many: string): string | null {
  if (names.length === 0) return null;
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more (see the log)` : '';
  const list = names.slice(0, MOST_NAMES).map(shown).join(', ');
  return `${names.length} ${names.length === 1 ? one : many}: ${list}${more}.`;
}

/** As people read it: 554102 → 541 KiB. The exact number is in the step's result. */
export function readableSize(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ''}`;
}
