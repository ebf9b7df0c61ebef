// What needs a person, decided from the runs that are known: those that wait, and the last runs of boxes where they failed and
// nobody has seen to it.
import type { RunItem } from '../../../contract/run-list.ts';
import { between } from '../runs/duration.ts';

/** A box that is silent for a moment is no reason to call a person. */
const SILENT_MS = 60_000;
/** What failed longer ago is found in the list. */
const FAILED_MS = 24 * 3_600_000;

export interface Attention {
  atWork: RunItem[];
  /** Most pressing first. */
  waiting: RunItem[];
  failed: RunItem[];
}

const URGENCY = ['host_key', 'approval', 'go_on', 'box'] as const;
const newestFirst = (one: RunItem, other: RunItem): number => other.start_time.localeCompare(one.start_time);

/** Names one execution: what was put aside once comes back when it is continued and fails again. */
export const executionOf = ({ workflow_id, execution_id }: RunItem): string => `${workflow_id} ${execution_id}`;

/** Whether a run waits for a person now. */
function isWaiting({ needs }: RunItem, now: number): boolean {
  if (!needs) return false;
  return needs.what !== 'box' || (between(needs.since, now) ?? 0) >= SILENT_MS;
}

/** Sorts the newest run of each box into what is at work, what waits for a person, and what failed and was not put aside. */
export function attentionOf(lastRuns: readonly RunItem[], putAside: ReadonlySet<string>, now: number): Attention {
  const runs = [...lastRuns].sort(newestFirst);
  const atWork = runs.filter(({ phase }) => phase !== 'ended');
  const urgency = ({ needs }: RunItem): number => (needs ? URGENCY.indexOf(needs.what) : URGENCY.length);
  return {
    atWork,
    waiting: atWork.filter((run) => isWaiting(run, now)).sort((one, other) => urgency(one) - urgency(other)),
    failed: runs.filter(
      (run) =>
        run.outcome === 'failed' &&
        !putAside.has(executionOf(run)) &&
        (between(run.end_time, now) ?? FAILED_MS) < FAILED_MS,
    ),
  };
}

/** The newest run of each box, out of what was asked for and what the stream has told since. */
export function newestOfBoxes(asked: readonly RunItem[], told: Iterable<RunItem>): RunItem[] {
  const byBox = new Map<string, RunItem>();
  for (const run of [...asked, ...told]) {
    const { key } = run.instance;
    const before = byBox.get(key);
    const isNewer =
      !before ||
      (before.execution_id === run.execution_id
        ? run.last_update >= before.last_update
        : run.start_time >= before.start_time);
    if (isNewer) byBox.set(key, run);
  }
  return [...byBox.values()];
}
