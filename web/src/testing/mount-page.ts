// A page of the dashboard in a test: with its router, its cache and an API on loopback, but without the shell around it.
import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp, defineComponent, h, ref } from 'vue';
import { createMemoryHistory, type Router, RouterView } from 'vue-router';
import { apiKey, createApi } from '../api.ts';
import { provideLive } from '../live/live.ts';
import { createQueries } from '../live/query-client.ts';
import { createPages } from '../router.ts';
import { provideClock } from '../runs/clock.ts';
import { TestEventSource } from './event-source.ts';
import type { ExampleServer } from './example-server.ts';

export interface MountedPage {
  router: Router;
  unmount(): void;
}

/** Opens the page at this address. */
export async function mountPage(server: ExampleServer, at: string): Promise<MountedPage> {
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(`${server.url}/`);
  globalThis.EventSource = TestEventSource as unknown as typeof EventSource; // what is used of it is there
  document.body.innerHTML = '<main id="app"></main>';
  const router = createPages(createMemoryHistory());
  const queries = createQueries();
  const shell = defineComponent({
    setup() {
      provideLive(`${server.url}/api/v1/events`);
      provideClock(() => Date.now(), ref(false));
      return () => h(RouterView);
    },
  });
  const app = createApp(shell).use(VueQueryPlugin, { queryClient: queries }).use(router);
  app.provide(apiKey, createApi());
  await router.push(at);
  app.mount('#app');
  return {
    router,
    unmount() {
      app.unmount();
      queries.clear();
      document.body.innerHTML = '';
    },
  };
}
