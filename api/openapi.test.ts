// The document against the router that Express really has: neither knows a route that the other does not.
import type { Express } from 'express';
import { expect, it } from 'vitest';
import { createApp } from './app.ts';
import type { LoadedSettings } from '../adapters/settings/settings.ts';
import type { ApiDependencies } from './dependencies.ts';
import { openApiDocument } from './openapi.ts';
import { allRoutes } from './routes/index.ts';

/** As far as it is looked at here. */
interface Layer {
  name: string;
  route?: { path: string; methods: Record<string, boolean> };
}
interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  responses: Record<string, { content?: object }>;
}

// Routes are made of their schemas; what stands behind them is only met when one is asked for.
const settings = { limits: { starts_per_minute: 1 } } as LoadedSettings;
const deps = { settings, version: '1' } as ApiDependencies;
const paths = openApiDocument(allRoutes(deps), '1').paths as Record<string, Record<string, Operation>>;
const layers = stackOf(createApp(deps));

function stackOf(app: Express): Layer[] {
  return app.router.stack as unknown as Layer[];
}

it('holds every route that the router has, and no other', () => {
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const routed = layers.flatMap(({ route }) =>
    Object.keys(route?.methods ?? {})
      // What answers OPTIONS and 405 for a path.
      .filter((method) => method !== '_all')
      .map((method) => `${method} ${(route?.path ?? '').replaceAll(/:(\w+)/g, '{$1}')}`),
  );
  expect(routed.length).toBeGreaterThan(60);
  expect(documented.sort()).toEqual(routed.sort());
});

it('leaves out nothing but the guard, the reading of bodies, pages, static files and errors', () => {
  const others = layers.filter(({ route }) => !route).map(({ name }) => name);
  expect([...new Set(others)].sort()).toEqual([
    '<anonymous>',
    'checkedBody',
    'compression',
    'helmetMiddleware',
    'jsonParser',
    'noPage',
    'notFound',
    'pages',
    'serveStatic',
  ]);
});

it('has an id of its own, a sentence and the errors of its door for every route', () => {
  const ids = new Set<string>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const { operationId, summary, tags, responses } of Object.values(operations)) {
      expect(ids).not.toContain(operationId);
      ids.add(operationId);
      expect(summary).not.toBe('');
      expect(tags).toHaveLength(1);
      const type = path.startsWith('/api/') ? 'application/problem+json' : 'application/json';
      expect(responses['403']?.content).toHaveProperty([type]);
    }
  }
});
