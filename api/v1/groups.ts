// /api/v1/groups: one template on several boxes.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { GroupRow } from '../../adapters/store/store.ts';
import { type Standing, STANDINGS, standingOf } from '../../contract/group-standing.ts';
import { recordChange } from '../audit.ts';
import { callerName, callerOf } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { beginAgain, cancelGroup, settleGroup } from '../group-rounds.ts';
import { idempotencyHeaders, onceForKey } from '../idempotency.ts';
import { type Route, route } from '../route.ts';
import { itemOfRow } from '../run-item.ts';
import { retryGroup, startGroup } from '../start-group.ts';
import {
  groupItemSchema,
  groupParams,
  groupSchema,
  groupStartedSchema,
  newGroupSchema,
  retrySchema,
} from './group-schemas.ts';
import { STARTS } from './runs.ts';
import { PAGE, pageOf, pageQuery, readCursor, toCursor } from './schemas.ts';

const tag = 'groups';
const cursorSchema = z.object({ created_at: z.string(), id: z.string() });
const STARTED = {
  description: 'It is at work; GET /api/v1/groups/{group_id} tells how far',
  schema: groupStartedSchema,
};

export function groupRoutes(deps: ApiDependencies): Route[] {
  async function found(id: string): Promise<GroupRow> {
    const row = await deps.store.groups.find(id);
    if (row) return row;
    throw bringupError('group_not_found', `There is no group ${id}.`, { group_id: id });
  }

  async function shown(known: GroupRow): Promise<z.infer<typeof groupSchema>> {
    const group = await settleGroup(deps, known);
    const [members, runs] = await Promise.all([deps.store.groups.members(group.id), deps.store.groups.runs(group.id)]);
    const byId = new Map(runs.map((run) => [run.workflow_id, run]));
    const standings = members.map(standingOf);
    const counts = Object.fromEntries(
      STANDINGS.map((word) => [word, standings.filter((standing) => standing === word).length]),
    ) as Record<Standing, number>;
    return {
      ...toItem({ group, counts }),
      steps: group.steps,
      members: members.map(({ n, name, ssh_connection, instance_key, workflow_id, reason, ...member }) => {
        const run = byId.get(workflow_id);
        const standing = standingOf(member);
        return {
          n,
          name,
          ssh_connection,
          instance_key,
          workflow_id,
          standing,
          reason,
          run: run ? itemOfRow(deps, run) : null,
        };
      }),
    };
  }

  return [
    route({
      method: 'get',
      path: '/api/v1/groups',
      id: 'listGroups',
      tag,
      summary: 'Groups, newest first',
      scope: 'read',
      query: pageQuery,
      answers: { 200: { description: 'A page of groups', schema: pageOf(groupItemSchema) } },
      async handle({ query: { limit = PAGE, cursor } }) {
        const { rows, more } = await deps.store.groups.list(limit, readCursor(cursorSchema, cursor));
        const items = await Promise.all(
          rows.map(async ({ group, counts }) => toItem({ group: await settleGroup(deps, group), counts })),
        );
        return { items, next_cursor: more && toCursor(more) };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/groups',
      id: 'startGroup',
      tag,
      summary: 'Start the same steps, or a template, on several boxes; all is checked before anything starts',
      scope: 'run',
      starts: true,
      headers: idempotencyHeaders,
      body: newGroupSchema,
      answers: { 201: STARTED },
      failures: [...STARTS, 'template_not_found', 'template_version_not_found', 'group_exists'],
      handle: (call) =>
        onceForKey(
          deps,
          call,
          async (newId) => {
            const { group_id = newId, ...body } = call.body;
            await startGroup(deps, group_id, body, callerName(callerOf(call.response)));
            recordChange(call.response, { after: { group_id, name: body.name ?? null, boxes: body.boxes.length } });
            return { group_id, round: 1 };
          },
          async ({ new_id, created_at }) => {
            const row = await deps.store.groups.find(call.body.group_id ?? new_id);
            if (!row || row.created_at < created_at) return null;
            await beginAgain(deps, row);
            return { group_id: row.id, round: 1 };
          },
        ),
    }),
    route({
      method: 'get',
      path: '/api/v1/groups/{group_id}',
      id: 'getGroup',
      tag,
      summary: 'A group with each of its boxes and their runs',
      scope: 'read',
      params: groupParams,
      answers: { 200: { description: 'The group', schema: groupSchema } },
      failures: ['group_not_found'],
      handle: async ({ params: { group_id } }) => shown(await found(group_id)),
    }),
    route({
      method: 'post',
      path: '/api/v1/groups/{group_id}/cancel',
      id: 'cancelGroup',
      tag,
      summary: 'Start no more boxes of a group and cancel the runs that are at work',
      scope: 'run',
      params: groupParams,
      answers: { 202: { description: 'Asked for; the group tells when it is so', schema: groupSchema } },
      failures: ['group_not_found', 'group_ended', 'temporal_unavailable'],
      async handle({ params: { group_id } }) {
        const group = await found(group_id);
        await cancelGroup(deps, group);
        return shown(group);
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/groups/{group_id}/retry',
      id: 'retryGroup',
      tag,
      summary: 'Continue the boxes that failed where they stopped, and start those that were refused',
      scope: 'run',
      starts: true,
      params: groupParams,
      headers: idempotencyHeaders,
      body: retrySchema,
      answers: { 201: STARTED },
      failures: [
        ...STARTS,
        'group_not_found',
        'group_active',
        'group_not_retryable',
        'run_not_found',
        'run_not_continuable',
        'secret_missing',
      ],
      handle: (call) =>
        onceForKey(
          deps,
          call,
          async () => {
            const group = await found(call.params.group_id);
            const round = await retryGroup(deps, group, call.body);
            recordChange(call.response, { after: { round, not_started: call.body.not_started } });
            return { group_id: group.id, round };
          },
          async ({ created_at }) => {
            const group = await deps.store.groups.find(call.params.group_id);
            if (!group || group.round === 1 || group.round_started_at < created_at) return null;
            await beginAgain(deps, group);
            return { group_id: group.id, round: group.round };
          },
        ),
    }),
  ];
}

function toItem({
  group,
  counts,
}: {
  group: GroupRow;
  counts: Record<Standing, number>;
}): z.infer<typeof groupItemSchema> {
  const { id, name, template, strategy, round, stopped, created_at, created_by, round_started_at, ended_at } = group;
  return {
    group_id: id,
    name,
    template,
    ...strategy,
    round,
    status: ended_at === null ? 'running' : 'ended',
    boxes: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
    stopped,
    created_at,
    created_by,
    round_started_at,
    ended_at,
  };
}
