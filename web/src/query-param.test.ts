import { createApp, defineComponent, type WritableComputedRef } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { expect, it } from 'vitest';
import { useQueryParam } from './query-param.ts';

async function open(address: string): Promise<{ router: Router; params: WritableComputedRef<string>[] }> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: {} }] });
  await router.push(address);
  const params: WritableComputedRef<string>[] = [];
  const setup = () => {
    params.push(useQueryParam('step'), useQueryParam('tab', { push: true }));
    return () => null;
  };
  createApp(defineComponent({ setup })).use(router).mount(document.createElement('div'));
  return { router, params };
}

it('reads and writes one parameter of the address, and leaves the others', async () => {
  const { router, params } = await open('/runs/1?step=6&line=9');
  const [step, tab] = params;
  expect([step?.value, tab?.value]).toEqual(['6', '']);
  if (step) step.value = '';
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/runs/1?line=9');
});

it('loses none of two changes that are made in the same moment', async () => {
  const { router, params } = await open('/runs/1?line=9');
  const [step, tab] = params;
  if (step) step.value = '2';
  if (tab) tab.value = 'log';
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/runs/1?line=9&step=2&tab=log');
});
