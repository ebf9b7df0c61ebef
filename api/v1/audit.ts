// /api/v1/audit: who changed what.
import { z } from 'zod';
import { jsonSchema, timeSchema } from '../../contract/run-state-schema.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { PAGE, pageOf, pageQuery, readCursor, timeQuery, toCursor, word } from './schemas.ts';

const entrySchema = z
  .object({
    id: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    at: timeSchema,
    who: z.string().meta({ description: '`local`, `nobody`, or how somebody came in and the token’s name' }),
    from: z.string().meta({ description: 'Network address' }),
    operation: z.string().meta({ description: 'operationId of this document' }),
    target: z.record(z.string(), z.string()).meta({ description: 'What the path and the body named' }),
    status: z.int().min(0).max(599).meta({
      description: 'HTTP status of the answer; 0 at work (or the process died), 499 the caller went away',
    }),
    before: jsonSchema,
    after: jsonSchema,
  })
  .meta({ id: 'AuditEntry', description: 'A call that changes something' });

export function auditRoutes({ store }: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/audit',
      id: 'listAudit',
      tag: 'access',
      summary: 'Every call that changed something or tried to, newest first',
      scope: 'admin',
      query: pageQuery.extend({
        who: word(300).optional(),
        operation: word(100).optional(),
        since: timeQuery('At this time or later').optional(),
        until: timeQuery('Before this time').optional(),
      }),
      answers: { 200: { description: 'A page of entries', schema: pageOf(entrySchema) } },
      async handle({ query: { limit = PAGE, cursor, ...filter } }) {
        const { rows, more } = await store.audit.list(filter, limit, readCursor(z.int(), cursor));
        return { items: rows, next_cursor: more && toCursor(more) };
      },
    }),
  ];
}
