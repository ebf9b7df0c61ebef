// What the routes of /api/v1 share: ids in paths, pages, cursors.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { text } from '../../steps/parameters.ts';

/** A caller's word for something: printable, not too long. */
export const word = (max = 200) => text(max);

export const runParams = z.object({ workflow_id: word().meta({ description: 'The run’s id, as its caller gave it' }) });

/** Of a host key, as it was shown. */
export const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/);

/** A number in a path or a query. */
export const numeral = (min: number, max: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,15})$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .meta({ override: ({ jsonSchema }: { jsonSchema: object }) => asInteger(jsonSchema, min, max) });

// What the text stands for: the document describes the value, not how it is read.
function asInteger(schema: object, minimum: number, maximum: number): void {
  Object.assign(schema, { type: 'integer', pattern: undefined, minimum, maximum });
}

export const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({
    override: ({ jsonSchema }: { jsonSchema: object }) =>
      void Object.assign(jsonSchema, { type: 'boolean', enum: undefined }),
  });

export const stepParams = runParams.extend({
  step: numeral(0, 999).meta({ description: 'Index of the step, from 0 as in current_step' }),
});
export const attemptParams = stepParams.extend({ attempt: numeral(0, 1_000_000_000) });

/** A moment with its zone, read as UTC. */
export const timeQuery = (description: string) =>
  z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text).toISOString())
    .meta({ description, override: { type: 'string', format: 'date-time' } });

/** `limit` and `cursor` of every list. */
export const pageQuery = z.strictObject({
  limit: numeral(1, 200).optional().meta({ description: 'Items of a page; 50 without' }),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,500}$/, { error: 'is not a cursor of this list' })
    .optional()
    .meta({ description: 'next_cursor of the page before' }),
});
export const PAGE = 50;

/** A page of items; `next_cursor` is null on the last one. */
export const pageOf = (item: z.ZodType) => z.object({ items: z.array(item), next_cursor: z.string().nullable() });

export const toCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Throws input_invalid for a cursor that is not ours. */
export function readCursor<Place>(schema: z.ZodType<Place>, cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  const parsed = schema.safeParse(parsedJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  throw bringupError('input_invalid', 'cursor: is not a cursor of this list', { field: 'cursor' });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
