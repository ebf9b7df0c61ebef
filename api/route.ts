// A route is what validates it, what documents it and what it does, in one value: none can be without its documentation, and no
// document can promise what is not checked.
import { createHash } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import type { z } from 'zod';
import { bringupError } from '../adapters/errors.ts';
import type { FailureCode } from '../contract/failure.ts';
import { type Caller, callerOf, mayDo, type Scope } from './caller.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A successful answer. Without a schema it is no JSON: `type` says what it is. */
export interface Answer {
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
  params?: z.ZodObject;
  query?: z.ZodType;
  body?: z.ZodType;
  headers?: z.ZodObject;
  /** By status; the first is what `handle`'s value is sent with. */
  answers: Record<number, Answer>;
  /** Failures of its own, beside those that every route may have. */
  failures?: readonly FailureCode[];
}

export interface Call<Params, Query, Body> {
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
  const { params, query, body, scope, answers } = document;
  const status = Number(Object.keys(answers)[0]);
  return {
    ...document,
    async serve(request, response) {
      const caller = callerOf(response);
      if (scope && !mayDo(caller, scope)) throw notAllowed(caller, scope);
      const value: unknown = await handle({
        // Each is what its own schema has read; a missing schema reads nothing.
        params: read(params, request.params) as z.output<Params>,
        query: read(query, request.query) as z.output<Query>,
        body: read(body, request.body ?? {}) as z.output<Body>,
        request,
        response,
      });
      if (value !== undefined) sendJson(request, response, status, value);
      else if (status === 204) response.status(204).end();
    },
  };
}

/** Sends a value, or 304 to a client that has it. */
function sendJson(request: Request, response: Response, status: number, value: unknown): void {
  response.set('Cache-Control', 'no-cache').status(status).type('application/json');
  const body = JSON.stringify(value);
  if (request.method !== 'GET') return void response.send(body);
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  response.set('ETag', tag);
  if (request.get('if-none-match') === tag) return void response.status(304).end();
  response.send(body);
}

/** Puts routes into Express, each at its place; a path of theirs says 405 to any other method. */
export function mount(app: Express, routes: readonly Route[]): void {
  for (const one of routes) {
    app[one.method](inExpress(one.path), (request, response) => one.serve(request, response));
  }
  for (const path of new Set(routes.map((one) => one.path))) {
    const methods = routes.filter((one) => one.path === path).map(({ method }) => method.toUpperCase());
    const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
    app.all(inExpress(path), (request, response) => {
      response.set('Allow', allow);
      throw bringupError('method_not_allowed', `${request.method} is not possible at ${request.path}, only ${allow}.`);
    });
  }
}

const inExpress = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Throws input_invalid for the first thing that the schema does not take, with the field's name. */
function read(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  const message = issue?.message ?? 'is not valid';
  throw bringupError('input_invalid', `${field || 'The request'}: ${message}`, { field });
}

const notAllowed = (caller: Caller, needed: Scope) =>
  bringupError('not_allowed', `${caller.name} may ${caller.scope}; this needs ${needed}.`, { scope: needed });
