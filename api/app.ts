import { createRequire } from 'node:module';
import path from 'node:path';
import compression from 'compression';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { packageFile } from '../adapters/package-root.ts';
import { answerErrors, notFound } from './answer.ts';
import { createAudited } from './audit.ts';
import { setCaller } from './caller.ts';
import { checkedBody } from './checked-body.ts';
import type { ApiDependencies } from './dependencies.ts';
import { mount, notSignedIn } from './route.ts';
import { allRoutes } from './routes/index.ts';
import { startLimit } from './start-limit.ts';
import { SESSION_PATH } from './v1/session.ts';

const swaggerUi = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The Express app: guard, façade, page. Every answer but the page is JSON. */
export function createApp(deps: ApiDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  // upgrade-insecure-requests would break plain http on loopback.
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
      strictTransportSecurity: false,
    }),
  );
  app.use(async (request, response, next) => {
    const caller = await deps.access.callerOf(request);
    // Before anything of it is read: strangers may look at the page and sign in.
    if (caller.kind === 'nobody' && !isForAnybody(request)) throw notSignedIn();
    setCaller(response, caller);
    next();
  });
  app.use(pages);
  app.use(express.json({ limit: '1mb' }), checkedBody);

  mount(app, allRoutes(deps), {
    audited: createAudited(deps),
    startLimit: startLimit(deps.settings.limits.starts_per_minute),
  });
  // Only files: a compressed stream of events would wait for more.
  app.use(compression());
  const built = packageFile('dist', 'web');
  // A file's name says what is in it, so it may be kept for ever.
  app.use('/assets', express.static(path.join(built, 'assets'), { index: false, immutable: true, maxAge: '1y' }));
  app.use(express.static(built, { index: 'index.html', maxAge: 0 }));
  // The page of /docs is in web/public; what it shows the document with is the package's own, and no CDN's.
  app.use('/docs', express.static(swaggerUi, { index: false, maxAge: 0 }));
  app.use(noPage, notFound);
  app.use(answerErrors(deps.log));
  return app;
}

/** What the page shows (web/src/router.ts). /templates is also the façade's: whoever asks for HTML before all else means the page. */
const PAGES = /^\/(runs|instances|templates|groups|settings|audit|start)(\/|$)/;

function pages(request: Request, response: Response, next: NextFunction): void {
  if (!['GET', 'HEAD'].includes(request.method) || !PAGES.test(request.path)) return next();
  response.vary('Accept');
  if (request.accepts(['json', 'html']) !== 'html') return next();
  response.sendFile('index.html', { root: packageFile('dist', 'web'), maxAge: 0 }, next);
}

/** Whoever mistypes an address in a browser is told so by the page; programs, and everybody below /api, by JSON. */
function noPage(request: Request, response: Response, next: NextFunction): void {
  const isPage = ['GET', 'HEAD'].includes(request.method) && !/^\/(api|assets)(\/|$)/.test(request.path);
  if (!isPage || request.accepts(['json', 'html']) !== 'html') return next();
  response.vary('Accept');
  response.status(404).sendFile('index.html', { root: packageFile('dist', 'web'), maxAge: 0 }, next);
}

const isForAnybody = ({ method, path }: Request): boolean =>
  ['GET', 'HEAD', 'OPTIONS'].includes(method) || (method === 'POST' && path === SESSION_PATH);
