// An error of /api/v1: application/problem+json (RFC 9457) with the code of the catalogue.
import { z } from 'zod';
import { FailureKind } from './failure.ts';
import { failureCodeSchema, failureFactsSchema } from './failure-schema.ts';

export const problemSchema = z
  .object({
    /** urn:bringup:error:<code> */
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    /** What happened and where, in a sentence. */
    detail: z.string(),
    /** The path that was asked for. */
    instance: z.string(),
    code: failureCodeSchema,
    kind: z.enum(FailureKind),
    /** What to do next. */
    hint: z.string(),
    facts: failureFactsSchema,
  })
  .meta({ id: 'Problem', description: 'What went wrong, as application/problem+json (RFC 9457)' });

export type Problem = z.infer<typeof problemSchema>;
