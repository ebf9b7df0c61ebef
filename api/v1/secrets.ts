// /api/v1/secrets: values that steps name. They are written and never read back.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { NAMED_SECRETS, namedSecretRef } from '../../contract/ids.ts';
import { HALF, secretName } from '../../steps/parameters.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';

const tag = 'secrets';
const MAX_BYTES = 16 * 1024;

const secretSchema = z
  .object({ name: z.string(), created_at: z.string(), updated_at: z.string() })
  .meta({ id: 'Secret', description: 'A secret by its name; its value is never given back' });

const valueSchema = z
  .string()
  .min(1)
  .max(MAX_BYTES)
  .refine((value) => Buffer.byteLength(value) <= MAX_BYTES, { error: `must not be longer than ${MAX_BYTES} bytes` })
  .refine((value) => !value.includes('\0'), { error: 'must not hold NUL' })
  .refine((value) => !HALF.test(value), { error: 'must not hold half characters' });

const params = z.object({ name: secretName });

export function secretRoutes({ secrets }: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/secrets',
      id: 'listSecrets',
      tag,
      summary: 'The names of all secrets that steps can name, never a value',
      scope: 'read',
      answers: { 200: { description: 'All secrets, by name', schema: z.object({ items: z.array(secretSchema) }) } },
      async handle() {
        const found = await secrets.list(NAMED_SECRETS);
        return { items: found.map(({ ref, ...times }) => ({ name: ref.slice(NAMED_SECRETS.length), ...times })) };
      },
    }),
    route({
      method: 'put',
      path: '/api/v1/secrets/{name}',
      id: 'putSecret',
      tag,
      summary: 'Set or replace a secret; runs that name it use the new value from their next step on',
      scope: 'admin',
      params,
      body: z.strictObject({ value: valueSchema }).meta({ id: 'SecretValue' }),
      answers: { 204: { description: 'It is kept, encrypted' } },
      handle: ({ params: { name }, body: { value } }) => secrets.put(namedSecretRef(name), value),
    }),
    route({
      method: 'delete',
      path: '/api/v1/secrets/{name}',
      id: 'deleteSecret',
      tag,
      summary: 'Remove a secret; a step that names it fails then',
      scope: 'admin',
      params,
      answers: { 204: { description: 'It is gone' } },
      failures: ['secret_not_found'],
      async handle({ params: { name } }) {
        if (await secrets.remove(namedSecretRef(name))) return;
        throw bringupError('secret_not_found', `There is no secret ${name}.`, { name });
      },
    }),
  ];
}
