// What is known of a box now: its last run as the server's list has it, or a newer word about it from the stream.
import type { RunItem } from '../../../contract/run-list.ts';

/** The newest word about the newest run of a box. */
export function newestRun(key: string, listed: RunItem, told: Iterable<RunItem>): RunItem {
  let newest = listed;
  for (const item of told) if (item.instance.key === key && isNewer(item, newest)) newest = item;
  return newest;
}

function isNewer(one: RunItem, other: RunItem): boolean {
  if (one.workflow_id === other.workflow_id && one.execution_id === other.execution_id)
    return one.last_update >= other.last_update;
  return one.start_time > other.start_time;
}
