import { VueQueryPlugin } from '@tanstack/vue-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp, defineComponent, h, ref } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { apiKey, createApi } from '../api.ts';
import RunFilters from './RunFilters.vue';

let router: Router;
let leave: () => void;
let end: () => void;
const filters = ref<{ q?: string }>({});

beforeEach(async () => {
  vi.useFakeTimers();
  filters.value = {};
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: {} }] });
  await router.push('/runs');
  const api = createApi({ fetch: () => new Promise(() => undefined) });
  const isThere = ref(true);
  const page = defineComponent(
    () => () => (isThere.value ? h(RunFilters, { filters: filters.value, boxes: [] }) : null),
  );
  const app = createApp(page).use(VueQueryPlugin).use(router).provide(apiKey, api);
  document.body.innerHTML = '<div id="app"></div>';
  app.mount('#app');
  leave = () => (isThere.value = false);
  end = () => app.unmount();
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

function searchField(): HTMLInputElement {
  const field = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (!field) throw new Error('There is no field to search.');
  return field;
}
function type(text: string): void {
  const field = searchField();
  field.value = text;
  field.dispatchEvent(new Event('input'));
}

it('puts what is searched into the address once the typing pauses', async () => {
  type('abc');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(router.currentRoute.value.fullPath).toBe('/runs?q=abc');
});

it('takes what was typed to no other page, however soon a person leaves', async () => {
  type('abc');
  await router.push('/groups');
  leave();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(router.currentRoute.value.fullPath).toBe('/groups');
});

it('keeps what is typed while the address still gets what was typed before, and takes what others put there', async () => {
  type('abc');
  await vi.advanceTimersByTimeAsync(300);
  type('abcd');
  filters.value = { q: 'abc' };
  await vi.advanceTimersByTimeAsync(1);
  expect(searchField().value).toBe('abcd');
  await vi.advanceTimersByTimeAsync(300);
  filters.value = { q: 'abcd' };
  await vi.advanceTimersByTimeAsync(1);
  filters.value = {};
  await vi.advanceTimersByTimeAsync(1);
  expect(searchField().value).toBe('');
});
