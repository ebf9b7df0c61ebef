// /api/v1/instances: the boxes that had a run.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { createPrices } from '../../adapters/providers/prices.ts';
import type { InstanceRow } from '../../adapters/store/store.ts';
import { runItemSchema } from '../../contract/run-list.ts';
import { countSchema, portSchema, timeSchema } from '../../contract/run-state-schema.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { lastReach } from '../last-reach.ts';
import { type Route, route } from '../route.ts';
import { itemOfRow } from '../run-item.ts';
import { PAGE, pageOf, pageQuery, readCursor, toCursor, word } from './schemas.ts';

const tag = 'instances';

const instanceSchema = z
  .object({
    key: z.string(),
    user: z.string(),
    host: z.string(),
    port: portSchema,
    practice: z.boolean(),
    vast_id: z.string().nullable(),
    runs: countSchema,
    active_run: z.string().nullable().meta({ description: 'workflow_id of the run that is at work on it' }),
    last_run: runItemSchema,
  })
  .meta({ id: 'Instance', description: 'A box, with the run that was started on it last' });

const detailsSchema = instanceSchema
  .extend({
    last_reach: z
      .object({ state: z.enum(['answered', 'silent']), at: timeSchema, reason: z.string().nullable() })
      .nullable()
      .meta({
        description:
          'Whether it answered when its newest run last needed it: heard at `at`, or silent since then; null where no attempt tells',
      }),
    held_by: z
      .object({
        run: z.string(),
        ours: z.boolean(),
        at_work: z.boolean().nullable().meta({ description: 'Null where that was not seen' }),
        seen_at: timeSchema,
      })
      .nullable()
      .meta({
        description:
          'Who holds the box, as last seen: our run at work, or whoever its newest run was refused for; else null',
      }),
    price: z
      .object({ dollars_per_hour: z.number().nonnegative(), asked_at: timeSchema })
      .nullable()
      .meta({ description: 'What it costs an hour, as Vast said at `asked_at`; null where nobody says it' }),
  })
  .meta({
    id: 'InstanceDetails',
    description: 'A box, with what was last seen of it; its host keys are under /host-keys',
  });

export function instanceRoutes(deps: ApiDependencies): Route[] {
  const prices = createPrices(deps.vast);
  const toInstance = ({ run, runs }: InstanceRow): z.infer<typeof instanceSchema> => {
    const { key, user, host, port, practice, vast_id } = run.definition.instance;
    const last_run = itemOfRow(deps, run);
    // A box has one run at a time, so only its newest can be at work.
    const active_run = run.ended_at === null ? run.workflow_id : null;
    return { key, user, host, port, practice, vast_id: vast_id ?? null, runs, active_run, last_run };
  };
  const toDetails = async (row: InstanceRow): Promise<z.infer<typeof detailsSchema>> => {
    const { execution_id, definition } = row.run;
    const [attempts, price] = await Promise.all([
      execution_id === null ? [] : deps.store.attempts.allOfExecution(execution_id),
      prices.of(definition.instance.vast_id ?? definition.instance_id ?? null),
    ]);
    return { ...toInstance(row), last_reach: lastReach(attempts), held_by: holderOf(row), price };
  };
  return [
    route({
      method: 'get',
      path: '/api/v1/instances',
      id: 'listInstances',
      tag,
      summary: 'Boxes that had a run, the one with the newest run first',
      scope: 'read',
      query: pageQuery,
      answers: { 200: { description: 'A page of boxes', schema: pageOf(instanceSchema) } },
      async handle({ query: { limit = PAGE, cursor } }) {
        const { rows, more } = await deps.store.runs.instances(limit, readCursor(z.int(), cursor));
        return { items: rows.map(toInstance), next_cursor: more === null ? null : toCursor(more) };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/instances/{key}',
      id: 'getInstance',
      tag,
      summary: 'One box',
      scope: 'read',
      params: z.object({ key: word(300) }),
      answers: { 200: { description: 'The box', schema: detailsSchema } },
      failures: ['instance_not_found'],
      async handle({ params: { key } }) {
        const { rows } = await deps.store.runs.instances(1, null, key);
        const [row] = rows;
        if (!row) throw bringupError('instance_not_found', `No box ${key} had a run here.`, { key });
        return toDetails(row);
      },
    }),
  ];
}

/** Our own run holds it for as long as it is at work; of others only a refusal tells. */
function holderOf({ run: { ended_at, workflow_id, state } }: InstanceRow) {
  if (ended_at === null) return { run: workflow_id, ours: true, at_work: null, seen_at: new Date().toISOString() };
  if (state?.failure?.code !== 'box_locked') return null;
  const { holder, works } = state.failure.facts;
  if (typeof holder !== 'string') return null;
  return { run: holder, ours: false, at_work: typeof works === 'boolean' ? works : null, seen_at: ended_at };
}
