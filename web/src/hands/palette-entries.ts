// What the command palette offers, most likely first: what can be done here, runs at work, pages, and what else has a name.
import type { RunItem } from '../../../contract/run-list.ts';
import { itemLook, titleOf } from '../runs-list/run-words.ts';
import type { IconName } from '../runs/phases.ts';
import { ranked } from './rank.ts';

export interface Entry {
  id: string;
  label: string;
  /** Small, beside the label. */
  note?: string;
  icon?: IconName;
  keys?: string;
  danger?: boolean;
  /** Other words that people may look for. */
  words?: string;
  run(): void;
}
interface EntryGroup {
  heading: string;
  entries: Entry[];
}

/** So many of a group, so that the next group is in sight. */
const MOST = 8;

/** A run as an entry; it is found by its id, its box and its template. */
export const runEntry = (run: RunItem, open: (path: string) => void): Entry => ({
  id: `run ${run.workflow_id}`,
  label: titleOf(run),
  note: run.template ? `${run.instance.key} · ${run.workflow_id}` : run.instance.key,
  icon: itemLook(run).icon,
  words: itemLook(run).word,
  run: () => open(`/runs/${encodeURIComponent(run.workflow_id)}`),
});

const textOf = ({ label, note, words }: Entry): string => [label, note, words].filter(Boolean).join(' ');

/**
 * The groups that have something that fits, each with the best first, and the group that has the best of all before the others: Enter
 * takes that. Entries that are there twice stay once.
 */
export function fitting(groups: readonly EntryGroup[], typed: string): EntryGroup[] {
  const found = groups
    .map(({ heading, entries }) => {
      const once = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
      return { heading, entries: ranked(once, typed, textOf).slice(0, MOST) };
    })
    .filter(({ entries }) => entries.length > 0);
  return ranked(found, typed, ({ entries: [best] }) => (best ? textOf(best) : ''));
}
