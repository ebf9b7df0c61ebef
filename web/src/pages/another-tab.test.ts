// A page that was left open on a run that has ended, while another run is started elsewhere.
import { createApp, type App } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApi } from '../runs/api.ts';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import SetUpPage from './SetUpPage.vue';

let server: ExampleServer;
let app: App;

beforeEach(async () => {
  server = await startExampleServer();
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(`${server.url}/`);
  server.show(completedRun());
  document.body.innerHTML = '<div id="app"></div>';
  app = createApp(SetUpPage, { api: createApi() });
  app.mount('#app');
  await shows('All 3 steps are done.');
  server.show(exampleRun({ workflow_id: 'run-2', start_time: '2026-11-23T11:00:00.000Z' }));
});
afterEach(async () => {
  app.unmount();
  document.body.innerHTML = '';
  await server.close();
});

const shows = (text: string) => vi.waitFor(() => expect(document.body.textContent).toContain(text), { timeout: 5000 });
const comeBack = () => window.dispatchEvent(new Event('focus'));
/** How often somebody looked for whatever run is the latest. */
const looks = () => server.requests('GET', '/workflow/state').filter(({ url }) => !url.includes('?')).length;

it('shows that run once somebody comes back to the page', async () => {
  comeBack();
  await shows('run-2');
  await shows('Step 2 of 3');
});

it('leaves a form alone that somebody has begun to fill in', async () => {
  const before = looks();
  const input = document.querySelector<HTMLInputElement>('#connection');
  if (!input) throw new Error('there is no connection field');
  input.value = 'root@10.0.0.8';
  input.dispatchEvent(new Event('input', { bubbles: true }));
  comeBack();
  input.value = 'ssh -p 2838 root@10.0.0.7';
  input.dispatchEvent(new Event('input', { bubbles: true }));
  comeBack();
  await shows('run-2');
  expect(looks() - before).toBe(1);
});
