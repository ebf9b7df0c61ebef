// Every route of both doors, as one list: Express and the document are made of it.
import { z } from 'zod';
import type { ApiDependencies } from '../dependencies.ts';
import { openApiDocument } from '../openapi.ts';
import { type Route, route } from '../route.ts';
import { v1Routes } from '../v1/index.ts';
import { hostKeyChangeRoutes } from './host-key-changes.ts';
import { hostKeyRoutes } from './host-keys.ts';
import { operationRoutes } from './operations.ts';
import { singleStepRoutes } from './single-steps.ts';
import { syncRoutes } from './sync.ts';
import { templateRoutes } from './templates.ts';
import { workflowRoutes } from './workflow.ts';

/** Nothing of `deps` is touched before a route is asked for. */
export function allRoutes(deps: ApiDependencies): Route[] {
  const routes = [
    ...workflowRoutes(deps),
    ...singleStepRoutes(deps),
    ...hostKeyRoutes(deps),
    ...hostKeyChangeRoutes(deps),
    ...syncRoutes(deps),
    ...templateRoutes(deps),
    ...operationRoutes(deps),
    ...v1Routes(deps),
  ];
  let document: unknown;
  const ofDocument = route({
    method: 'get',
    path: '/openapi.json',
    id: 'openapi',
    tag: 'operations',
    summary: 'This document: every route of both doors',
    scope: 'read',
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    handle: () => (document ??= openApiDocument(routes, deps.version)),
  });
  routes.push(ofDocument);
  return routes;
}
