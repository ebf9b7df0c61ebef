// What stands in every failure, as schemas. The catalogue itself (failure.ts) needs none: workflows and the page read it, too.
import { z } from 'zod';
import { failureCodes } from './failure.ts';

export const failureCodeSchema = z.enum(failureCodes);

export const failureFactsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
