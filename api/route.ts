// A route is what validates it, what documents it and what it does, in one value: none can be without its documentation, and no
// document can promise what is not checked.
import { createHash } from 'node:crypto';
import type { Express, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { bringupError } from '../adapters/errors.ts';
import type { FailureCode } from '../contract/failure.ts';
import { firstProblem, inWords } from '../contract/issue-words.ts';
import type { JsonObject } from '../contract/json.ts';
import type { Scope } from '../contract/scope.ts';
import { isNewDoor } from './answer.ts';
import { type Caller, callerOf, mayDo } from './caller.ts';
import { hasTag } from './if-none-match.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A successful answer. Without a schema it is no JSON: `type` says what it is. */
interface Answer {
  description: string;
  schema?: z.ZodType;
  type?: string;
}

export interface RouteDocument {
  method: Method;
  /** As OpenAPI writes it: /api/v1/runs/{workflow_id} */
  path: string;
  /** The operation's id: a function of that name in the generated client. */
  id: string;
  tag: string;
  summary: string;
  /** What the caller must be allowed; null for whoever reaches us. */
  scope: Scope | null;
  /** Starts runs: counted, so that nobody starts for ever. */
  starts?: boolean;
  params?: z.ZodObject;
  query?: z.ZodType;
  body?: z.ZodType;
  headers?: z.ZodObject;
  /** By status; the first is what `handle`'s value is sent with. */
  answers: Record<number, Answer>;
  /** Failures of its own, beside those that every route may have. */
  failures?: readonly FailureCode[];
}

interface Call<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  request: Request;
  response: Response;
}

export interface Route extends RouteDocument {
  serve(request: Request, response: Response): Promise<void>;
}

type Typed<Params extends z.ZodObject, Query extends z.ZodType, Body extends z.ZodType> = Omit<
  RouteDocument,
  'params' | 'query' | 'body'
> & {
  params?: Params;
  query?: Query;
  body?: Body;
  /** Gives the JSON of the answer; undefined where it has answered by itself. */
  handle(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): unknown;
};

/** A route whose handler gets what its schemas have read. */
export function route<Params extends z.ZodObject, Query extends z.ZodType, Body extends z.ZodType>({
  handle,
  ...document
}: Typed<Params, Query, Body>): Route {
  const { path, params, query, body, scope, answers } = document;
  const status = Number(Object.keys(answers)[0]);
  return {
    ...document,
    async serve(request, response) {
      const caller = callerOf(response);
      if (scope && !mayDo(caller, scope)) throw notAllowed(caller, scope);
      const value: unknown = await handle({
        // Each is what its own schema has read; a missing schema reads nothing.
        params: read(path, params, request.params) as z.output<Params>,
        query: read(path, query, request.query) as z.output<Query>,
        body: read(path, body, body && objectOf(request.body)) as z.output<Body>,
        request,
        response,
      });
      response.locals['answer'] = value;
      if (value !== undefined) sendJson(request, response, status, value);
      else if (status === 204) response.status(204).end();
    },
  };
}

/** Sends a value, or 304 to a client that has it. */
function sendJson(request: Request, response: Response, status: number, value: unknown): void {
  response.set('Cache-Control', 'no-cache').status(status).type('application/json');
  const body = JSON.stringify(value);
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.send(body);
  // A route that knows what its answer stands for has said so.
  const tag = response.get('ETag') ?? `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  response.set('ETag', tag);
  if (hasTag(request, tag)) return void response.status(304).end();
  response.send(body);
}

interface Around {
  /** Serves what changes something. */
  audited: (one: Route, request: Request, response: Response) => Promise<void>;
  startLimit: RequestHandler;
}

/** Previews and checks are POSTs only because their question is long. */
const changesNothing = ({ method, scope }: Route): boolean => method === 'get' || scope === 'read';

/** Puts routes into Express, each at its place. A path that is known says what can be done with it: OPTIONS, and 405 with Allow. */
export function mount(app: Express, routes: readonly Route[], { audited, startLimit }: Around): void {
  for (const one of routes) {
    const before = one.starts ? [startLimit] : [];
    app[one.method](pattern(one.path), ...before, (request, response) =>
      changesNothing(one) ? one.serve(request, response) : audited(one, request, response),
    );
  }
  for (const path of new Set(routes.map((one) => one.path))) {
    const allow = allowed(routes.filter((one) => one.path === path));
    app.route(pattern(path)).all((request, response) => {
      response.set('Allow', allow);
      if (request.method === 'OPTIONS') return void response.status(204).end();
      throw bringupError('method_not_allowed', `${request.path} takes ${allow}, and no ${request.method}.`);
    });
  }
}

const pattern = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Express answers HEAD where it answers GET. */
const allowed = (routes: readonly Route[]): string =>
  routes
    .flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]))
    .concat('OPTIONS')
    .join(', ');

/** Without a JSON content type the body is taken as empty, as clients of the seed's line know it. */
function objectOf(body: unknown): JsonObject {
  if (body === undefined || body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return body as JsonObject;
  throw bringupError('body_not_json', 'The body must be a JSON object.');
}

/** A schema of the façade says whole sentences; where it has none, the field is named. */
const inSentences = {
  error: (issue: z.core.$ZodRawIssue): string | undefined => {
    const words = inWords.error(issue);
    return words && `${issue.path?.map(String).join('.') || 'The request'}: ${words}`;
  },
};

/** Throws input_invalid for the first thing that the schema does not take: with the field's name, or, at the façade, in the schema's own sentence. */
function read(path: string, schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const isNew = isNewDoor(path);
  const parsed = schema.safeParse(value, isNew ? inWords : inSentences);
  if (parsed.success) return parsed.data;
  const { place: field, message } = firstProblem(parsed.error);
  const sentence = isNew ? `${field || 'The request'}: ${message}` : (parsed.error.issues[0]?.message ?? message);
  throw bringupError('input_invalid', sentence, { field });
}

const notAllowed = ({ kind, name, scope }: Caller, needed: Scope) =>
  kind === 'nobody'
    ? notSignedIn()
    : bringupError('not_allowed', `${name} may ${scope}; this needs ${needed}.`, { scope: needed });

export const notSignedIn = () => bringupError('not_signed_in', 'This Bringup needs a token.');
