// /api/v1/schedules: runs that start by themselves.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { ScheduleRow } from '../../adapters/store/store.ts';
import { createSchedules } from '../../adapters/temporal/schedules.ts';
import { runSecretPrefix, scheduleSecretsId } from '../../contract/ids.ts';
import type { JsonObject } from '../../contract/json.ts';
import { countSchema, jsonSchema, timeSchema } from '../../contract/run-state-schema.ts';
import { overlapPolicies, scheduleFields, type ScheduleTimes, scheduleTimesSchema } from '../../contract/schedule.ts';
import { recordChange } from '../audit.ts';
import { callerName, callerOf } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { templateStartBody, templateStartSchema } from '../start-template.ts';
import { startBodySchema, validateRun } from '../validate-run.ts';
import { word } from './schemas.ts';

const tag = 'schedules';
const PREVIEW = 5;
/** What the start of a schedule is refused with. */
const OF_START = [
  'template_not_found',
  'template_version_not_found',
  'unknown_action',
  'reboot_impossible',
  'temporal_unavailable',
  'provider_unavailable',
] as const;
const MAX_BACKFILL_DAYS = 366;

const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
  error: 'must be of small letters, digits and dashes, 63 at most',
});
const params = z.object({ schedule_id: idSchema });
const bodyFields = z.strictObject({
  ...scheduleFields,
  start: startBodySchema.omit({ workflow_id: true }).optional(),
  from_template: templateStartSchema.omit({ workflow_id: true }).extend({ id: word() }).optional(),
});
type Body = z.output<typeof bodyFields>;
const hasOneStart = ({ start, from_template }: Pick<Body, 'start' | 'from_template'>): boolean =>
  (start === undefined) !== (from_template === undefined);
const ONE_START = { error: 'must have exactly one of start and from_template' };
const bodySchema = bodyFields.refine(hasOneStart, ONE_START).meta({
  id: 'ScheduleBody',
  description: 'When, and what each time starts: exactly one of `start` and `from_template` (the version of now)',
});
const newBodySchema = bodyFields
  .extend({ schedule_id: idSchema.optional() })
  .refine(hasOneStart, ONE_START)
  .meta({ id: 'NewSchedule' });

const scheduleSchema = z
  .object({
    schedule_id: z.string(),
    ...scheduleFields,
    overlap_text: z.string(),
    start: z.record(z.string(), jsonSchema),
    instance_key: z.string(),
    created_at: timeSchema,
    created_by: z.string(),
    updated_at: timeSchema,
    state: z.enum(['active', 'paused', 'over', 'gone']).meta({
      description: 'over: no time is left. gone: Temporal does not know it (a restored back-up); resume makes it anew',
    }),
    state_note: z.string().nullable(),
    next: z.array(timeSchema),
    recent: z.array(z.object({ scheduled_at: timeSchema, taken_at: timeSchema, workflow_id: z.string() })),
    taken: countSchema,
    missed: countSchema,
    skipped: countSchema,
  })
  .meta({ id: 'Schedule', description: 'A schedule with its next times, and what it has started last' });

