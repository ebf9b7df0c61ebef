// /api/v1/instances: the boxes that had a run.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { InstanceRow } from '../../adapters/store/store.ts';
import { runItemSchema, toRunItem } from '../../contract/run-list.ts';
import { countSchema, portSchema } from '../../contract/run-state-schema.ts';
import { startingState } from '../closed-state.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
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

export function instanceRoutes(deps: ApiDependencies): Route[] {
  const toInstance = ({ run, runs }: InstanceRow): z.infer<typeof instanceSchema> => {
    const { key, user, host, port, practice, vast_id } = run.definition.instance;
    const state = run.state ?? deps.states.glance(run.workflow_id) ?? startingState(run);
    const last_run = toRunItem(state);
    // A box has one run at a time, so only its newest can be at work.
    const active_run = run.ended_at === null ? run.workflow_id : null;
    return { key, user, host, port, practice, vast_id: vast_id ?? null, runs, active_run, last_run };
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
      answers: { 200: { description: 'The box', schema: instanceSchema } },
      failures: ['instance_not_found'],
      async handle({ params: { key } }) {
        const { rows } = await deps.store.runs.instances(1, null, key);
        const [row] = rows;
        if (!row) throw bringupError('instance_not_found', `No box ${key} had a run here.`, { key });
        return toInstance(row);
      },
    }),
  ];
}
