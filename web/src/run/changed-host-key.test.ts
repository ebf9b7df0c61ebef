// A host key that has changed, on the page: both sides, two steps to replace it, and the way on.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stepFailure } from '../../../contract/failure.ts';
import type { RunState } from '../../../contract/run-state.ts';
import { exampleRun } from '../testing/example-run.ts';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import { mountPage, type MountedPage } from '../testing/mount-page.ts';
// Read before the first test, whose time is for what it tests.
import '../pages/RunPage.vue';

const REPLACE = '/api/v1/host-keys/10.0.0.7/2838/replace';
const own = 'ssh -p 2838 root@10.0.0.7';
let server: ExampleServer;
let page: MountedPage;

beforeEach(async () => {
  server = await startExampleServer();
  window.localStorage.clear();
});
afterEach(async () => {
  page.unmount();
  await server.close();
});

async function openPage(run: RunState): Promise<void> {
  server.reply(`GET /api/v1/runs/${run.workflow_id}`, () => ({ body: run }));
  server.reply(`GET /api/v1/runs/${run.workflow_id}/attempts`, () => ({ body: { items: [] } }));
  server.reply('GET /api/v1/usual-durations', () => ({ body: { items: [] } }));
  page = await mountPage(server, `/runs/${run.workflow_id}`);
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
    await openPage(failed);
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
    expect(server.requests('POST', REPLACE)).toEqual([]);
  });

  it('is replaced by exactly the one that is shown, and then the run can be started again', async () => {
    await openPage(failed);
    await shows('Replace the key…');
    server.reply(`POST ${REPLACE}`, () => ({ body: { note: 'It also stands elsewhere.' } }));
    button('Replace the key…').click();
    await vi.waitFor(() => button('I have compared it, replace the key').click());
    expect(await posted(REPLACE)).toEqual({ ssh_connection: own, fingerprint: shown });
    await shows('The key was replaced');
    await shows('It also stands elsewhere.');
    // What continuing would do is asked for; nothing is started yet.
    button('Start again').click();
    await shows('Continue at step 2');
    expect(server.requests('POST', '/api/v1/runs/run-1/continue')).toHaveLength(0);
  });

  it('stays when it could not be replaced, with the reason', async () => {
    await openPage(failed);
    await shows('Replace the key…');
    const body = { detail: 'The box shows a third key by now.', code: 'host_key_not_shown', hint: '', facts: {} };
    server.reply(`POST ${REPLACE}`, () => ({ status: 409, body }));
    button('Replace the key…').click();
    await vi.waitFor(() => button('I have compared it, replace the key').click());
    await vi.waitFor(() => expect(one('.changed [role=alert]').textContent).toBe('The box shows a third key by now.'));
    expect(button('I have compared it, replace the key').disabled).toBe(false);
  });
});
