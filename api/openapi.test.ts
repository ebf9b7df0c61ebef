// The document and the server are made of the same list: neither knows a route that the other does not.
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { JsonObject } from '../contract/json.ts';
import { type Stack, startStack } from '../tests/support/stack.ts';
import type { ApiDependencies } from './dependencies.ts';
import { v1Routes } from './v1/index.ts';

const real = { temporalAddress: inject('temporalAddress'), workflowBundle: inject('workflowBundle') };
type Operation = { operationId: string; summary: string; tags: string[]; responses: JsonObject };
let stack: Stack;
let paths: Record<string, Record<string, Operation>>;

beforeAll(async () => {
  stack = await startStack(real);
  const { body } = await stack.get('/openapi.json');
  expect(body['openapi']).toMatch(/^3\.1\./);
  paths = body['paths'] as unknown as typeof paths;
});
afterAll(() => stack?.stop());

const documented = () =>
  Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method} ${path}`));

it('holds every route of /api/v1, each under an id of its own with a sentence and its errors', () => {
  // Routes are made of their schemas; what stands behind them is only met when one is asked for.
  const routes = v1Routes({ settings: {} } as ApiDependencies);
  expect(documented().sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  const operations = Object.values(paths).flatMap((one) => Object.values(one));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const { summary, tags, responses } of operations) {
    expect(summary).not.toBe('');
    expect(tags).toHaveLength(1);
    expect(responses['403']).toMatchObject({ content: { 'application/problem+json': {} } });
  }
});

it('holds no route that the server has not', async () => {
  for (const one of documented()) {
    const [method = '', path = ''] = one.split(' ');
    const signal = AbortSignal.timeout(5_000);
    const response = await fetch(stack.url + path.replaceAll(/\{\w+\}/g, '1'), {
      method: method.toUpperCase(),
      signal,
    });
    const isText = response.headers.get('content-type')?.includes('json') ?? false;
    const code = isText ? ((await response.json()) as { code?: string }).code : undefined;
    await response.body?.cancel().catch(() => undefined);
    expect({ one, code }).not.toMatchObject({ code: 'route_not_found' });
  }
});
