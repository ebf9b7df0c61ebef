import { createRequire } from 'node:module';
import path from 'node:path';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { packageFile } from '../adapters/package-root.ts';
import { answerErrors, notFound } from './answer.ts';
import { setCaller } from './caller.ts';
import type { ApiDependencies } from './dependencies.ts';
import { guard, type HostGuard } from './host-guard.ts';
import { mount } from './route.ts';
import { allRoutes } from './routes/index.ts';

const swaggerUi = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The Express app: guard, façade, page. Every answer but the page is JSON. */
export function createApp(deps: ApiDependencies, hostGuard: HostGuard): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    setCaller(response, guard(request, hostGuard));
    next();
  });
  // upgrade-insecure-requests would break plain http on loopback.
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
      strictTransportSecurity: false,
    }),
  );
  app.use(express.json({ limit: '1mb' }));

  mount(app, allRoutes(deps));
  app.use(express.static(packageFile('dist', 'web'), { index: 'index.html', maxAge: 0 }));
  // The page of /docs is in web/public; what it shows the document with is the package's own, and no CDN's.
  app.use('/docs', express.static(swaggerUi, { index: false, maxAge: 0 }));
  app.use(notFound);
  app.use(answerErrors(deps.log));
  return app;
}
