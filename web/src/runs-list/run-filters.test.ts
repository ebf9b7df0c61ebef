import { VueQueryPlugin } from '@tanstack/vue-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp, defineComponent, h, ref } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { apiKey, createApi } from '../api.ts';
import RunFilters from './RunFilters.vue';

let router: Router;
let leave: () => void;
let end: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: {} }] });
  await router.push('/runs');
  const api = createApi({ fetch: () => new Promise(() => undefined) });
  const isThere = ref(true);
  const page = defineComponent(() => () => (isThere.value ? h(RunFilters, { filters: {}, boxes: [] }) : null));
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

function type(text: string): void {
  const field = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (!field) throw new Error('There is no field to search.');
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
