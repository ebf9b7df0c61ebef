import { createApp, type App } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunState } from '../../../contract/run-state.ts';
import { createApi } from '../runs/api.ts';
import type { TemplateDetail } from '../runs/templates.ts';
import { completedRun, exampleRun, exampleStep } from '../testing/example-run.ts';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import SetUpPage from './SetUpPage.vue';

const practice: TemplateDetail = {
  id: 'practice',
  name: 'Practice',
  description: 'The built-in box',
  version: '1',
  practice: true,
  ssh_connection: 'ssh -p 40022 practice@127.0.0.1',
  step_delay: 0,
  steps: [{ action: 'test_ssh', label: 'Practise SSH', enabled: true }],
};
const comfyui: TemplateDetail = {
  id: 'comfyui',
  name: 'ComfyUI',
  description: 'For Vast.ai',
  version: '1',
  step_delay: 2,
  steps: [
    { action: 'test_ssh', label: 'Test SSH connection', enabled: true },
    { action: 'setup_civitdl', label: 'Set up civitdl', enabled: true },
    { action: 'sync_instance', label: 'Sync media', enabled: false },
  ],
};
const own = 'ssh -p 2838 root@10.0.0.7';

let server: ExampleServer;
let app: App | null = null;

beforeEach(async () => {
  server = await startExampleServer();
  server.offer([practice, comfyui]);
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(`${server.url}/`);
  window.localStorage.clear();
});
afterEach(async () => {
  app?.unmount();
  app = null;
  document.body.innerHTML = '';
  await server.close();
});

function mountPage(run: RunState | null): void {
  server.show(run);
  document.body.innerHTML = '<div id="app"></div>';
  app = createApp(SetUpPage, { api: createApi() });
  app.mount('#app');
}

async function openPage(run: RunState | null = null): Promise<void> {
  mountPage(run);
  await vi.waitFor(() => expect(steps().length).toBeGreaterThan(0));
}

const one = <T extends Element>(selector: string): T => {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`${selector} is not on the page`);
  return found;
};
const steps = () => [...document.querySelectorAll<HTMLElement>('article.step')];
const labels = () => steps().map((step) => step.querySelector('h3')?.textContent);
const switches = () => [...document.querySelectorAll<HTMLInputElement>('article.step input[type=checkbox]')];
const button = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === name);
  if (!found) throw new Error(`There is no button ${name}`);
  return found;
};
const field = () => one<HTMLInputElement>('#connection');
const shows = (text: string) => vi.waitFor(() => expect(document.body.textContent).toContain(text), { timeout: 5000 });

