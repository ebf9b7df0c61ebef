// One template on several boxes: in which order they are started, when no more are, and how each of them came out.
import { z } from 'zod';
import { MAX_BOXES } from './group-standing.ts';

export const strategyFields = {
  at_once: z
    .int()
    .min(1)
    .max(MAX_BOXES)
    .nullable()
    .default(null)
    .meta({ description: 'How many boxes may be at work at the same time; null: all' }),
  canary: z.boolean().default(false).meta({
    description: 'The first box goes alone; the others follow only when it came out done, with warnings or without',
  }),
  stop_at: z
    .union([z.enum(['never', 'first_failure']), z.strictObject({ failed_percent: z.int().min(1).max(99) })])
    .default('never')
    .meta({
      description:
        'When no more boxes are started: never, after the first one that did not come out done, or when more than this share of all boxes did not',
    }),
  cancel_others: z
    .boolean()
    .default(false)
    .meta({ description: 'When no more boxes are started, those at work are cancelled, too' }),
} as const;
export type GroupStrategy = { [Field in keyof typeof strategyFields]: z.infer<(typeof strategyFields)[Field]> };

/** Why boxes of a group were not started. */
export const STOPS = ['canary_failed', 'first_failure', 'share_failed', 'cancelled', 'group_lost'] as const;
type StopCode = (typeof STOPS)[number];

/** A box of a group, as its workflow knows it. */
export interface GroupMember {
  /** From 1. */
  n: number;
  /** Id of its run. */
  workflow_id: string;
  /** The execution that is continued; null where the run is started anew. */
  continues: string | null;
}

/** Input of the workflow `boxGroup`: one round over boxes of a group; a retry is another one. */
export interface GroupRound {
  group_id: string;
  /** From 1. */
  round: number;
  /** In the order in which they are started. */
  members: GroupMember[];
  /** Of all boxes of the group. */
  total: number;
  strategy: GroupStrategy;
}

/** Why a round starts no more boxes. */
export interface GroupStop {
  code: StopCode;
  /** The box that it came from; null where it came from no one box. */
  n: number | null;
}
