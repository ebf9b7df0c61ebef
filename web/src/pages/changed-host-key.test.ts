// A host key that has changed, on the page: both sides, two steps to replace it, and the way on.
import { createApp, type App } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stepFailure } from '../../../contract/failure.ts';
import type { RunState } from '../../../contract/run-state.ts';
import { createApi } from '../runs/api.ts';
import { exampleRun } from '../testing/example-run.ts';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import SetUpPage from './SetUpPage.vue';

const own = 'ssh -p 2838 root@10.0.0.7';
let server: ExampleServer;
let app: App;

beforeEach(async () => {
  server = await startExampleServer();
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(`${server.url}/`);
  window.localStorage.clear();
});
afterEach(async () => {
  app.unmount();
  document.body.innerHTML = '';
  await server.close();
});

function openPage(run: RunState): void {
  server.show(run);
  document.body.innerHTML = '<div id="app"></div>';
  app = createApp(SetUpPage, { api: createApi() });
  app.mount('#app');
}

const one = <T extends Element>(selector: string): T => {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`${selector} is not on the page`);
  return found;
};
const button = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === name);
  if (!found) throw new Error(`There is no button ${name}`);
  return found;
};
const shows = (text: string) => vi.waitFor(() => expect(document.body.textContent).toContain(text), { timeout: 5000 });
const posted = async (path: string): Promise<Record<string, unknown>> => {
  await vi.waitFor(() => expect(server.requests('POST', path)).toHaveLength(1));
  return server.requests('POST', path)[0]?.body ?? {};
};

describe('a changed host key', () => {
  const [known, shown] = ['SHA256:VhhkGqg/nSJU31VCUT0bUmRqCLejGmOhTto5WNjgWJg', 'SHA256:9ErP5rAKmrLIJvNRPqHmBj6X'];
  const facts = { host: '10.0.0.7', port: 2838, known, fingerprint: shown, fingerprint_line: `256 ${shown} (ED25519)` };
  const failed = exampleRun({
    status: 'failed',
    phase: 'ended',
    failure: stepFailure('host_key_changed', 'The host key has changed', facts),
  });
  const card = () => one<HTMLElement>('section.changed');

  it('is shown beside the known one, and one click replaces nothing', async () => {
    openPage(failed);
    await shows('Another host key than the known one');
    expect([...card().querySelectorAll('dd')].map(({ textContent }) => textContent)).toEqual([
      known,
      facts.fingerprint_line,
    ]);
    button('Replace the key…').click();
    await shows('Trust the new key instead of the old one?');
    expect(document.activeElement?.textContent).toBe('Trust the new key instead of the old one?');
    button('Keep the old key').click();
    await vi.waitFor(() => expect(card().textContent).not.toContain('instead of the old one'));
    expect(server.asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('is replaced by exactly the one that is shown, and then the run can be started again', async () => {
    server.reply('POST /workflow/start', () => {
      server.show(exampleRun({ workflow_id: 'run-9', execution_id: 'execution-9' }));
      return { body: { success: true, workflow_id: 'run-9' } };
    });
    openPage(failed);
    await shows('Replace the key…');
    server.reply('POST /ssh/host-keys/resolve', () => ({ body: { success: true, note: 'It also stands elsewhere.' } }));
    button('Replace the key…').click();
    await vi.waitFor(() => button('I have compared it, replace the key').click());
    expect(await posted('/ssh/host-keys/resolve')).toEqual({
      host: '10.0.0.7',
      port: 2838,
      ssh_connection: own,
      fingerprint: shown,
    });
    await shows('The key was replaced');
    await shows('It also stands elsewhere.');
    expect(server.requests('POST', '/workflow/start')).toHaveLength(0);
    button('Start again').click();
    expect(await posted('/workflow/start')).toMatchObject({ ssh_connection: own });
    await vi.waitFor(() => expect(document.querySelector('section.changed')).toBeNull());
  });

  it('stays when it could not be replaced, with the reason', async () => {
    openPage(failed);
    await shows('Replace the key…');
    const body = { success: false, message: 'The box shows a third key by now.', code: 'host_key_not_shown' };
    server.reply('POST /ssh/host-keys/resolve', () => ({ status: 409, body }));
    button('Replace the key…').click();
    await vi.waitFor(() => button('I have compared it, replace the key').click());
    await vi.waitFor(() => expect(one('.changed [role=alert]').textContent).toBe('The box shows a third key by now.'));
    expect(button('I have compared it, replace the key').disabled).toBe(false);
  });
});