function type(selector: string, text: string): void {
  const input = one<HTMLInputElement>(selector);
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
function choose(id: string): void {
  const select = one<HTMLSelectElement>('#template');
  select.value = id;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}
const posted = async (path: string): Promise<Record<string, unknown>> => {
  await vi.waitFor(() => expect(server.requests('POST', path)).toHaveLength(1));
  return server.requests('POST', path)[0]?.body ?? {};
};
const acceptStart = (): void =>
  server.reply('POST /workflow/start', (body) => {
    const sent = body['steps'] as { action: string; label: string }[];
    const shown = sent.map((step) => exampleStep({ action: step.action, label: step.label }));
    server.show(exampleRun({ workflow_id: 'run-9', phase: 'starting', current_step: 0, steps: shown }));
    return { body: { success: true, workflow_id: 'run-9' } };
  });

describe('before the start', () => {
  it('shows the steps of the first template for a real box, each with a switch', async () => {
    await openPage();
    expect(labels()).toEqual(['Test SSH connection', 'Set up civitdl', 'Sync media']);
    expect(switches().map(({ checked }) => checked)).toEqual([true, true, false]);
    expect(one<HTMLLabelElement>('label[for=connection]').textContent).toBe('SSH connection');
    expect([button('Start').disabled, button('Stop').disabled, button('Clear').disabled]).toEqual([false, true, true]);
  });

  it('checks the connection while it is typed', async () => {
    await openPage();
    type('#connection', 'root:secret@host');
    await vi.waitFor(() => expect(field().getAttribute('aria-invalid')).toBe('true'));
    expect(one('#connection-error').textContent).toContain('Leave the password out');
    expect(field().getAttribute('aria-describedby')).toContain('connection-error');
    type('#connection', own);
    await vi.waitFor(() => expect(field().getAttribute('aria-invalid')).toBe('false'));
    expect(one('#connection-hint').textContent).toContain('root at 10.0.0.7, port 2838');
  });

  it('starts nothing without a connection and says so', async () => {
    await openPage();
    button('Start').click();
    await vi.waitFor(() => expect(field().getAttribute('aria-invalid')).toBe('true'));
    expect(server.requests('POST', '/workflow/start')).toHaveLength(0);
  });

  it('marks the practice template and fills its connection in', async () => {
    await openPage();
    choose('practice');
    await shows('Practice box: a built-in box on this computer');
    expect(field().value).toBe('ssh -p 40022 practice@127.0.0.1');
    expect(labels()).toEqual(['Practise SSH']);
  });

  it('leaves the practice template when another box is entered', async () => {
    await openPage();
    choose('practice');
    await vi.waitFor(() => expect(labels()).toEqual(['Practise SSH']));
    type('#connection', own);
    await vi.waitFor(() => expect(labels()).toHaveLength(3));
    expect(field().value).toBe(own);
    await shows('Switched to “ComfyUI”');
  });

  it('begins with the practice template where there is no other', async () => {
    server.offer([practice]);
    await openPage();
    expect(labels()).toEqual(['Practise SSH']);
  });
});

describe('Start', () => {
  it('sends what is switched on and follows the run', async () => {
    acceptStart();
    await openPage();
    switches()[0]?.click();
    type('#connection', own);
    type('#instance-id', '4711');
    type('#api-key', 'very-secret');
    button('Start').click();
    expect(await posted('/workflow/start')).toEqual({
      steps: [{ action: 'setup_civitdl', label: 'Set up civitdl', status: 'pending', api_key: 'very-secret' }],
      ssh_connection: own,
      step_delay: 2,
      instance_id: 4711,
      template: { id: 'comfyui' },
    });
    await shows('Step 1 of 1: Set up civitdl');
    expect(switches().every(({ disabled }) => disabled)).toBe(true);
    expect([button('Start').disabled, button('Stop').disabled]).toEqual([true, false]);
    expect(server.requests('GET', '/workflow/state').at(-1)?.url).toBe('/workflow/state?workflow_id=run-9');
  });

  it('remembers template and connection, never the key', async () => {
    acceptStart();
    await openPage();
    choose('comfyui');
    type('#connection', own);
    type('#api-key', 'very-secret');
    button('Start').click();
    await shows('Step 1 of 2');
    const kept = Object.fromEntries(Object.keys(localStorage).map((key) => [key, localStorage.getItem(key)]));
    expect(kept).toEqual({ 'bringup.template': 'comfyui', 'bringup.connection': own });
    server.show(completedRun());
    await shows('All 3 steps are done');
    expect(one<HTMLInputElement>('#api-key').value).toBe('');
  });

  it('shows a refusal at the buttons and marks the field', async () => {
    const body = { success: false, message: 'Host cannot be empty', code: 'input_invalid', field: 'ssh_connection' };
    server.reply('POST /workflow/start', () => ({ status: 400, body }));
    await openPage();
    type('#connection', own);
    button('Start').click();
    await vi.waitFor(() => expect(one('[role=alert]').textContent).toBe('Host cannot be empty'));
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(one('#connection-error').textContent).toContain('Host cannot be empty');
  });
});

describe('a run', () => {
  it('is restored when the page is opened in the middle of it', async () => {
    await openPage(exampleRun());
    expect(labels()).toEqual(['Test SSH connection', 'Set UI_HOME', 'Install custom nodes']);
    expect(steps().map((step) => step.dataset['status'])).toEqual(['completed', 'in_progress', 'pending']);
    expect(one('.run [role=progressbar]').getAttribute('aria-valuenow')).toBe('33');
    expect([...document.querySelectorAll('.arrow')].map((arrow) => arrow.classList[1])).toEqual(['loading', 'idle']);
    expect(field().value).toBe('ssh -p 2838 root@10.0.0.7');
    await shows('Step 2 of 3: Set UI_HOME');
    expect(one<HTMLAnchorElement>('.run a').href).toBe('http://127.0.0.1:8233/run-1');
  });

  it.each([
    ['completed', completedRun(), 'All 3 steps are done. It took 3 min 05 s.'],
    [
      'failed',
      exampleRun({ status: 'failed', phase: 'ended', error_message: 'Step 2 (set_ui_home) failed: no' }),
      'failed: no',
    ],
    [
      'cancelled',
      exampleRun({ status: 'cancelled', phase: 'ended' }),
      'Every process of the run on the box has ended.',
    ],
  ])('that is %s is restored with its final message', async (_status, run, text) => {
    await openPage(run);
    await vi.waitFor(() => expect(one('[aria-live=polite][aria-atomic]').textContent).toContain(text));
    expect([button('Start').disabled, button('Stop').disabled, button('Clear').disabled]).toEqual([false, true, false]);
  });

  it('shows tasks, progress, note, warnings and result of its steps', async () => {
    const step = exampleStep({
      status: 'in_progress',
      phase: 'running',
      progress: { done: 3, total: 10, unit: 'nodes', current: 'rgthree', rate_per_s: null, eta_s: null },
      tasks: [
        { name: 'ComfyUI-Manager', status: 'success', note: 'cloned' },
        { name: 'rgthree', status: 'running', percent: 41.7 },
      ],
      completion_note: 'Three so far',
      warnings: ['One was slow'],
      result: { path: '/workspace' },
    });
    await openPage(exampleRun({ steps: [step], current_step: 0 }));
    for (const text of ['3 of 10 nodes', 'ComfyUI-Manager', 'cloned', 'Three so far', 'One was slow', '/workspace']) {
      await shows(text);
    }
    expect(one('[data-status=running] .word').textContent).toMatch(/Running\s41\s%/);
  });

  it('says Cancelling at once when Stop is pressed, and Cancelled after it', async () => {
    await openPage(exampleRun());
    server.reply('POST /workflow/stop', () => {
      server.show(
        exampleRun({ phase: 'cancelling', phase_info: { until: new Date(Date.now() + 9000).toISOString() } }),
      );
      return { body: { success: true } };
    });
    button('Stop').click();
    await shows('Cancelling…');
    expect(await posted('/workflow/stop')).toEqual({ workflow_id: 'run-1' });
    await shows('are ended by force.');
    server.show(exampleRun({ status: 'cancelled', phase: 'ended' }));
    await shows('Every process of the run on the box has ended.');
  });

  it('gives way to the template’s steps when Clear is pressed', async () => {
    await openPage(completedRun());
    server.reply('POST /workflow/clear', () => {
      server.show(null);
      return { body: { success: true } };
    });
    button('Clear').click();
    await vi.waitFor(() => expect(labels()).toEqual(['Test SSH connection', 'Set up civitdl', 'Sync media']));
    expect(document.querySelector('.run')).toBeNull();
  });

  it('stays on the page while Bringup does not answer', async () => {
    await openPage(exampleRun());
    server.beSilent(true);
    await shows('Bringup does not answer, trying again…');
    expect(labels()).toHaveLength(3);
    server.beSilent(false);
    await vi.waitFor(() => expect(document.body.textContent).not.toContain('trying again'), { timeout: 5000 });
  });

  it('is found once Bringup answers, however late', async () => {
    server.beSilent(true);
    mountPage(exampleRun());
    await shows('Bringup does not answer, trying again…');
    expect(button('Start').disabled).toBe(true);
    server.beSilent(false);
    await shows('Step 2 of 3: Set UI_HOME');
  });

  it('says as of when the state is when Temporal is away', async () => {
    await openPage(exampleRun({ stale: true, stale_since: '2026-11-23T10:00:00.000Z' }));
    await shows('Temporal or the worker does not answer');
  });

  it('shows labels and notes as text, never as markup', async () => {
    const step = exampleStep({ label: '<img src=x onerror=alert(1)>', completion_note: '<b>bold</b>' });
    await openPage(exampleRun({ steps: [step], current_step: 0 }));
    await shows('<b>bold</b>');
    expect(document.querySelectorAll('article img, article b')).toHaveLength(0);
  });
});

describe('an unknown host key', () => {
  const fingerprint = 'SHA256:VhhkGqg/nSJU31VCUT0bUmRqCLejGmOhTto5WNjgWJg';
  const blocked = exampleRun({
    status: 'blocked',
    phase: 'waiting',
    phase_info: { for: 'host_key', since: '2026-11-23T10:00:00.000Z' },
    block_info: {
      block_reason: 'host_verification_needed',
      host: '10.0.0.7',
      port: '2838',
      fingerprints: [`256 ${fingerprint} [10.0.0.7]:2838 (ED25519)`],
    },
  });
  const dialog = () => document.querySelector('dialog');

  it('is asked about with its fingerprint, and Escape decides nothing', async () => {
    await openPage(blocked);
    await vi.waitFor(() => expect(dialog()?.open).toBe(true));
    expect(dialog()?.textContent).toContain(fingerprint);
    const cancel = new Event('cancel', { cancelable: true });
    dialog()?.dispatchEvent(cancel);
    expect(cancel.defaultPrevented).toBe(true);
    dialog()?.close();
    await vi.waitFor(() => expect(dialog()?.open).toBe(true));
    expect(server.asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('is pinned by exactly that fingerprint before the run goes on', async () => {
    await openPage(blocked);
    await vi.waitFor(() => expect(dialog()?.open).toBe(true));
    server.reply('POST /workflow/resume', () => {
      server.show(exampleRun());
      return { body: { success: true } };
    });
    button('Trust this key and go on').click();
    expect(await posted('/ssh/verify-host')).toEqual({ ssh_connection: own, accept: true, fingerprint });
    expect(await posted('/workflow/resume')).toEqual({ workflow_id: 'run-1' });
    await vi.waitFor(() => expect(dialog()).toBeNull());
  });

  it('is asked about again with the reason when it was not accepted', async () => {
    await openPage(blocked);
    const body = { success: false, message: 'The box shows another key now.', code: 'host_key_not_shown' };
    server.reply('POST /ssh/verify-host', () => ({ status: 409, body }));
    await vi.waitFor(() => expect(dialog()?.open).toBe(true));
    button('Trust this key and go on').click();
    await vi.waitFor(() => expect(dialog()?.textContent).toContain('The box shows another key now.'));
    expect(button('Trust this key and go on').disabled).toBe(false);
    // So the run looks again, and asks about the key that is there now.
    expect(await posted('/workflow/resume')).toEqual({ workflow_id: 'run-1' });
    expect(dialog()?.open).toBe(true);
  });

  it('is declined by stopping the run', async () => {
    await openPage(blocked);
    await vi.waitFor(() => expect(dialog()?.open).toBe(true));
    button('Stop the run').click();
    expect(await posted('/workflow/stop')).toEqual({ workflow_id: 'run-1' });
    await vi.waitFor(() => expect(dialog()).toBeNull());
    await shows('Cancelling…');
  });
});
