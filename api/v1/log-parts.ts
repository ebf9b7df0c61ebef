// A part of a log as it is answered: with the number of its first line, and with what else was asked for.
import { z } from 'zod';
import { createLineIndex } from '../../adapters/store/line-index.ts';
import { type LogPart, readPart, readTail } from '../../adapters/store/read-logs.ts';
import { readTaskPart, readTaskTail, type TaskPart } from '../../adapters/store/task-log.ts';
import { createTimeMarkReader, type TimeMark } from '../../adapters/store/time-marks.ts';
import { logTimesSchema } from '../../contract/events.ts';
import { countSchema } from '../../contract/run-state-schema.ts';

const lineNumber = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

export const logPartSchema = z
  .object({
    offset: countSchema.meta({ description: 'Where the text begins, in bytes' }),
    next_offset: countSchema.meta({ description: 'Where the next part begins' }),
    size: countSchema.meta({ description: 'Bytes of the whole log at this moment' }),
    ended: z.boolean().meta({ description: 'No more bytes will come' }),
    line: lineNumber.meta({ description: 'Number of the line, from 1, in which `offset` stands' }),
    text: z.string().meta({ description: 'Cut between characters; bytes that are no UTF-8 are shown as U+FFFD' }),
    lines: z
      .array(z.object({ line: lineNumber, offset: countSchema }))
      .optional()
      .meta({ description: 'With `task`: number and place of each line of the text' }),
    times: logTimesSchema.optional(),
  })
  .meta({ id: 'LogPart', description: 'A part of a log' });

/** Which log, and how much is asked about it. */
interface AskedLog {
  file: string;
  ended: boolean;
  task: string | undefined;
  times: boolean | undefined;
}

interface LogParts {
  /** From a byte, or from the beginning of a line. */
  part(log: AskedLog, from: { offset?: number | undefined; line?: number | undefined }, limit: number): Promise<Answer>;
  /** The last lines, or the last ones before a line. */
  tail(log: AskedLog, lines: number, beforeLine: number | undefined): Promise<Answer>;
}

/** When the bytes of a part came. */
export type LogTimes = (file: string, part: Pick<LogPart, 'offset' | 'next_offset'>) => Promise<Times>;

type Answer = z.infer<typeof logPartSchema>;
type Times = z.infer<typeof logTimesSchema>;

/** Reads logs part by part; what was counted once is remembered. */
export function createLogParts(): LogParts {
  const index = createLineIndex();
  const timesOf = createLogTimes();

  async function answer({ file, ended, times }: AskedLog, read: LogPart | TaskPart): Promise<Answer> {
    const { offset, next_offset, size, text } = read;
    const offsets = 'offsets' in read ? read.offsets : null;
    const [line = 1, ...numbers] = await index.linesAt(file, [offset, ...(offsets ?? [])]);
    return {
      offset,
      next_offset,
      size,
      ended,
      line,
      text,
      ...(offsets && { lines: offsets.map((at, place) => ({ line: numbers[place] ?? 1, offset: at })) }),
      ...(times && { times: await timesOf(file, read) }),
    };
  }

  return {
    async part(log, { offset = 0, line }, limit) {
      const { file, task, ended } = log;
      const from = line === undefined ? offset : await index.offsetOf(file, line);
      const read =
        task === undefined
          ? await readPart(file, from, limit, ended)
          : await readTaskPart(file, task, from, limit, ended);
      return answer(log, read);
    },
    async tail(log, lines, beforeLine) {
      const { file, task, ended } = log;
      const before = beforeLine === undefined ? undefined : await index.offsetOf(file, beforeLine);
      const read =
        task === undefined
          ? await readTail(file, lines, ended, before)
          : await readTaskTail(file, task, lines, ended, before);
      return answer(log, read);
    },
  };
}

/** Tells the times of parts; what was read once is remembered. */
export function createLogTimes(): LogTimes {
  const marks = createTimeMarkReader();
  return async (file, { offset, next_offset }) => (await marks.between(file, offset, next_offset)).map(toTime);
}

const toTime = ({ offset, ms }: TimeMark) => ({ offset, at: new Date(ms).toISOString() });
