import { QueryClient } from '@tanstack/vue-query';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forgetCache, keepCache } from './stored-cache.ts';

const ends: (() => void)[] = [];
beforeEach(() => window.localStorage.clear());
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function open(version = 'one'): QueryClient {
  const queries = new QueryClient();
  ends.push(keepCache(queries, version));
  return queries;
}
const leave = () => window.dispatchEvent(new Event('pagehide'));

it('shows the next page what the one before knew', () => {
  open().setQueryData(['runs'], { items: [1] });
  leave();
  expect(open().getQueryData(['runs'])).toEqual({ items: [1] });
});

it('does not read what another version of the page has kept', () => {
  open().setQueryData(['runs'], { items: [1] });
  leave();
  expect(open('two').getQueryData(['runs'])).toBeUndefined();
});

it('never keeps what is not to be kept', async () => {
  const queries = open();
  await queries.fetchQuery({ queryKey: ['secrets'], queryFn: () => ['name'], meta: { keep: false } });
  leave();
  expect(JSON.stringify({ ...window.localStorage })).not.toContain('secrets');
});

it('is forgotten when somebody signs out, and when it is broken', () => {
  open().setQueryData(['runs'], 1);
  leave();
  forgetCache();
  expect(window.localStorage).toHaveLength(0);
  window.localStorage.setItem('bringup.cache', '{');
  expect(open().getQueryData(['runs'])).toBeUndefined();
  expect(window.localStorage).toHaveLength(0);
});
