import { afterEach, expect, it } from 'vitest';
import { createApp, defineComponent, h, nextTick, ref } from 'vue';
import MenuButton from './MenuButton.vue';

let unmount: () => void;
afterEach(() => unmount());

it('opens inside the landmark, and is not in the way when the page goes to the next one', async () => {
  const isNext = ref(false);
  const page = () =>
    h('div', { class: 'page' }, [h(MenuButton, { label: 'More', entries: [{ id: 'a', label: 'First' }] })]);
  const next = () => h('p', 'next');
  const shell = defineComponent(() => () => h('main', [h(isNext.value ? next : page), h('div', { id: 'menus' })]));
  const app = createApp(shell);
  document.body.innerHTML = '<div id="app"></div>';
  app.mount('#app');
  unmount = () => app.unmount();
  await nextTick();
  document.querySelector('button')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  await expect.poll(() => document.querySelector('#menus [role=menu]')?.textContent).toContain('First');
  isNext.value = true;
  await nextTick();
  const left = [...(document.querySelector('main')?.childNodes ?? [])].map((node) => node.textContent);
  expect(left).toEqual(['next', '']);
});

it('gives the focus back at once when it closes, and takes it from nowhere afterwards', async () => {
  const app = createApp(() =>
    h('main', [
      h(MenuButton, { label: 'More', entries: [{ id: 'a', label: 'First' }] }),
      h('input'),
      h('div', { id: 'menus' }),
    ]),
  );
  document.body.innerHTML = '<div id="app"></div>';
  app.mount('#app');
  unmount = () => app.unmount();
  await nextTick();
  const button = document.querySelector('button');
  button?.focus();
  button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  const menu = () => document.querySelector('#menus [role=menu]');
  await expect.poll(() => menu()?.contains(document.activeElement)).toBe(true);
  menu()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  while (menu()) await nextTick();
  expect(document.activeElement).toBe(button);
  document.querySelector('input')?.focus();
  await new Promise((resolve) => setTimeout(resolve));
  expect(document.activeElement).toBe(document.querySelector('input'));
});
