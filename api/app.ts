import express, { type Express } from 'express';
import helmet from 'helmet';
import { packageFile } from '../adapters/package-root.ts';
import { answerErrors, notFound } from './answer.ts';
import { createAudited } from './audit.ts';
import { setCaller } from './caller.ts';
import { checkedBody } from './checked-body.ts';
import type { ApiDependencies } from './dependencies.ts';
import { openApiDocument } from './openapi.ts';
import { readiness } from './readiness.ts';
import { mount } from './route.ts';
import { startLimit } from './start-limit.ts';
import { hostKeyChangeRoutes } from './routes/host-key-changes.ts';
import { hostKeyRoutes } from './routes/host-keys.ts';
import { singleStepRoutes } from './routes/single-steps.ts';
import { syncRoutes } from './routes/sync.ts';
import { configRoutes, templateRoutes } from './routes/templates.ts';
import { workflowRoutes } from './routes/workflow.ts';
import { v1Routes } from './v1/index.ts';

/** The Express app: guard, façade, page. Every answer but the page is JSON. */
export function createApp(deps: ApiDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    setCaller(response, deps.access.callerOf(request));
    next();
  });
  // upgrade-insecure-requests would break plain http on loopback.
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
      strictTransportSecurity: false,
    }),
  );
  app.use(express.json({ limit: '1mb' }), checkedBody);

  /** Says that this process lives; calls nobody. */
  app.get('/healthz', (_request, response) => {
    response.json({ success: true, message: 'ok', version: deps.version });
  });
  /** Says whether a start would work: store, Temporal and a worker that polls, each by its name; 503 when one is missing. */
  app.get('/readyz', async (_request, response) => {
    const checks = await readiness(deps);
    const ready = Object.values(checks).every(({ ok }) => ok);
    const message = ready ? 'ready' : 'not ready';
    response.status(ready ? 200 : 503).json({ success: ready, message, version: deps.version, checks });
  });
  /** Prometheus' text format. */
  app.get('/metrics', async (_request, response) => {
    const { registry } = deps.metrics;
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.use('/workflow', workflowRoutes(deps));
  app.use('/ssh', hostKeyRoutes(deps));
  app.use('/ssh', singleStepRoutes(deps));
  app.use('/ssh/host-keys', hostKeyChangeRoutes(deps));
  app.use('/sync', syncRoutes(deps));
  app.use('/templates', templateRoutes(deps));
  app.use('/config', configRoutes(deps));

  const routes = v1Routes(deps);
  mount(app, routes, { audited: createAudited(deps), startLimit: startLimit(deps.settings.limits.starts_per_minute) });
  /** All routes of /api/v1 as one OpenAPI 3.1 document. */
  app.get('/openapi.json', (_request, response) => {
    response.json(openApiDocument(routes, deps.version));
  });

  app.use(express.static(packageFile('dist', 'web'), { index: 'index.html', maxAge: 0 }));
  app.use(notFound);
  app.use(answerErrors(deps.log));
  return app;
}
