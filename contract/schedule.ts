// Runs that start by themselves: when, what happens where the one before is still at work, and what was missed.
import { z } from 'zod';
import { timeSchema } from './run-state-schema.ts';

/** What happens when it is time and the schedule's run before is still at work, or another run holds the box. */
export const overlapPolicies = {
  skip: 'Leave this time out.',
  wait_one: 'Start when it has ended; of several times that pass meanwhile only one is kept.',
  wait_all: 'Start when it has ended, once for each time that has passed meanwhile.',
  cancel_running: 'Stop the schedule’s run that is still at work, then start. A run of anybody else is waited for.',
} as const;
const overlapSchema = z.enum(
  Object.keys(overlapPolicies) as [keyof typeof overlapPolicies, ...(keyof typeof overlapPolicies)[]],
);
export type Overlap = z.infer<typeof overlapSchema>;

const FIELD = /^[0-9A-Za-z*,/?#LW-]+$/;
/** Five fields (minute, hour, day of month, month, day of week), or @daily and the like; no seconds, no time zone inside. */
const cronSchema = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (cron) =>
      /^@(yearly|monthly|weekly|daily|hourly)$/.test(cron) ||
      (cron.split(' ').length === 5 && cron.split(' ').every((field) => FIELD.test(field))),
    {
      error:
        'must have five fields (minute hour day month weekday), or be @hourly, @daily, @weekly, @monthly or @yearly',
    },
  );

const zones: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);
const timeZoneSchema = z
  .string()
  .max(100)
  .refine((zone) => zones.has(zone), {
    error: 'must be a time zone as in Europe/Berlin (IANA), or UTC',
  });

/** Again and again by a clock on a wall somewhere, or once. */
export const scheduleTimesSchema = z
  .union([z.strictObject({ cron: cronSchema, time_zone: timeZoneSchema }), z.strictObject({ at: timeSchema })])
  .meta({
    id: 'ScheduleTimes',
    description:
      'A cron expression with its time zone, or one time in UTC. A time that a change to daylight saving leaves out is left out; one that the change back gives twice is taken once, the second time',
  });
export type ScheduleTimes = z.infer<typeof scheduleTimesSchema>;

export const scheduleFields = {
  name: z.string().min(1).max(200),
  times: scheduleTimesSchema,
  overlap: overlapSchema.default('skip'),
  /** How late a time may still be taken, in seconds, after Temporal was away. */
  catch_up_s: z.int().min(10).max(31_536_000).default(3600),
  note: z.string().max(1000).default(''),
} as const;
export type ScheduleFields = { [Field in keyof typeof scheduleFields]: z.infer<(typeof scheduleFields)[Field]> };
