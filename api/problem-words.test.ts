// What is wrong with a request is told in words that say what to do, at every route of the new door.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../contract/json.ts';
import { type Stack, startStack } from '../tests/support/stack.ts';

const OF_THE_LIBRARY = /Invalid (input|option|string)|Too (small|big)|Unrecognized key|, received /;
let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

async function told(method: string, path: string, body: JsonObject) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(stack.url + path, { method, headers, body: JSON.stringify(body) });
  return (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
}

it.each(['POST /api/v1/tokens', 'POST /api/v1/schedules', 'POST /api/v1/groups'])(
  'says of an empty name at %s that it must not be empty',
  async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const { code, detail } = await told(method, path, {
      ...(path.endsWith('groups') ? { template: 'comfyui', boxes: [{ ssh_connection: 'root@h' }] } : {}),
      name: '',
    });
    expect({ code, detail }).toEqual({ code: 'input_invalid', detail: 'name: must not be empty' });
  },
);

it('never speaks of what is missing or wrong as the library does that finds it', async () => {
  const { body } = await stack.get('/openapi.json');
  const paths = Object.entries(body['paths'] as Record<string, Record<string, { requestBody?: object }>>);
  const asked: string[] = [];
  for (const [path, operations] of paths.filter(([path]) => path.startsWith('/api/'))) {
    for (const [method, { requestBody }] of Object.entries(operations)) {
      if (!requestBody) continue;
      for (const sent of [
        { name: 7, steps: {}, unheard_of: null },
        { name: '', steps: [''], value: 1, kind: 'x' },
      ]) {
        const { code, detail = '' } = await told(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1'), sent);
        if (code === 'input_invalid') asked.push(detail);
      }
    }
  }
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((detail) => OF_THE_LIBRARY.test(detail))).toEqual([]);
});
