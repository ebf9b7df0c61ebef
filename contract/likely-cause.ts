import { z } from 'zod';

/** What a person may do about a failure, the likeliest first. */
export const LikelyAction = {
  /** Mend it on the box, then continue at the step that failed. */
  continue: 'continue',
  /** Other parameters are needed. */
  run_again: 'run_again',
  /** Continue, with a longer limit of the step. */
  more_time: 'more_time',
  open_log: 'open_log',
  replace_host_key: 'replace_host_key',
  set_secret: 'set_secret',
} as const;
export type LikelyAction = (typeof LikelyAction)[keyof typeof LikelyAction];

export const likelyCauseSchema = z
  .object({
    cause: z.string().meta({ description: 'A stable name, such as disk_full' }),
    title: z.string(),
    explanation: z.string(),
    advice: z.string(),
    actions: z.array(z.enum(LikelyAction)),
    evidence: z
      .string()
      .nullable()
      .meta({ description: 'The line it was read from; null where the failure’s code or the exit code says it' }),
  })
  .meta({
    id: 'LikelyCause',
    description: 'What a failure probably comes from: a guess from its code and its last lines',
  });
export type LikelyCause = z.infer<typeof likelyCauseSchema>;
