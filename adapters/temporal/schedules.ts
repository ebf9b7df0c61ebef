// Schedules as Temporal keeps them: when something starts next is its to know, also what it has missed.
import { randomUUID } from 'node:crypto';
import {
  type CalendarSpec,
  type Client,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type ScheduleDescription,
  type ScheduleSpec,
} from '@temporalio/client';
import type { ScheduledStart } from '../../contract/activities.ts';
import { SCHEDULE_PREFIX, scheduleTemporalId } from '../../contract/ids.ts';
import { WorkflowType } from '../../contract/messages.ts';
import type { Overlap, ScheduleFields, ScheduleTimes } from '../../contract/schedule.ts';
import { bringupError } from '../errors.ts';
import type { ScheduleRow } from '../store/store.ts';

interface ScheduleNow {
  paused: boolean;
  /** Why it is paused, or was made to go on. */
  state_note: string | null;
  /** The next times, five at most, UTC. */
  next: string[];
  /** What it has started last, newest last: when it was meant to, when it did, the run's id. */
  recent: { scheduled_at: string; taken_at: string; workflow_id: string }[];
  taken: number;
  /** Times that were left out because Temporal was away for longer than they may be late. */
  missed: number;
  /** Times that were left out because the run before was still at work. */
  skipped: number;
}

interface Schedules {
  /** Makes it, or changes the one that is there; whether it is paused stays as it is. Throws input_invalid for times that Temporal does not take. */
  put(row: ScheduleRow, paused?: { note: string }): Promise<void>;
  /** Starts one whose only time had passed by the moment at which Temporal got it: that would leave it out. */
  startLate(row: ScheduleRow): Promise<void>;
  /** Null where Temporal has none of this id. */
  look(id: string): Promise<ScheduleNow | null>;
  pause(id: string, note: string): Promise<void>;
  resume(id: string, note: string): Promise<void>;
  /** Starts it now, whatever its times are. */
  trigger(id: string): Promise<void>;
  /** Starts it once for each of its times in between, one after the other. */
  backfill(id: string, from: Date, to: Date): Promise<void>;
  /** Leaves its next time out and gives that; null where there is none. */
  skipNext(id: string): Promise<string | null>;
  remove(id: string): Promise<void>;
  /** The first times from then on, `count` at most. */
  preview(times: ScheduleTimes, from: Date, count: number): Promise<string[]>;
}

const overlaps: Record<Overlap, ScheduleOverlapPolicy> = {
  skip: ScheduleOverlapPolicy.SKIP,
  wait_one: ScheduleOverlapPolicy.BUFFER_ONE,
  wait_all: ScheduleOverlapPolicy.BUFFER_ALL,
  cancel_running: ScheduleOverlapPolicy.CANCEL_OTHER,
};

const NEXT = 5;

export function createSchedules(client: Client, taskQueue: string): Schedules {
  const handle = (id: string) => client.schedule.getHandle(scheduleTemporalId(id));

  return {
    async put(row, paused) {
      const options = optionsOf(row, taskQueue);
      await refused(async () => {
        if (await known(() => handle(row.id).describe())) {
          await handle(row.id).update(({ state: { paused: isPaused, note } }) => ({
            ...options,
            state: { paused: isPaused, ...(note ? { note } : {}), ...onceOnly(row.fields) },
          }));
          return;
        }
        const state = paused ? { paused: true, note: paused.note } : onceOnly(row.fields);
        await client.schedule.create({ scheduleId: scheduleTemporalId(row.id), ...options, state });
      });
    },
    async startLate({ id, fields: { times, overlap } }) {
      if (!('at' in times)) return;
      const { state, info } = await handle(id).describe();
      const time = secondOf(times.at);
      if (state.paused || time > (info.lastUpdatedAt ?? info.createdAt)) return;
      await handle(id).backfill({ start: time, end: time, overlap: overlaps[overlap] });
    },
    async look(id) {
      const found = await known(() => handle(id).describe());
      return found && toNow(found);
    },
    pause: (id, note) => handle(id).pause(note),
    resume: (id, note) => handle(id).unpause(note),
    trigger: (id) => handle(id).trigger(ScheduleOverlapPolicy.BUFFER_ONE),
    backfill: (id, from, to) =>
      handle(id).backfill({ start: from, end: to, overlap: ScheduleOverlapPolicy.BUFFER_ALL }),
    async skipNext(id) {
      const { info, spec } = await handle(id).describe();
      const [next] = info.nextActionTimes;
      if (!next) return null;
      const exact = calendarOf(next, spec.timezone ?? 'UTC');
      await handle(id).update((before) => ({
        ...before,
        spec: { ...before.spec, skip: [...(before.spec.skip ?? []), exact] },
      }));
      return next.toISOString();
    },
    async remove(id) {
      await known(() => handle(id).delete());
    },
    async preview(times, from, count) {
      const scheduleId = scheduleTemporalId(`preview-${randomUUID()}`);
      // Temporal itself counts: what is shown is what will be. It never starts anything and is gone at once.
      const made = await refused(() =>
        client.schedule.create({
          scheduleId,
          spec: specOf(times),
          action: { type: 'startWorkflow', workflowType: WorkflowType.scheduledRun, taskQueue, args: [] },
          state: { paused: true, note: 'Only to count the times of one that somebody writes' },
        }),
      );
      try {
        return await firstTimes(client, scheduleId, from, count);
      } finally {
        await made.delete();
      }
    },
  };
}

