// What becomes of a round when something dies on the way: between its row and Temporal, or in Temporal.
import { setTimeout as pause } from 'node:timers/promises';
import { bringupError } from '../adapters/errors.ts';
import type { GroupRow } from '../adapters/store/store.ts';
import { cancelRound, closeRound, lookAtRound, startRound } from '../adapters/temporal/group-rounds.ts';
import type { GroupMember, GroupRound } from '../contract/group.ts';
import type { ApiDependencies } from './dependencies.ts';
import { isTemporalAway, temporalAway } from './temporal-errors.ts';

/** A start that Temporal has taken is there within moments. */
const LOOK_FOR_MS = 3_000;
const LOOK_EVERY_MS = 200;
/** Temporal is not asked more often than this about a group that somebody looks at. */
const SETTLE_EVERY_MS = 10_000;
/** Whoever has begun a round is at work on its start for no longer. */
const START_MS = 15_000;

/** Has Temporal take a round whose boxes are waiting. Throws temporal_unavailable after `takeBack`, and start_unknown. */
export async function beginRound(deps: ApiDependencies, group: GroupRow, takeBack: () => Promise<void>): Promise<void> {
  try {
    await startRound(deps.client, deps.taskQueue, group.name, await roundOf(deps, group));
  } catch (error) {
    const fate = isTemporalAway(error) ? await fateOf(deps, group) : 'not_started';
    if (fate === 'unknown') throw startUnknown(group.id, error);
    if (fate === 'not_started') {
      await takeBack();
      throw isTemporalAway(error) ? temporalAway(error, 'The group could not be started') : error;
    }
  }
  await deps.store.groups.begun(group.id, group.round);
}

async function roundOf({ store }: ApiDependencies, { id, round, strategy }: GroupRow): Promise<GroupRound> {
  const rows = await store.groups.members(id);
  const members = rows
    .filter(({ state }) => state === 'waiting')
    .map(({ n, workflow_id, execution_id }): GroupMember => ({ n, workflow_id, continues: execution_id }));
  // Where the first box is done nothing has to be tried out any more.
  const canary = strategy.canary && members[0]?.n === 1;
  return { group_id: id, round, members, total: rows.length, strategy: { ...strategy, canary } };
}

async function fateOf(deps: ApiDependencies, { id, round }: GroupRow): Promise<'started' | 'not_started' | 'unknown'> {
  try {
    for (const until = Date.now() + LOOK_FOR_MS; ; await pause(LOOK_EVERY_MS)) {
      if ((await lookAtRound(deps.client, id, round)) !== 'none') return 'started';
      if (Date.now() > until) return 'not_started';
    }
  } catch (problem) {
    deps.log.warn({ err: problem, group_id: id }, 'what became of the start of a group could not be asked');
    return 'unknown';
  }
}

/** A round that a process which died had begun, where the same request comes again: it is the same round. */
export async function beginAgain(deps: ApiDependencies, group: GroupRow): Promise<void> {
  if (group.begun || group.ended_at !== null) return;
  const close = () =>
    closeRound(deps, { group_id: group.id, round: group.round, stop: { code: 'group_lost', n: null } });
  await beginRound(deps, group, close);
}

const settledAt = new Map<string, number>();

/**
 * The group as it is; one that Temporal does not know, or not any more, is over. Temporal is asked now and then only, and what it
 * does not answer changes nothing.
 */
export async function settleGroup(
  deps: ApiDependencies,
  group: GroupRow,
  { now = false }: { now?: boolean } = {},
): Promise<GroupRow> {
  const { id, round, begun, round_started_at } = group;
  if (group.ended_at !== null) return group;
  const at = performance.now();
  if (!now && at - (settledAt.get(id) ?? -Infinity) < SETTLE_EVERY_MS) return group;
  settledAt.set(id, at);
  const found = await lookAtRound(deps.client, id, round).catch((error: unknown) => {
    if (!isTemporalAway(error)) throw error;
    return 'unknown' as const;
  });
  const isStarting = !begun && Date.now() - Date.parse(round_started_at) < START_MS;
  if (found === 'unknown' || (found === 'none' && isStarting)) return group;
  if (found === 'at_work') {
    if (!begun) await deps.store.groups.begun(id, round);
    return group;
  }
  // A round that ended by itself has written that down before: then this changes nothing.
  await closeRound(deps, { group_id: id, round, stop: { code: 'group_lost', n: null } });
  settledAt.delete(id);
  return (await deps.store.groups.find(id)) ?? group;
}

/** Starts no more boxes and cancels the runs that are at work. Throws group_ended. */
export async function cancelGroup(deps: ApiDependencies, group: GroupRow): Promise<void> {
  const { id, round } = await settleGroup(deps, group, { now: true });
  const isOver = (await deps.store.groups.find(id))?.ended_at !== null;
  if (isOver || !(await cancelRound(deps.client, id, round))) {
    throw bringupError('group_ended', `The group ${id} has ended.`, { group_id: id });
  }
}

const startUnknown = (id: string, cause: unknown) =>
  bringupError(
    'start_unknown',
    `Whether the group ${id} was started is not known: the start was sent to Temporal, which gave no answer.`,
    { group_id: id },
    { cause },
  );
