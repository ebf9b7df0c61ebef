// What /api/v1/groups takes and gives.
import { z } from 'zod';
import { MAX_BOXES, STANDINGS } from '../../contract/group-standing.ts';
import { STOPS, strategyFields } from '../../contract/group.ts';
import { runItemSchema } from '../../contract/run-list.ts';
import { countSchema, runStateSchema, timeSchema } from '../../contract/run-state-schema.ts';
import { templateStartSchema } from '../start-template.ts';
import { startBodySchema } from '../validate-run.ts';
import { word } from './schemas.ts';

const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
  error: 'must be of small letters, digits and dashes, 63 at most',
});
export const groupParams = z.object({ group_id: idSchema });

const { ssh_connection, instance_id } = startBodySchema.shape;
const boxSchema = z
  .strictObject({
    name: word(100).optional(),
    ssh_connection: ssh_connection.optional(),
    instance_id,
  })
  .refine((box) => Boolean(box.ssh_connection ?? box.instance_id), { error: 'must have ssh_connection or instance_id' })
  .meta({ id: 'GroupBox', description: 'A box of a group: a connection, or the number of a Vast instance' });

const OF_BOX = { workflow_id: true, ssh_connection: true, instance_id: true } as const;
export const newGroupSchema = z
  .strictObject({
    group_id: idSchema.optional(),
    name: word().optional(),
    start: startBodySchema.omit(OF_BOX).optional(),
    from_template: templateStartSchema.omit(OF_BOX).extend({ id: word() }).optional(),
    boxes: z.array(boxSchema).min(1).max(MAX_BOXES),
    ...strategyFields,
  })
  .refine(({ start, from_template }) => (start === undefined) !== (from_template === undefined), {
    error: 'must have exactly one of start and from_template',
  })
  .meta({
    id: 'NewGroup',
    description: 'What each box gets (exactly one of `start` and `from_template`), which boxes, and in which order',
  });
export type NewGroup = z.output<typeof newGroupSchema>;

export const retrySchema = z
  .strictObject({
    not_started: z.boolean().default(false).meta({ description: 'Start those that were not started, too' }),
    api_key: word(500).optional().meta({ description: 'Secrets are gone with the runs that had them' }),
  })
  .meta({ id: 'GroupRetry' });

export const groupStartedSchema = z
  .object({ group_id: z.string(), round: countSchema })
  .meta({ id: 'GroupStarted', description: 'The group that was started; each retry is another round' });

const countsSchema = z
  .object(
    Object.fromEntries(STANDINGS.map((standing) => [standing, countSchema])) as Record<
      (typeof STANDINGS)[number],
      typeof countSchema
    >,
  )
  .meta({ id: 'GroupCounts', description: 'How many boxes stand how' });

const groupFields = {
  group_id: z.string(),
  name: z.string(),
  template: runStateSchema.shape.template,
  ...strategyFields,
  /** Rounds so far: the first, and one for each retry. */
  round: countSchema,
  status: z.enum(['running', 'ended']),
  boxes: countSchema,
  counts: countsSchema,
  stopped: z
    .object({ code: z.enum(STOPS), n: countSchema.nullable() })
    .nullable()
    .meta({ description: 'Why the last round started no more boxes, and by which one; null where it started all' }),
  created_at: timeSchema,
  created_by: z.string(),
  round_started_at: timeSchema,
  ended_at: timeSchema.nullable(),
} as const;

export const groupItemSchema = z.object(groupFields).meta({ id: 'GroupItem', description: 'A group in a list' });

const memberSchema = z
  .object({
    n: countSchema,
    name: z.string().nullable(),
    ssh_connection: z.string(),
    instance_key: z.string(),
    workflow_id: z.string(),
    standing: z.enum(STANDINGS),
    reason: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why it was not started, or not continued' }),
    run: runItemSchema.nullable().meta({ description: 'Its run, in its newest execution; null before there is one' }),
  })
  .meta({ id: 'GroupMember', description: 'A box of a group' });

export const groupSchema = z
  .object({
    ...groupFields,
    steps: z.array(z.object({ label: z.string(), action: z.string() })),
    members: z.array(memberSchema),
  })
  .meta({ id: 'Group', description: 'A group with each of its boxes' });
