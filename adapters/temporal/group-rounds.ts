// A round over the boxes of a group as Temporal knows it, by an id that is the round's own: started twice it is started once.
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { GroupRound, GroupStop } from '../../contract/group.ts';
import type { GroupRoundEnd } from '../../contract/activities.ts';
import { groupWorkflowId, runSecretPrefix } from '../../contract/ids.ts';
import { WorkflowType } from '../../contract/messages.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { GroupMemberRow, MemberReason, Store } from '../store/store.ts';

const DEADLINE_MS = 5_000;

/** Starts a round; one that was started already is left alone. Throws what Temporal throws. */
export async function startRound(client: Client, taskQueue: string, name: string, round: GroupRound): Promise<void> {
  try {
    await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.start(WorkflowType.boxGroup, {
        workflowId: groupWorkflowId(round.group_id, round.round),
        taskQueue,
        args: [round],
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        staticSummary: `${name} on ${round.members.length} boxes`.slice(0, 190),
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** `none`: Temporal has never heard of it, or not for a long time. */
export async function lookAtRound(client: Client, id: string, round: number): Promise<'at_work' | 'over' | 'none'> {
  const handle = client.workflow.getHandle(groupWorkflowId(id, round));
  try {
    const { status } = await client.withDeadline(Date.now() + DEADLINE_MS, () => handle.describe());
    return status.name === 'RUNNING' ? 'at_work' : 'over';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'none';
    throw error;
  }
}

/** Starts no more boxes and cancels the runs at work. False where the round is over. */
export async function cancelRound(client: Client, id: string, round: number): Promise<boolean> {
  const handle = client.workflow.getHandle(groupWorkflowId(id, round));
  try {
    await client.withDeadline(Date.now() + DEADLINE_MS, () => handle.cancel());
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Writes down that a round is over: boxes that were not started are told why, and what their runs would have held is freed. */
export async function closeRound(
  { store, secrets }: { store: Pick<Store, 'groups'>; secrets: Pick<Secrets, 'removeAll'> },
  { group_id, round, stop }: GroupRoundEnd,
): Promise<void> {
  const reason = stopReason(stop, await store.groups.members(group_id));
  await store.groups.endRound(group_id, round, { at: new Date().toISOString(), stop, reason });
  for (const { workflow_id, reason: why } of await store.groups.members(group_id)) {
    if (why) await secrets.removeAll(runSecretPrefix(workflow_id));
  }
}

/** Why a box was not started, in words. `null`: its own start went wrong. */
function stopReason(
  stop: GroupStop | null,
  members: readonly Pick<GroupMemberRow, 'n' | 'name' | 'instance_key'>[],
): MemberReason {
  if (!stop) return { code: 'unexpected', message: 'Its start went wrong: the log of the worker says how.' };
  const from = members.find(({ n }) => n === stop.n);
  const box = from ? (from.name ?? from.instance_key) : 'a box';
  const because = {
    canary_failed: `the first box (${box}) did not come out done`,
    first_failure: `${box} did not come out done`,
    share_failed: 'more boxes than the group allows did not come out done',
    cancelled: 'somebody stopped the group',
    group_lost:
      'this Temporal server does not know the group: it was ended or removed there, or its start never arrived',
  }[stop.code];
  return { code: stop.code, message: `Not started because ${because}.` };
}
