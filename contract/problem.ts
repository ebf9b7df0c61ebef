// An error of /api/v1: application/problem+json (RFC 9457) with the code of the catalogue.
import { z } from 'zod';
import { type FailureCode, FailureKind, failures } from './failure.ts';

const codes = Object.keys(failures) as [FailureCode, ...FailureCode[]];

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
    code: z.enum(codes),
    kind: z.enum(FailureKind),
    /** What to do next. */
    hint: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'Problem', description: 'What went wrong, as application/problem+json (RFC 9457)' });

export type Problem = z.infer<typeof problemSchema>;
