// Both doors as one OpenAPI 3.1 document, made of the schemas that validate.
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { aliveSchema, logEndSchema, logEventSchema, runEndSchema } from '../contract/events.ts';
import { type FailureCode, failures } from '../contract/failure.ts';
import { problemSchema } from '../contract/problem.ts';
import { refusalSchema } from '../contract/refusal.ts';
import { isNewDoor } from './answer.ts';
import type { RouteDocument } from './route.ts';

/** Every route may answer with these: whoever asks, whatever the route. */
const ALWAYS: FailureCode[] = ['host_not_allowed', 'not_signed_in', 'not_allowed', 'store_unavailable', 'unexpected'];
const STARTS: FailureCode[] = ['rate_limited'];
const WITH_INPUT: FailureCode[] = ['input_invalid'];
const WITH_BODY: FailureCode[] = ['body_not_json', 'body_too_large'];

/** The document of these routes. */
export function openApiDocument(routes: readonly RouteDocument[], version: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const one of routes) paths[one.path] = { ...paths[one.path], [one.method]: operation(one) };
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Bringup',
      version,
      description:
        'Runs ordered set-up work over SSH on rented GPU boxes. On loopback no token is needed. No field of a body may be named `__proto__`, `prototype` or `constructor`, and none may be nested more than 32 deep.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{}, { token: [] }],
    // Those that only the text of events refers to.
    components: {
      schemas: { Alive: aliveSchema, LogEvent: logEventSchema, LogEnd: logEndSchema, RunEnd: runEndSchema },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    paths,
  });
}

function operation(one: RouteDocument): ZodOpenApiOperationObject {
  const { id, tag, summary, params, query, headers, body } = one;
  const successes = Object.entries(one.answers).map(([status, { description, schema, type }]) => {
    const media = type ?? (schema ? 'application/json' : null);
    return [status, { description, ...(media ? { content: { [media]: { schema: schema ?? z.string() } } } : {}) }];
  });
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(params || query || headers
      ? {
          requestParams: {
            ...(params ? { path: params } : {}),
            ...(query ? { query } : {}),
            ...(headers ? { header: headers } : {}),
          } as never,
        }
      : {}),
    // Without a body a request is read as an empty object.
    ...(body
      ? { requestBody: { required: !body.safeParse({}).success, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: { ...errors(one), ...(Object.fromEntries(successes) as object) },
  } as ZodOpenApiOperationObject;
}

function errors({ path, params, query, body, starts, failures: own = [] }: RouteDocument) {
  const codes = [
    ...ALWAYS,
    ...(starts ? STARTS : []),
    ...(params || query || body ? WITH_INPUT : []),
    ...(body ? WITH_BODY : []),
    ...own,
  ];
  const statuses = [...new Set(codes.map((code) => failures[code].http))];
  const content = isNewDoor(path)
    ? { 'application/problem+json': { schema: problemSchema } }
    : { 'application/json': { schema: refusalSchema } };
  return Object.fromEntries(
    statuses.map((status) => {
      const of = [...new Set(codes)].filter((code) => failures[code].http === status);
      return [status, { description: of.map((code) => `\`${code}\``).join(', '), content }];
    }),
  );
}
