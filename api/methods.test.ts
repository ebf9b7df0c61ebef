// What a path says of itself, at both doors: OPTIONS, HEAD, and 405 for a method that it has not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../tests/support/stack.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

const ask = (method: string, path: string) => fetch(stack.url + path, { method, signal: AbortSignal.timeout(5_000) });

/** Every path of the document, with something in the place of its parameters. */
async function everyPath(): Promise<[string, string[]][]> {
  const { body } = await stack.get('/openapi.json');
  return Object.entries(body['paths'] as Record<string, object>).map(([path, operations]) => [
    path.replaceAll(/\{\w+\}/g, '1'),
    Object.keys(operations).map((method) => method.toUpperCase()),
  ]);
}

describe('every known path', () => {
  it('answers OPTIONS with its methods and nothing else', async () => {
    for (const [path, methods] of await everyPath()) {
      const response = await ask('OPTIONS', path);
      expect({ path, status: response.status, text: await response.text() }).toEqual({ path, status: 204, text: '' });
      const wanted = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
      expect(response.headers.get('allow')?.split(', ').sort()).toEqual(wanted.sort());
    }
  });

  it('refuses any other method with 405, in the words of its door', async () => {
    for (const [path, methods] of await everyPath()) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !methods.includes(one))) {
        const response = await ask(method, path);
        expect({ method, path, status: response.status }).toEqual({ method, path, status: 405 });
        expect(response.headers.get('allow')).toContain('OPTIONS');
        const isNew = path.startsWith('/api/');
        expect(response.headers.get('content-type')).toContain(isNew ? 'application/problem+json' : 'application/json');
        expect(await response.json()).toMatchObject({
          code: 'method_not_allowed',
          ...(isNew ? { status: 405 } : { success: false }),
        });
      }
    }
  });

  it('answers HEAD as it answers GET, without a body, also where GET is a stream', async () => {
    for (const [path, methods] of await everyPath()) {
      if (!methods.includes('GET')) continue;
      const [head, get] = [await ask('HEAD', path), await ask('GET', path)];
      await get.body?.cancel();
      expect({ path, status: head.status }).toEqual({ path, status: get.status });
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
      expect(await head.text()).toBe('');
    }
  });
});

it('knows no path that is not there, whatever the method', async () => {
  for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE']) {
    const response = await ask(method, '/nothing/here');
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'route_not_found' }]);
  }
});
