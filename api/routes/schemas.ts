// What the routes of the façade share: words for what is missing, bodies with other keys, answers.
import { z } from 'zod';
import { oneLine } from '../../steps/parameters.ts';

/** Text that must be there, and not blank; else this sentence is the answer. */
export const needed = (error: string) => z.string({ error }).regex(/\S/, { error });

export const sshConnection = needed('SSH connection string is required')
  .max(2000, { error: 'SSH connection string is longer than 2000 characters' })
  .meta({
    description:
      'A full ssh command, `user@host:port`, `[v6]:port`, `ssh://…`, a host name, or the number of a Vast.ai instance',
  });

/** Text of one line; this sentence is the answer to whatever is wrong with it. */
export const line = (max: number, error: string) =>
  oneLine(z.string({ error }).min(1, { error }).max(max, { error }), error);

/**
 * Reads what `read` reads and documents what `shown` tells: its fields are checked where the run is made (validate-run.ts), which
 * names the step with them, and hands them back as they came.
 */
export function documentedAs<Read extends z.ZodType>(read: Read, shown: z.ZodType): Read {
  const { $schema: _schema, ...document } = z.toJSONSchema(shown, { io: 'input', unrepresentable: 'any' });
  return read.meta({ override: ({ jsonSchema }: { jsonSchema: object }) => void Object.assign(jsonSchema, document) });
}

/** A value of the query that is given once and is not empty; anything else counts as none. */
export const givenOnce = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (typeof value === 'string' && value !== '' ? value : undefined))
  .meta({
    override: ({ jsonSchema }: { jsonSchema: object }) =>
      void Object.assign(jsonSchema, { type: 'string', anyOf: undefined }),
  });

/** An answer of the façade that says yes. */
export const done = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ success: z.literal(true), message: z.string(), ...shape });

/** The same without a message: what was asked for stands in it. */
export const found = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ success: z.literal(true), ...shape });
