// One round over the boxes of a group: starts their runs by the same door as everybody's, waits for their ends, and starts no more
// where the strategy says so. What it knows of a box is written down by the activities; here stands only what it decides by.
import { CancellationScope, condition, getExternalWorkflowHandle, isCancellation, log } from '@temporalio/workflow';
import type { GroupMember, GroupRound, GroupStop } from '../contract/group.ts';
import { nextMove } from './group-strategy.ts';
import { callAwaitMemberEnd, callEndGroupRound, callStartGroupMember } from './proxies.ts';

/** Ends when every box that was started has ended. A cancel starts no more and cancels the runs that are at work. */
export async function boxGroup(round: GroupRound): Promise<void> {
  const starting = new Set<number>();
  const running = new Map<number, { workflow_id: string; execution_id: string }>();
  const ended = new Map<number, string>();
  const soFar: { stop: GroupStop | null; isCancelling: boolean; changes: number } = {
    stop: null,
    isCancelling: false,
    changes: 0,
  };

  /** Brings one box to its end, whatever becomes of the round: a run that began is never left unwatched. */
  async function bring(member: GroupMember): Promise<void> {
    starting.add(member.n);
    const outcome = await CancellationScope.nonCancellable(() => runOf(member)).catch((error: unknown) => {
      log.warn('what became of a box is not known', { workflow_id: member.workflow_id, error: String(error) });
      return 'failed';
    });
    starting.delete(member.n);
    running.delete(member.n);
    ended.set(member.n, outcome);
    soFar.changes += 1;
  }

  async function runOf(member: GroupMember): Promise<string> {
    const started = await callStartGroupMember({ ...member, group_id: round.group_id, round: round.round });
    if (started.kind === 'refused') return 'refused';
    const run = { workflow_id: member.workflow_id, execution_id: started.execution_id };
    starting.delete(member.n);
    running.set(member.n, run);
    soFar.changes += 1;
    if (soFar.isCancelling) void cancelRun(run);
    return callAwaitMemberEnd(member.n, run);
  }

  function cancelRuns(): void {
    soFar.isCancelling = true;
    for (const run of running.values()) void cancelRun(run);
  }

  async function goOn(): Promise<void> {
    for (;;) {
      const move = nextMove(round, { starting, running: new Set(running.keys()), ended });
      if (move.stop && !soFar.stop && round.strategy.cancel_others) cancelRuns();
      soFar.stop ??= move.stop;
      for (const n of move.start) {
        const member = round.members.find((one) => one.n === n);
        if (member) void bring(member);
      }
      if (starting.size + running.size === 0) return;
      const seen = soFar.changes;
      await condition(() => soFar.changes > seen);
    }
  }

  const end = () =>
    CancellationScope.nonCancellable(() =>
      callEndGroupRound({ group_id: round.group_id, round: round.round, stop: soFar.stop }),
    );

  try {
    await goOn();
  } catch (error) {
    if (!isCancellation(error)) throw error;
    cancelRuns();
    soFar.stop ??= { code: 'cancelled', n: null };
    await CancellationScope.nonCancellable(() => condition(() => starting.size + running.size === 0));
    await end();
    throw error;
  }
  await end();
}

/** One that has ended by itself meanwhile is as good. */
const cancelRun = ({ workflow_id, execution_id }: { workflow_id: string; execution_id: string }): Promise<void> =>
  CancellationScope.nonCancellable(() => getExternalWorkflowHandle(workflow_id, execution_id).cancel()).catch(
    (error: unknown) => log.info('a run had ended before its cancel', { workflow_id, error: String(error) }),
  );
