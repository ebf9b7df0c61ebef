// One OpenAPI 3.1 document for both doors, made of the schemas that validate.
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { type FailureCode, failures } from '../contract/failure.ts';
import { problemSchema } from '../contract/problem.ts';
import type { RouteDocument } from './route.ts';

/** Every route may answer with these: whoever asks, whatever the route. */
const ALWAYS: FailureCode[] = ['host_not_allowed', 'not_signed_in', 'not_allowed', 'rate_limited', 'unexpected'];
const WITH_INPUT: FailureCode[] = ['input_invalid'];
const WITH_BODY: FailureCode[] = ['body_not_json', 'body_too_large'];

/** An error of the façade, as clients of the seed's line read it. */
const refusalSchema = z
  .looseObject({ success: z.literal(false), message: z.string(), code: z.string(), hint: z.string() })
  .meta({ id: 'Refusal', description: 'What went wrong, in the façade’s words; facts stand beside these fields' });

export const isNewDoor = (path: string): boolean => path.startsWith('/api/');

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
        'Runs ordered set-up work over SSH on rented GPU boxes. `/api/v1` is what new programs use; the other paths are those of the seed’s line of clients. On loopback no token is needed.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{}, { token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'bringup_session' },
      },
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
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: { ...errors(one), ...(Object.fromEntries(successes) as object) },
  } as ZodOpenApiOperationObject;
}

function errors({ path, params, query, body, failures: own = [] }: RouteDocument) {
  const codes = [...ALWAYS, ...(params || query || body ? WITH_INPUT : []), ...(body ? WITH_BODY : []), ...own];
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
