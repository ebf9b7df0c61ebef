// /api/v1/tokens: what programs and people come in with. A token is shown once, when it is made.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { createToken } from '../../adapters/store/create-token.ts';
import { timeSchema } from '../../contract/run-state-schema.ts';
import { scopes } from '../../contract/scope.ts';
import { recordChange } from '../audit.ts';
import { callerName, callerOf } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { word } from './schemas.ts';

const tag = 'access';

const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: z.enum(scopes),
    created_at: timeSchema,
    created_by: z.string(),
    expires_at: timeSchema.nullable().meta({ description: 'Null: no end' }),
    last_used_at: timeSchema.nullable().meta({ description: 'To the minute; null: never' }),
  })
  .meta({ id: 'Token', description: 'A token without what opens the door' });

const newTokenSchema = tokenSchema
  .extend({ token: z.string().meta({ description: 'Send it as bearer token. It is not shown again' }) })
  .meta({ id: 'NewToken' });

export function tokenRoutes({ store }: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/tokens',
      id: 'listTokens',
      tag,
      summary: 'All tokens, with their last use',
      scope: 'admin',
      answers: { 200: { description: 'All tokens', schema: z.object({ items: z.array(tokenSchema) }) } },
      handle: async () => ({ items: await store.tokens.list() }),
    }),
    route({
      method: 'post',
      path: '/api/v1/tokens',
      id: 'createToken',
      tag,
      summary: 'Make a token; read may look, run may drive runs, admin may do everything',
      scope: 'admin',
      body: z.strictObject({
        name: word(100),
        scope: z.enum(scopes),
        expires_in_days: z
          .int()
          .min(1)
          .max(3650)
          .nullable()
          .default(90)
          .meta({ description: 'null for a token without an end' }),
      }),
      answers: { 201: { description: 'The token', schema: newTokenSchema } },
      async handle({ body, response }) {
        const { row, token } = await createToken(store, { ...body, created_by: callerName(callerOf(response)) });
        const { id, name, scope, expires_at } = row;
        recordChange(response, { after: { id, name, scope, expires_at } });
        return { ...row, token };
      },
    }),
    route({
      method: 'delete',
      path: '/api/v1/tokens/{id}',
      id: 'removeToken',
      tag,
      summary: 'Take a token back, with all browsers that have signed in with it',
      scope: 'admin',
      params: z.object({ id: word(100) }),
      answers: { 204: { description: 'Nobody comes in with it any more' } },
      failures: ['token_not_found'],
      async handle({ params: { id }, response }) {
        const found = await store.tokens.find(id);
        if (!found || !(await store.tokens.remove(id))) {
          throw bringupError('token_not_found', `There is no token ${id}.`, { id });
        }
        const { name, scope, expires_at } = found;
        recordChange(response, { before: { name, scope, expires_at } });
      },
    }),
  ];
}
