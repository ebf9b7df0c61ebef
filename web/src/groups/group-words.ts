// Groups in words and looks.
import type { Standing } from '../../../contract/group-standing.ts';
import { messages } from '../messages.ts';
import type { Look } from '../runs/phases.ts';
import type { GroupItem } from './use-groups.ts';

const texts = messages.groups;

const looks: Record<Standing, Omit<Look, 'word'>> = {
  waiting: { tone: 'neutral', icon: 'pending' },
  running: { tone: 'active', icon: 'running' },
  done: { tone: 'success', icon: 'done' },
  done_with_warnings: { tone: 'warning', icon: 'warning' },
  failed: { tone: 'danger', icon: 'failed' },
  cancelled: { tone: 'muted', icon: 'cancelled' },
  undone: { tone: 'muted', icon: 'cancelled' },
  refused: { tone: 'danger', icon: 'failed' },
  not_started: { tone: 'muted', icon: 'skipped' },
};

/** How a box of a group stands. */
export const standingLook = (standing: Standing): Look => ({ word: texts.standings[standing], ...looks[standing] });

/** In the order in which a person wants to know: what is wrong first. */
export const ORDER: readonly Standing[] = [
  'failed',
  'refused',
  'running',
  'waiting',
  'done_with_warnings',
  'done',
  'cancelled',
  'undone',
  'not_started',
];

type Strategy = Pick<GroupItem, 'at_once' | 'canary' | 'stop_at' | 'cancel_others'>;

/** `3 at a time, one first as a canary, stops after the first failure`. */
export function strategyWords({ at_once, canary, stop_at, cancel_others }: Strategy): string {
  const { strategy } = texts;
  const stop = typeof stop_at === 'object' ? strategy.failed_percent(stop_at.failed_percent) : strategy[stop_at];
  const end = cancel_others && stop_at !== 'never' ? `${stop} ${strategy.cancelOthers}` : stop;
  return [at_once === null ? strategy.all : strategy.atOnce(at_once), canary ? strategy.canary : null, end]
    .filter((part) => part !== null)
    .join(', ');
}

/** Boxes that a retry continues or starts. */
export const RETRIED: ReadonlySet<Standing> = new Set<Standing>(['failed', 'cancelled', 'refused']);

/** What a retry continues or starts, as it is called on the page. */
export const retriedWords = (standings: readonly Standing[]): string[] =>
  [...RETRIED].filter((standing) => standings.includes(standing)).map((standing) => texts.standings[standing]);
