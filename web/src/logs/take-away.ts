// A log to take along: as it is shown here, without colours and with the time column where it is on, or whole.
import type { Row } from './folding.ts';
import { withoutColours } from './spans.ts';

/** Rows as lines of text. */
export function rowsAsText(rows: readonly Row[], timeOf: ((row: Row) => string) | null): string {
  return rows.map((row) => `${timeOf ? `${timeOf(row)} ` : ''}${withoutColours(row.text)}\n`).join('');
}

/** A clipboard cannot bear everything. */
export const MOST_COPIED = 20 * 1024 * 1024;

export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}

/** Saves a text as a file. */
export function saveText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  saveUrl(url, name);
  // The download has begun when the click returns; the browser keeps what it needs.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Lets the browser download an address. */
export function saveUrl(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
