// What the event streams of /api/v1 say. Each event is one line of JSON; unknown events and fields are to be ignored.
import { z } from 'zod';
import { runItemSchema } from './run-list.ts';
import { countSchema, outcomeSchema, runStateSchema, timeSchema } from './run-state-schema.ts';

/** When the bytes of a part came. */
export const logTimesSchema = z
  .array(z.object({ offset: countSchema, at: timeSchema }))
  .meta({ description: 'With `times`: the bytes from `offset` on reached Bringup at `at`, or up to 100 ms later' });

/** A piece of a log; the event's id is `next_offset`. */
export const logEventSchema = z
  .object({ offset: countSchema, next_offset: countSchema, text: z.string(), times: logTimesSchema.optional() })
  .meta({ id: 'LogEvent', description: 'A piece of a log; it begins where the one before has ended' });

/** The last event of a log. */
export const logEndSchema = z
  .object({ offset: countSchema })
  .meta({ id: 'LogEnd', description: 'No more bytes will come; offset is the size of the log' });

/** The last event of a run. */
export const runEndSchema = z
  .object({ workflow_id: z.string(), execution_id: z.string(), outcome: outcomeSchema.nullable() })
  .meta({ id: 'RunEnd', description: 'The run has ended' });

/** On the line `data` stands text: JSON of the schema with that name. */
const event = <Name extends string>(name: Name, data: z.ZodType) => {
  const contentSchema = { $ref: `#/components/schemas/${data.meta()?.id ?? ''}` };
  const override = ({ jsonSchema }: { jsonSchema: object }) =>
    void Object.assign(jsonSchema, { contentMediaType: 'application/json', contentSchema });
  return z.object({ id: z.string().optional(), event: z.literal(name), data: z.string().meta({ override }) });
};

/** One event of each stream, for the document. */
export const runEventsSchema = z.union([event('state', runStateSchema), event('end', runEndSchema)]);
const checkSchema = z.object({
  ok: z.boolean(),
  message: z.string(),
  since: timeSchema
    .nullable()
    .meta({ description: 'Since when this server has found it so, without a break; null while nothing is wrong' }),
});
/** What a start needs, each by its name. */
export const checksSchema = z.object({ store: checkSchema, temporal: checkSchema, worker: checkSchema });
export type Checks = z.infer<typeof checksSchema>;

/** Comes at first and every 10 s, so that a client finds out that a connection is dead, and what Bringup itself lacks. */
export const aliveSchema = z
  .object({ at: timeSchema, checks: checksSchema })
  .meta({ id: 'Alive', description: 'The connection is there; whether a start would work' });
export const listEventsSchema = z.union([
  event('run', runItemSchema),
  event('state', runStateSchema),
  event('alive', aliveSchema),
]);
export const logEventsSchema = z.union([event('log', logEventSchema), event('end', logEndSchema)]);
