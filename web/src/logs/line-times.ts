// When lines came: marks by byte, as the server gives them with each part.

export interface TimeMark {
  offset: number;
  at: string;
}

export const TimeColumn = { off: 'off', relative: 'relative', local: 'local', utc: 'utc' } as const;
export type TimeColumn = (typeof TimeColumn)[keyof typeof TimeColumn];

export const isTimeColumn = (text: string): text is TimeColumn => text in TimeColumn;

/** Marks of parts that come in any order. */
export function createLineTimes() {
  let marks: { offset: number; ms: number }[] = [];
  return {
    add(more: readonly TimeMark[]): void {
      const added = more.map(({ offset, at }) => ({ offset, ms: Date.parse(at) }));
      const [first] = added;
      if (!first) return;
      const last = marks.at(-1);
      const isInOrder = !last || last.offset < first.offset;
      marks.push(...added);
      if (isInOrder) return;
      marks.sort((a, b) => a.offset - b.offset);
      marks = marks.filter(({ offset }, index) => offset !== marks[index - 1]?.offset);
    },
    /** When the byte came, in milliseconds; null where nothing is known. */
    at(offset: number): number | null {
      let [low, high] = [0, marks.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((marks[middle]?.offset ?? Infinity) <= offset) low = middle + 1;
        else high = middle;
      }
      return marks[low - 1]?.ms ?? null;
    },
  };
}

const two = (value: number) => String(value).padStart(2, '0');
const three = (value: number) => String(value).padStart(3, '0');

/** A time as the column shows it. `start` is what relative times count from. */
export function timeText(ms: number, column: TimeColumn, start: number | null): string {
  const date = new Date(ms);
  switch (column) {
    case 'off':
      return '';
    case 'utc':
      return `${date.toISOString().slice(11, 23)}Z`;
    case 'local':
      return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${three(date.getMilliseconds())}`;
    case 'relative':
      return start === null ? '' : sinceText(Math.max(0, ms - start));
  }
}

function sinceText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = `${two(seconds % 60)}.${Math.floor((ms % 1000) / 100)}`;
  return `+${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${rest}`;
}
