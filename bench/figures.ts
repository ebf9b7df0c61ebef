/** One figure: a ratio (or a size in kB) and the bar that it has to stay under. */
export interface Row {
  name: string;
  ratio: number;
  bar: number;
  /** The absolute values behind it, for the reader; they drift with the machine. */
  facts: string;
}

export function median(values: number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Each figure beside its bar, and what is behind it. */
export function printRows(rows: Row[]): void {
  for (const { name, ratio, bar, facts } of rows) {
    console.log(
      `${Number(ratio.toFixed(2)) <= bar ? 'ok  ' : 'OVER'} ${ratio.toFixed(2).padStart(7)}  (bar ${bar})  ${name}\n              ${facts}`,
    );
  }
}
