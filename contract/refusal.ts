// An error of the façade: what clients of the seed's line read (`success`, `message`), and the catalogue's code beside it.
import { z } from 'zod';
import { failureCodeSchema } from './failure-schema.ts';

export const refusalSchema = z
  .looseObject({
    success: z.literal(false),
    /** What happened and where, in a sentence. */
    message: z.string(),
    code: failureCodeSchema,
    /** What to do next. */
    hint: z.string(),
  })
  .meta({
    id: 'Refusal',
    description: 'What went wrong, in the façade’s words; facts of the failure stand beside them',
  });