export function scheduleRoutes(deps: ApiDependencies): Route[] {
  const schedules = createSchedules(deps.client, deps.taskQueue);

  async function found(id: string): Promise<ScheduleRow> {
    const row = await deps.store.schedules.find(id);
    if (row) return row;
    throw bringupError('schedule_not_found', `There is no schedule ${id}.`, { schedule_id: id });
  }

  async function shown(row: ScheduleRow): Promise<z.infer<typeof scheduleSchema>> {
    const now = await schedules.look(row.id);
    const { id, fields, start, definition, created_at, created_by, updated_at } = row;
    const nothing = { next: [], recent: [], taken: 0, missed: 0, skipped: 0, state_note: null };
    const state = now === null ? 'gone' : now.paused ? 'paused' : now.next.length > 0 ? 'active' : 'over';
    const { paused: _paused, ...facts } = now ?? { paused: false, ...nothing };
    return {
      schedule_id: id,
      ...fields,
      overlap_text: overlapPolicies[fields.overlap],
      start,
      instance_key: definition.instance.key,
      created_at,
      created_by,
      updated_at,
      state,
      ...facts,
    };
  }

  /** Checks the start as a start is checked, and freezes it; secrets that came with it are kept for as long as the schedule. */
  async function save(
    id: string,
    { start: given, from_template, ...fields }: Body,
    by: Pick<ScheduleRow, 'created_at' | 'created_by'> & Partial<Pick<ScheduleRow, 'fields'>>,
  ) {
    const isNewTime = isOnceAnew(fields.times, by.fields?.times);
    const secretsId = scheduleSecretsId(id);
    const start = from_template ? await templateStart(from_template) : given;
    const body = { step_delay: 0, ...start, workflow_id: secretsId } as JsonObject;
    const { definition, secrets } = await validateRun(deps, body);
    await deps.secrets.removeAll(runSecretPrefix(secretsId));
    for (const { ref, value } of secrets) await deps.secrets.put(ref, value);
    const steps = definition.steps.map(({ action, label, given }) => ({ ...given, action, label }));
    const row: ScheduleRow = {
      id,
      fields,
      start: { ...start, steps } as JsonObject,
      definition,
      created_at: by.created_at,
      created_by: by.created_by,
      updated_at: new Date().toISOString(),
    };
    await schedules.put(row);
    await deps.store.schedules.put(row);
    if (isNewTime) await schedules.startLate(row);
    return shown(row);
  }

  const templateStart = ({ id, ...start }: NonNullable<Body['from_template']>) => templateStartBody(deps, id, start);

  return [
    route({
      method: 'get',
      path: '/api/v1/schedules',
      id: 'listSchedules',
      tag,
      summary: 'All schedules, oldest first',
      scope: 'read',
      answers: { 200: { description: 'All schedules', schema: z.object({ items: z.array(scheduleSchema) }) } },
      handle: async () => ({ items: await Promise.all((await deps.store.schedules.list()).map(shown)) }),
    }),
    route({
      method: 'post',
      path: '/api/v1/schedules',
      id: 'createSchedule',
      tag,
      summary: 'Start a run by cron in a time zone, or once at a time',
      scope: 'run',
      body: newBodySchema,
      answers: { 201: { description: 'It is made', schema: scheduleSchema } },
      failures: ['schedule_exists', ...OF_START],
      async handle({ body: { schedule_id: id = randomUUID(), ...body }, response }) {
        if (await deps.store.schedules.find(id)) {
          throw bringupError('schedule_exists', `There is a schedule ${id} already.`, { schedule_id: id });
        }
        const by = { created_at: new Date().toISOString(), created_by: callerName(callerOf(response)) };
        const made = await save(id, body, by);
        recordChange(response, { after: { schedule_id: id, name: made.name, times: made.times } });
        return made;
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/schedules/{schedule_id}',
      id: 'getSchedule',
      tag,
      summary: 'One schedule',
      scope: 'read',
      params,
      answers: { 200: { description: 'The schedule', schema: scheduleSchema } },
      failures: ['schedule_not_found'],
      handle: async ({ params: { schedule_id } }) => shown(await found(schedule_id)),
    }),
    route({
      method: 'put',
      path: '/api/v1/schedules/{schedule_id}',
      id: 'changeSchedule',
      tag,
      summary: 'Change a schedule; whether it is paused stays as it is',
      scope: 'run',
      params,
      body: bodySchema,
      answers: { 200: { description: 'It is changed', schema: scheduleSchema } },
      failures: ['schedule_not_found', ...OF_START],
      async handle({ params: { schedule_id }, body, response }) {
        const before = await found(schedule_id);
        const changed = await save(schedule_id, body, before);
        recordChange(response, { before: { ...before.fields }, after: { name: changed.name, times: changed.times } });
        return changed;
      },
    }),
    route({
      method: 'delete',
      path: '/api/v1/schedules/{schedule_id}',
      id: 'deleteSchedule',
      tag,
      summary: 'Remove a schedule; runs that it has started go on and stay',
      scope: 'run',
      params,
      answers: { 204: { description: 'It is gone' } },
      failures: ['schedule_not_found', 'temporal_unavailable'],
      async handle({ params: { schedule_id }, response }) {
        const { fields } = await found(schedule_id);
        await schedules.remove(schedule_id);
        await deps.store.schedules.remove(schedule_id);
        await deps.secrets.removeAll(runSecretPrefix(scheduleSecretsId(schedule_id)));
        recordChange(response, { before: { ...fields } });
      },
    }),
    ...(['pause', 'resume'] as const).map((verb) =>
      route({
        method: 'post',
        path: `/api/v1/schedules/{schedule_id}/${verb}`,
        id: `${verb}Schedule`,
        tag,
        summary: verb === 'pause' ? 'Start nothing until somebody says go on' : 'Go on after a pause',
        scope: 'run',
        params,
        body: z.strictObject({ note: word(500).optional() }),
        answers: { 200: { description: 'The schedule as it is now', schema: scheduleSchema } },
        failures: ['schedule_not_found', 'temporal_unavailable'],
        async handle({ params: { schedule_id }, body: { note }, response }) {
          const row = await found(schedule_id);
          const who = callerName(callerOf(response));
          const why = note ?? `${verb === 'pause' ? 'Paused' : 'Resumed'} by ${who}`;
          // Restored from a back-up, or removed by a hand in the Temporal Web UI: it is made anew.
          if ((await schedules.look(schedule_id)) === null) await schedules.put(row, { note: why });
          await schedules[verb](schedule_id, why);
          return shown(row);
        },
      }),
    ),
    route({
      method: 'post',
      path: '/api/v1/schedules/{schedule_id}/run-now',
      id: 'runScheduleNow',
      tag,
      summary: 'Start it now, whatever its times are; after the one at work, if there is one',
      scope: 'run',
      starts: true,
      params,
      answers: { 202: { description: 'Asked for; `recent` names the run', schema: scheduleSchema } },
      failures: ['schedule_not_found', 'temporal_unavailable'],
      async handle({ params: { schedule_id } }) {
        const row = await found(schedule_id);
        await schedules.trigger(schedule_id);
        return shown(row);
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/schedules/{schedule_id}/skip-next',
      id: 'skipNextTime',
      tag,
      summary: 'Leave the next time out',
      scope: 'run',
      params,
      answers: { 200: { description: 'The schedule as it is now', schema: scheduleSchema } },
      failures: ['schedule_not_found', 'schedule_over', 'temporal_unavailable'],
      async handle({ params: { schedule_id }, response }) {
        const row = await found(schedule_id);
        const skipped = await schedules.skipNext(schedule_id);
        if (skipped === null) {
          throw bringupError('schedule_over', `The schedule ${schedule_id} has no next time.`, { schedule_id });
        }
        recordChange(response, { after: { skipped } });
        return shown(row);
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/schedules/{schedule_id}/backfill',
      id: 'backfillSchedule',
      tag,
      summary: 'Start it once for each of its times between two moments that have passed, one after the other',
      scope: 'run',
      starts: true,
      params,
      body: z.strictObject({ from: timeSchema, to: timeSchema }),
      answers: { 202: { description: 'Asked for', schema: scheduleSchema } },
      failures: ['schedule_not_found', 'temporal_unavailable'],
      async handle({ params: { schedule_id }, body, response }) {
        const row = await found(schedule_id);
        const [from, to] = [new Date(body.from), new Date(body.to)];
        checkRange(from, to);
        await schedules.backfill(schedule_id, from, to);
        recordChange(response, { after: body });
        return shown(row);
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/schedule-times',
      id: 'previewSchedule',
      tag,
      summary: 'The next five times of a cron expression in a time zone, as Temporal counts them',
      scope: 'read',
      body: z.strictObject({ times: scheduleTimesSchema, from: timeSchema.optional() }),
      answers: { 200: { description: 'The times', schema: z.object({ next: z.array(timeSchema) }) } },
      failures: ['temporal_unavailable'],
      handle: async ({ body: { times, from } }) => ({
        next: await schedules.preview(times, from === undefined ? new Date() : new Date(from), PREVIEW),
      }),
    }),
  ];
}

/** Whether it is to start once, at a time that it did not have before. Throws input_invalid for one that has passed. */
function isOnceAnew(times: ScheduleTimes, before: ScheduleTimes | undefined): boolean {
  if (!('at' in times) || (before && 'at' in before && before.at === times.at)) return false;
  if (Date.parse(times.at) > Date.now()) return true;
  throw bringupError('input_invalid', 'times.at: must be in the future.', { field: 'times.at' });
}

function checkRange(from: Date, to: Date): void {
  const days = (to.getTime() - from.getTime()) / 86_400_000;
  if (days > 0 && days <= MAX_BACKFILL_DAYS && to.getTime() <= Date.now()) return;
  const message = `from and to: must be in the past, from before to, and at most ${MAX_BACKFILL_DAYS} days apart.`;
  throw bringupError('input_invalid', message, { field: 'from' });
}
