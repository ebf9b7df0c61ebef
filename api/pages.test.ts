// The page at its own addresses, and the façade at the one that both have.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../tests/support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const ask = (path: string, accept = '*/*') => fetch(stack.url + path, { headers: { accept } });

it('shows the page at every address of it to whoever asks for HTML', async () => {
  for (const path of [
    '/runs',
    '/runs/a%2Fb?step=3',
    '/instances/root%40h%3A22',
    '/templates',
    '/templates/x',
    '/start',
  ]) {
    const response = await ask(path, BROWSER);
    expect([path, response.status, response.headers.get('content-type')]).toEqual([
      path,
      200,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toContain('<div id="app">');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  }
});

it('answers programs at /templates as before', async () => {
  for (const accept of ['*/*', 'application/json']) {
    const response = await ask('/templates', accept);
    expect(response.headers.get('vary')).toContain('Accept');
    expect(await response.json()).toMatchObject({ success: true });
  }
  expect((await ask('/templates/none')).status).toBe(404);
});

it('tells whoever mistypes an address by the page, and programs by JSON', async () => {
  const shown = await ask('/nonsense/x', BROWSER);
  expect([shown.status, await shown.text()]).toEqual([404, expect.stringContaining('<div id="app">')]);
  for (const [path, accept] of [
    ['/nonsense', '*/*'],
    ['/api/v1/nothing', BROWSER],
    ['/assets/gone.js', BROWSER],
  ] as const) {
    expect(await (await ask(path, accept)).json()).toMatchObject({ code: 'route_not_found' });
  }
});

it('shows no page where there is none', async () => {
  for (const path of ['/run', '/runsx', '/api/v1/nothing', '/start.html']) {
    expect([path, (await ask(path, BROWSER)).status]).toEqual([path, 404]);
  }
  expect((await fetch(`${stack.url}/runs`, { method: 'POST', headers: { accept: BROWSER } })).status).toBe(404);
});

it('sends the page’s files compressed, to be kept for ever under their names', async () => {
  const page = await (await ask('/runs', BROWSER)).text();
  const [, script = ''] = /<script type="module"[^>]* src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
  const response = await fetch(stack.url + script, { headers: { 'accept-encoding': 'gzip' } });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await ask('/')).headers.get('cache-control')).toBe('public, max-age=0');
});