/** A schedule without cron has one time, and is over after it. */
const onceOnly = ({ times }: ScheduleFields) => ('at' in times ? { remainingActions: 1 } : {});

function optionsOf({ id, fields, definition }: ScheduleRow, taskQueue: string) {
  const start: ScheduledStart = { schedule_id: id, definition, waits_for_box: fields.overlap !== 'skip' };
  return {
    spec: specOf(fields.times),
    action: {
      type: 'startWorkflow' as const,
      workflowType: WorkflowType.scheduledRun,
      // Temporal adds the time to it; what follows the prefix is the run's own id.
      workflowId: SCHEDULE_PREFIX + id,
      taskQueue,
      args: [start],
      staticSummary: `${fields.name} on ${definition.instance.key}`.slice(0, 190),
    },
    policies: { overlap: overlaps[fields.overlap], catchupWindow: fields.catch_up_s * 1000 },
  };
}

function specOf(times: ScheduleTimes): ScheduleSpec {
  if ('cron' in times) return { cronExpressions: [times.cron], timezone: times.time_zone };
  return { calendars: [calendarOf(secondOf(times.at), 'UTC')], timezone: 'UTC' };
}

/** Temporal counts in seconds: the first one that is not too early. */
const secondOf = (at: string): Date => new Date(Math.ceil(Date.parse(at) / 1000) * 1000);

/** Exactly one second, as clocks on the wall of that zone show it. */
function calendarOf(time: Date, zone: string): CalendarSpec {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  const month = MONTHS[part('month') - 1];
  if (!month) throw new Error(`no month ${part('month')}`);
  return {
    year: part('year'),
    month,
    dayOfMonth: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

function toNow({ state, info }: ScheduleDescription): ScheduleNow {
  const actions = info.recentActions.map(({ scheduledAt, takenAt, action }) => ({
    scheduled_at: scheduledAt.toISOString(),
    taken_at: takenAt.toISOString(),
    workflow_id: action.workflow.workflowId.slice(SCHEDULE_PREFIX.length),
  }));
  return {
    paused: state.paused,
    state_note: state.note || null,
    next: state.remainingActions === 0 ? [] : info.nextActionTimes.slice(0, NEXT).map((time) => time.toISOString()),
    recent: actions,
    taken: info.numActionsTaken,
    missed: info.numActionsMissedCatchupWindow,
    skipped: info.numActionsSkippedOverlap,
  };
}

/** Long enough for a yearly time, and short first: a minute's times of years would be millions. */
const LOOK_AHEAD_HOURS = [1, 24, 24 * 40, 24 * 370, 24 * 366 * 5];

async function firstTimes(client: Client, scheduleId: string, from: Date, count: number): Promise<string[]> {
  const { namespace } = client.options;
  const stamp = (ms: number) => ({ seconds: Math.floor(ms / 1000) as unknown as Long, nanos: 0 });
  let found: string[] = [];
  for (const hours of LOOK_AHEAD_HOURS) {
    const { startTime } = await client.workflowService.listScheduleMatchingTimes({
      namespace,
      scheduleId,
      startTime: stamp(from.getTime()),
      endTime: stamp(from.getTime() + hours * 3_600_000),
    });
    found = startTime.slice(0, count).map(({ seconds }) => new Date(Number(seconds) * 1000).toISOString());
    if (found.length >= count) break;
  }
  return found;
}

async function known<Result>(ask: () => Promise<Result>): Promise<Result | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

/** The SDK throws a TypeError for times that Temporal does not take: the caller's mistake, not ours. */
async function refused<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw bringupError('input_invalid', `times: ${error.message}`, { field: 'times' }, { cause: error });
  }
}
