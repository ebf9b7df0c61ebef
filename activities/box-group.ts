// What a round over a group asks of the world: the start of a box's run, its end, and that both are written down.
import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { bringupError } from '../adapters/errors.ts';
import type { MemberReason } from '../adapters/store/store.ts';
import { ADMISSION_MS, admitRun, finalProblem, refusalOf } from '../adapters/temporal/admit-run.ts';
import { endOf, executionOf } from '../adapters/temporal/watch-run.ts';
import type { GroupMemberInput, GroupMemberStarted } from '../contract/activities.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
import type { Dependencies } from './dependencies.ts';
import { heartbeatWhile } from './heartbeat.ts';

type Deps = Pick<Dependencies, 'store'>;

/** Starts the run of a box, or goes on with it; where an earlier call has done so, gives that execution. */
export async function startGroupMember(
  { store }: Deps,
  { group_id, round, n, workflow_id, continues }: GroupMemberInput,
): Promise<GroupMemberStarted> {
  const { client, info } = Context.current();
  const earlier = await executionOf(client, workflow_id);
  if (earlier !== null && earlier !== continues) {
    await noteStart(store, workflow_id, earlier);
    return { kind: 'started', execution_id: earlier };
  }
  const frozen = await definitionOf(store, group_id, round, n);
  const definition = { ...frozen, start_by: new Date(Date.now() + ADMISSION_MS).toISOString() };
  const row = await rowOf(store, definition);
  try {
    const { execution_id } = await admitRun(client, info.taskQueue, definition);
    await store.runs.started(row, execution_id);
    return { kind: 'started', execution_id };
  } catch (error) {
    const reason = refused(error, workflow_id);
    if (!reason) throw error;
    await store.runs.forget(row);
    await store.groups.refused(group_id, n, reason);
    return { kind: 'refused' };
  }
}

/** Throws group_ended where nobody waits for this start any more, and group_not_found. */
async function definitionOf(store: Deps['store'], id: string, round: number, n: number): Promise<RunDefinition> {
  const [group, member] = await Promise.all([store.groups.find(id), store.groups.member(id, n)]);
  if (!group || !member) {
    throw bringupError('group_not_found', `There is no group ${id} with a box ${n}.`, { group_id: id });
  }
  if (group.round !== round || group.ended_at !== null || member.definition === null) {
    throw bringupError('group_ended', `Round ${round} of the group ${id} is over.`, { group_id: id });
  }
  return member.definition;
}

/** Of an earlier call that died before its answer, or a new one. */
async function rowOf({ runs }: Deps['store'], definition: RunDefinition): Promise<number> {
  const known = await runs.byWorkflowId(definition.workflow_id);
  const isOpen = known !== null && known.execution_id === null && known.ended_at === null;
  return isOpen ? known.id : runs.begin(definition, new Date().toISOString());
}

/** The row of a run whose starter died between its start and its note; a run of somebody else has been noted. */
async function noteStart({ runs }: Deps['store'], workflowId: string, executionId: string): Promise<void> {
  if (await runs.byExecution(executionId)) return;
  const row = await runs.byWorkflowId(workflowId);
  if (row) await runs.started(row.id, executionId);
}

/** What trying again would not change; null for all else, which is tried again. */
function refused(error: unknown, workflowId: string): MemberReason | null {
  const refusal = refusalOf(error);
  if (refusal === null) {
    const message = finalProblem(error);
    return message === null ? null : { code: 'unexpected', message };
  }
  // Accepted by a call that died before its answer: the next one finds it.
  if (refusal.kind !== 'run_active' || refusal.by === workflowId) return null;
  return { code: 'run_active', message: `The box is busy with the run ${refusal.by ?? 'of somebody else'}.` };
}

/** The box's workflow writes an end down within moments; one that was ended by hand in Temporal is written down by the API. */
const NOTE_MS = 20_000;
const LOOK_EVERY_MS = 100;

/** Waits for the end of this execution, however long, and until the store knows it; gives its outcome in a word. */
export function awaitMemberEnd({ store }: Deps, run: { workflow_id: string; execution_id: string }): Promise<string> {
  const { client, cancellationSignal } = Context.current();
  return heartbeatWhile(
    () => null,
    async () => {
      const told = await endOf(client, run, cancellationSignal);
      for (const until = Date.now() + NOTE_MS; Date.now() < until; await pause(LOOK_EVERY_MS)) {
        const row = await store.runs.byExecution(run.execution_id);
        if (row?.ended_at) return row.state?.outcome ?? told;
      }
      return told;
    },
  );
}
