// /api/v1/session: a browser signs in with a token, and anybody may ask who they are.
import type { Request, Response } from 'express';
import { z } from 'zod';
import { timeSchema } from '../../contract/run-state-schema.ts';
import { scopes } from '../../contract/scope.ts';
import { SESSION_COOKIE } from '../access.ts';
import { recordChange } from '../audit.ts';
import { type Caller, callerName, callerOf } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';

const tag = 'access';
export const SESSION_PATH = '/api/v1/session';
const path = SESSION_PATH;

const sessionSchema = z
  .object({
    kind: z
      .enum(['local', 'token', 'session'])
      .meta({ description: '`local`: on this computer nobody needs a token. `session`: signed in with a cookie' }),
    name: z.string().meta({ description: 'Name of the token' }),
    scope: z.enum(scopes),
    expires_at: timeSchema.nullable().meta({ description: 'Null: no end' }),
  })
  .meta({ id: 'Session', description: 'Who asks, and what they may do' });

export function sessionRoutes({ access }: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path,
      id: 'getSession',
      tag,
      summary: 'Who I am, and what I may do',
      scope: 'read',
      answers: { 200: { description: 'The caller', schema: sessionSchema } },
      handle: ({ response }) => toSession(callerOf(response)),
    }),
    route({
      method: 'post',
      path,
      id: 'signIn',
      tag,
      summary: 'Sign this browser in: sets a cookie (HttpOnly, SameSite=Strict) for a week at most',
      scope: null,
      body: z.strictObject({ token: z.string().min(1).max(1000) }),
      answers: { 201: { description: 'Signed in', schema: sessionSchema } },
      failures: ['rate_limited'],
      async handle({ body, request, response }) {
        const { caller, cookie } = await access.signIn(request, body.token);
        recordChange(response, { after: { who: callerName(caller) } });
        setCookie(request, response, cookie, caller.expires_at);
        return toSession(caller);
      },
    }),
    route({
      method: 'delete',
      path,
      id: 'signOut',
      tag,
      summary: 'Sign this browser out',
      scope: 'read',
      answers: { 204: { description: 'Signed out' } },
      async handle({ request, response }) {
        await access.signOut(request);
        response.clearCookie(SESSION_COOKIE, { path: '/' });
      },
    }),
  ];
}

function setCookie(request: Request, response: Response, value: string, expires: string | null): void {
  response.cookie(SESSION_COOKIE, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    // Behind a proxy with TLS; a browser would not send it over plain http then.
    secure: request.get('x-forwarded-proto') === 'https',
    ...(expires === null ? {} : { expires: new Date(expires) }),
  });
}

const toSession = ({ kind, name, scope, expires_at }: Caller) => ({ kind, name, scope, expires_at });
