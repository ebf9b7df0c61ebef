import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { type MemberState, type Standing, STANDINGS, standingOf } from '../../contract/group-standing.ts';
import { type GroupStop, type GroupStrategy } from '../../contract/group.ts';
import type { RunDefinition } from '../../contract/run-definition.ts';
import { type Database, query, type Statements } from './database.ts';
import { toRun } from './runs.ts';
import type { GroupMemberRow, GroupRow, MemberReason, NewMember, Store } from './store.ts';
import { isObject, type OnBrokenRow, parseColumn, readable } from './stored-json.ts';
import type { GroupMembersTable, GroupsTable } from './tables.ts';

const all = query.selectFrom('groups').selectAll();
const members = query.selectFrom('group_members').selectAll();
const setMembers = (id: string) => query.updateTable('group_members').where('group_id', '=', id);
/** A round that is at work. */
const setRound = (id: string, round: number) =>
  query.updateTable('groups').where('id', '=', id).where('round', '=', round);

/** Groups and what became of each of their boxes (group-members.ts). */
export function createGroups(db: Database, onBroken: OnBrokenRow): Store['groups'] {
  return {
    begin: (group, first) =>
      db.transaction(async (within) => {
        const insert = query.insertInto('groups').values({ ...fromGroup(group), begun: 0 });
        if ((await within.run(insert.onConflict((conflict) => conflict.doNothing()))) === 0) return false;
        for (const member of first) {
          await within.run(query.insertInto('group_members').values(fromMember(group.id, member)));
        }
        return true;
      }),
    beginRound: (id, round, startedAt, again) =>
      db.transaction(async (within) => {
        const begun = { round: round + 1, round_started_at: startedAt, begun: 0, stopped: null, ended_at: null };
        const changed = await within.run(setRound(id, round).set(begun).where('ended_at', 'is not', null));
        if (changed === 0) return false;
        for (const member of again) {
          const waiting = { state: 'waiting', reason: null, definition: JSON.stringify(member.definition) };
          await within.run(setMembers(id).set(waiting).where('n', '=', member.n));
        }
        return true;
      }),
    begun: async (id, round) => void (await db.run(setRound(id, round).set({ begun: 1 }))),
    forget: (id) =>
      db.transaction(async (within) => {
        await within.run(query.deleteFrom('group_members').where('group_id', '=', id));
        await within.run(query.deleteFrom('groups').where('id', '=', id));
      }),
    refused: async (id, n, reason) => {
      const refused = setMembers(id).set({ state: 'refused', reason: JSON.stringify(reason) });
      // A run that somebody has started meanwhile is more than a refusal.
      await db.run(refused.where('n', '=', n).where('state', '=', 'waiting'));
    },
    endRound: (id, round, { at, stop, reason }) =>
      db.transaction(async (within) => {
        const ended = { ended_at: at, stopped: stop && JSON.stringify(stop), begun: 1 };
        if ((await within.run(setRound(id, round).set(ended).where('ended_at', 'is', null))) === 0) return false;
        await notStarted(within, id, reason);
        return true;
      }),
    find: async (id) => {
      const row = await db.first(all.where('id', '=', id));
      return row && toGroup(row);
    },
    members: async (id) => (await db.all(members.where('group_id', '=', id).orderBy('n'))).map(toMember),
    member: async (id, n) => {
      const row = await db.first(members.where('group_id', '=', id).where('n', '=', n));
      return row && toMember(row);
    },
    runs: async (id) => {
      const ids = query.selectFrom('group_members').select('workflow_id').where('group_id', '=', id);
      const rows = query.selectFrom('runs').selectAll().where('workflow_id', 'in', ids);
      const newestLast = await db.all(rows.orderBy('started_at').orderBy('id'));
      return readable([...new Map(newestLast.map((row) => [row.workflow_id, row])).values()], toRun, onBroken);
    },
    list: async (limit, after) => {
      const rows = await db.all(groupsPage(limit, after));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const counts = await countsOf(
        db,
        page.map(({ id }) => id),
      );
      return {
        rows: page.map((row) => ({ group: toGroup(row), counts: counts.get(row.id) ?? nothing() })),
        more: rows.length > limit && last ? { created_at: last.created_at, id: last.id } : null,
      };
    },
  };
}

/** A box whose run had ended in an earlier round stays as that left it. */
async function notStarted(db: Statements, id: string, reason: MemberReason): Promise<void> {
  const why = JSON.stringify(reason);
  const waiting = setMembers(id).where('state', '=', 'waiting');
  await db.run(waiting.set({ state: 'not_started', reason: why }).where('execution_id', 'is', null));
  await db.run(waiting.set({ state: 'started', reason: why, definition: null }).where('execution_id', 'is not', null));
}

function groupsPage(limit: number, after: { created_at: string; id: string } | null) {
  const page = all
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  return after ? page.where(sql<boolean>`(created_at, id) < (${after.created_at}, ${after.id})`) : page;
}

const nothing = (): Record<Standing, number> =>
  Object.fromEntries(STANDINGS.map((word) => [word, 0])) as Record<Standing, number>;

async function countsOf(db: Database, ids: string[]): Promise<Map<string, Record<Standing, number>>> {
  const found = new Map(ids.map((id) => [id, nothing()]));
  if (ids.length === 0) return found;
  const counted = query
    .selectFrom('group_members')
    .select((row) => ['group_id', 'state', 'outcome', row.fn.countAll<number>().as('boxes')])
    .where('group_id', 'in', ids)
    .groupBy(['group_id', 'state', 'outcome']);
  for (const { group_id, state, outcome, boxes } of await db.all(counted)) {
    const counts = found.get(group_id);
    // The table has only what this file has written.
    if (counts) counts[standingOf({ state: state as MemberState, outcome })] += Number(boxes);
  }
  return found;
}

const fromGroup = ({ template, steps, strategy, ...row }: Omit<GroupRow, 'begun' | 'stopped' | 'ended_at'>) => ({
  ...row,
  template: template && JSON.stringify(template),
  steps: JSON.stringify(steps),
  strategy: JSON.stringify(strategy),
});

const fromMember = (groupId: string, { n, name, definition }: NewMember) => ({
  group_id: groupId,
  n,
  name,
  ssh_connection: definition.ssh_connection,
  instance_key: definition.instance.key,
  workflow_id: definition.workflow_id,
  state: 'waiting',
  definition: JSON.stringify(definition),
});

function toGroup({ template, steps, strategy, begun, stopped, ...row }: Selectable<GroupsTable>): GroupRow {
  const where = `group ${row.id}`;
  return {
    ...row,
    template: template === null ? null : parseColumn<GroupRow['template']>(template, `${where}: template`, isObject),
    steps: parseColumn<GroupRow['steps']>(steps, `${where}: steps`, Array.isArray),
    strategy: parseColumn<GroupStrategy>(strategy, `${where}: strategy`, isObject),
    begun: begun === 1,
    stopped: stopped === null ? null : parseColumn<GroupStop>(stopped, `${where}: stopped`, isObject),
  };
}

function toMember({ state, reason, definition, ...row }: Selectable<GroupMembersTable>): GroupMemberRow {
  const where = `group ${row.group_id}, box ${row.n}`;
  return {
    ...row,
    state: state as MemberState,
    reason: reason === null ? null : parseColumn<MemberReason>(reason, `${where}: reason`, isObject),
    definition: definition === null ? null : parseColumn<RunDefinition>(definition, `${where}: definition`, isObject),
  };
}
