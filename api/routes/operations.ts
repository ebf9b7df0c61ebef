// What programs that watch over Bringup ask: is it alive, would a start work, how much of what.
import { z } from 'zod';
import { checksSchema } from '../../contract/events.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { done } from './schemas.ts';

const tag = 'operations';
const readySchema = z.object({
  success: z.boolean(),
  message: z.string(),
  version: z.string(),
  checks: checksSchema,
});

export const operationRoutes = (deps: ApiDependencies): Route[] => [
  route({
    method: 'get',
    path: '/healthz',
    id: 'healthz',
    tag,
    summary: 'Whether this process lives; asks nobody, and needs no token',
    scope: null,
    answers: { 200: { description: 'It lives', schema: done({ version: z.string() }) } },
    handle: () => ({ success: true, message: 'ok', version: deps.version }),
  }),
  route({
    method: 'get',
    path: '/readyz',
    id: 'readyz',
    tag,
    summary: 'Whether a start would work: store, Temporal and a worker that polls, each by its name',
    scope: 'read',
    answers: {
      200: { description: 'It would', schema: readySchema },
      503: { description: 'It would not: the check that is not ok says why', schema: readySchema },
    },
    async handle({ response }) {
      const checks = await deps.readiness();
      const success = Object.values(checks).every(({ ok }) => ok);
      const message = success ? 'ready' : 'not ready';
      response.status(success ? 200 : 503).json({ success, message, version: deps.version, checks });
    },
  }),
  route({
    method: 'get',
    path: '/metrics',
    id: 'metrics',
    tag,
    summary: 'Counts and gauges in Prometheus’ text format',
    scope: 'read',
    answers: { 200: { description: 'The metrics', type: 'text/plain' } },
    async handle({ response }) {
      const { registry } = deps.metrics;
      response.type(registry.contentType).send(await registry.metrics());
    },
  }),
];
