import { afterEach, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { isSame, useSavedViews } from './saved-views.ts';

afterEach(() => window.localStorage.clear());

it('keeps a person’s views in the browser, each name once', async () => {
  const { own, save, rename, remove } = useSavedViews();
  save('Mine', { state: 'failed' });
  save('Mine', { state: 'active' });
  save('Other', { q: 'a' });
  await nextTick();
  expect(JSON.parse(window.localStorage.getItem('bringup.views') ?? '')).toEqual([
    { name: 'Mine', filters: { state: 'active' } },
    { name: 'Other', filters: { q: 'a' } },
  ]);
  rename('Other', 'Mine');
  expect(own.value).toEqual([{ name: 'Mine', filters: { q: 'a' } }]);
  remove('Mine');
  expect(own.value).toEqual([]);
});

it('knows which view is shown, whatever the order and what is empty', () => {
  expect(isSame({ state: 'failed', q: 'a' }, { q: 'a', state: 'failed' })).toBe(true);
  expect(isSame({ state: 'failed' }, { state: 'failed', q: 'a' })).toBe(false);
});
