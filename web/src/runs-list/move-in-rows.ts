// Keys that lead from run to run, wherever on the page they stand.
import { messages } from '../messages.ts';
import { useShortcuts } from '../hands/shortcuts.ts';

const ROWS = '[data-run] .link';

/** `j` and the arrow down to the next run, `k` and the arrow up to the one before; Enter opens it, as any link. */
export function useRowKeys(): void {
  const { keys } = messages.runsList;
  const next = { label: keys.next, run: () => move(1) };
  const previous = { label: keys.previous, run: () => move(-1) };
  useShortcuts([
    { keys: 'j', ...next },
    { keys: 'k', ...previous },
    { keys: 'ArrowDown', ...next },
    { keys: 'ArrowUp', ...previous },
  ]);
}

/** Focuses the row so many further than the one in which the focus is; from elsewhere the first. */
export function move(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>(ROWS)];
  const row = document.activeElement?.closest('[data-run]');
  const at = links.findIndex((link) => row?.contains(link));
  const to = at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + by));
  links[to]?.focus();
}
