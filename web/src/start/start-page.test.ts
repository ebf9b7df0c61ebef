import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../contract/json.ts';
// Read before the first test, whose time is for what it tests.
import '../pages/RunPage.vue';
import '../pages/StartPage.vue';
import './ChangeRun.vue';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import { mountPage, type MountedPage } from '../testing/mount-page.ts';

const action = (name: string, more: object = {}) => ({
  action: name,
  title: name,
  description: `Does ${name}.`,
  secrets: [],
  parameters: { properties: {} },
  changes_nothing: false,
  undo: null,
  ...more,
});
const ACTIONS = [
  action('test_ssh', { changes_nothing: true }),
  action('set_ui_home', { undo: 'Puts back what was there.' }),
  action('setup_civitdl', { secrets: [{ field: 'api_key', name: 'CIVITDL_API_KEY', named: 'civitdl' }] }),
  action('reboot_instance'),
];
const template = (id: string, more: object) => ({
  id,
  name: id,
  description: '',
  version: '1',
  version_number: 3,
  practice: false,
  error: null,
  parameters: [],
  step_delay: 0,
  ...more,
});
const comfyui = template('comfyui', {
  parameters: [
    { name: 'word', type: 'string', required: true, label: 'A word' },
    { name: 'size', type: 'number', required: false, default: 2, min: 1, max: 5 },
  ],
  steps: [
    { action: 'test_ssh', label: 'Look', enabled: true },
    { action: 'set_ui_home', label: 'Home', enabled: true },
    { action: 'setup_civitdl', label: 'Civitdl', enabled: true },
    { action: 'reboot_instance', label: 'Reboot', enabled: false, when: { step: 'Home', outcome: ['done'] } },
  ],
});
const practice = template('practice', {
  practice: true,
  ssh_connection: 'ssh -p 40022 practice@127.0.0.1',
  steps: [{ action: 'test_ssh', label: 'Practise', enabled: true }],
});
/** The page of the run is large, and read only then. */
const SOON = { timeout: 10_000 };
const OWN = 'ssh -p 2838 root@10.0.0.7';

let server: ExampleServer;
let page: MountedPage;
let runs: object[];

beforeEach(async () => {
  server = await startExampleServer();
  window.localStorage.clear();
  runs = [{}];
  server.reply('GET /api/v1/templates', () => ({ body: { items: [practice, comfyui] } }));
  for (const one of [practice, comfyui]) {
    server.reply(`GET /api/v1/templates/${one.id}`, () => ({ headers: { etag: '"v3-0123456789ab"' }, body: one }));
  }
  server.reply('GET /api/v1/actions', () => ({ body: { items: ACTIONS } }));
  server.reply('GET /api/v1/secrets', () => ({ body: { items: [] } }));
  server.reply('GET /api/v1/runs', () => ({ body: { items: runs, next_cursor: null } }));
  server.reply('GET /api/v1/session', () => ({ body: { scope: 'admin' } }));
});
afterEach(async () => {
  page.unmount();
  await server.close();
});

const open = async (at = '/start') => {
  page = await mountPage(server, at);
  await vi.waitFor(() => expect(switches().length).toBeGreaterThan(0), { timeout: 12_000 });
};
const one = <T extends Element>(selector: string): T => {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`${selector} is not on the page`);
  return found;
};
const switches = () => [...document.querySelectorAll<HTMLInputElement>('.steps input[type=checkbox]')];
const button = (name: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === name);
  if (!found) throw new Error(`There is no button ${name}`);
  return found;
};
const input = (label: string): HTMLInputElement => {
  const found = [...document.querySelectorAll('label')].find((each) => each.textContent?.startsWith(label));
  return one(`#${found?.htmlFor ?? 'none'}`);
};
const type = (field: HTMLInputElement, text: string): void => {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
};
const submit = () => one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
const shows = (text: string) => vi.waitFor(() => expect(document.body.textContent).toContain(text), { timeout: 5000 });
const starts = () => server.requests('POST', '/api/v1/templates/comfyui/runs');
const started = { status: 201, body: { workflow_id: 'run-9', execution_id: 'e' } };

describe('the start page', () => {
  it('says so where the template of its address is gone or broken, and shows another', async () => {
    const broken = { ...comfyui, id: 'broken', error: 'line 3, column 5: no such action' };
    server.reply('GET /api/v1/templates', () => ({ body: { items: [broken, comfyui] } }));
    await open('/start?template=broken');
    await shows('“broken” cannot be started. Broken: line 3, column 5: no such action');
    page.unmount();
    await open('/start?template=gone');
    await shows('There is no template “gone” any more.');
    expect(one<HTMLSelectElement>('#template').value).toBe('comfyui');
  });

  it('begins with the first template for a real box, its steps as the template has them', async () => {
    await open();
    expect(one<HTMLSelectElement>('#template').value).toBe('comfyui');
    expect(switches().map(({ checked }) => checked)).toEqual([true, true, true, false]);
    await shows('Has no way back: Civitdl.');
    expect(input('Size').value).toBe('2');
  });

  it('begins with the practice template on a system that never had a run, ready to start', async () => {
    runs = [];
    server.reply('POST /api/v1/templates/practice/runs', () => started);
    await open();
    expect(one<HTMLInputElement>('#connection').value).toBe('ssh -p 40022 practice@127.0.0.1');
    await shows('Practice box: a built-in box on this computer');
    submit();
    await vi.waitFor(() => expect(page.router.currentRoute.value.path).toBe('/runs/run-9'), SOON);
    expect(localStorage.getItem('bringup.connection')).toBeNull();
  });

  it('leaves the practice template when another box is entered', async () => {
    await open('/start?template=practice');
    type(one('#connection'), OWN);
    await shows('Switched to “comfyui”');
    await vi.waitFor(() => expect(switches()).toHaveLength(4));
    expect(one<HTMLInputElement>('#connection').value).toBe(OWN);
  });

  it('checks the connection while it is typed, and starts nothing that lacks something', async () => {
    await open();
    type(one('#connection'), 'root:secret@host');
    await shows('Leave the password out');
    expect(one('#connection').getAttribute('aria-describedby')).toContain('connection-error');
    submit();
    await shows('This is needed.');
    expect(starts()).toHaveLength(0);
    type(one('#connection'), OWN);
    await shows('root at 10.0.0.7, port 2838');
  });

  it('sends what was put in and switched, goes to the run, and remembers no secret', async () => {
    server.reply('POST /api/v1/templates/comfyui/runs', () => started);
    await open();
    type(one('#connection'), OWN);
    type(input('A word'), 'hello');
    type(input('Vast instance id'), '4711');
    await vi.waitFor(() => type(input('civitdl API key'), 'very-secret'));
    for (const index of [0, 3]) switches()[index]?.click();
    await shows('Left out: the run shows it as skipped');
    submit();
    await vi.waitFor(() => expect(page.router.currentRoute.value.path).toBe('/runs/run-9'), SOON);
    expect(starts()[0]?.body).toEqual({
      ssh_connection: OWN,
      parameters: { word: 'hello' },
      enabled: [0, 1, 2, 3],
      selection: { only: [1, 2, 3] },
      instance_id: 4711,
      api_key: 'very-secret',
    });
    const kept = Object.entries({ ...localStorage }).filter(([name]) => !name.startsWith('bringup.cache'));
    expect(Object.fromEntries(kept)).toEqual({ 'bringup.template': 'comfyui', 'bringup.connection': OWN });
  });

  it('sends the same start under the same key when nobody answered, and another one under another', async () => {
    let answers: object[] = [];
    server.reply('POST /api/v1/templates/comfyui/runs', () => {
      server.beSilent(false);
      return started;
    });
    await open();
    type(one('#connection'), OWN);
    type(input('A word'), 'hello');
    server.beSilent(true);
    submit();
    submit();
    await shows('Bringup does not answer.');
    answers = starts();
    expect(answers).toHaveLength(1);
    submit();
    await vi.waitFor(() => expect(starts()).toHaveLength(2));
    type(input('A word'), 'other');
    await vi.waitFor(() => expect(button('Start').disabled).toBe(false));
    server.beSilent(false);
    submit();
    await vi.waitFor(() => expect(page.router.currentRoute.value.path).toBe('/runs/run-9'), SOON);
    const keys = starts().map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('shows what the server says of a parameter at its field', async () => {
    const facts = { field: 'parameters.size', 'parameters.size': 'must be at most 5' };
    server.reply('POST /api/v1/templates/comfyui/runs', () => ({
      status: 400,
      body: { detail: 'Parameters: size must be at most 5.', code: 'input_invalid', hint: '', facts },
    }));
    await open();
    type(one('#connection'), OWN);
    type(input('A word'), 'hello');
    type(input('Size'), '9');
    submit();
    await shows('It must be at most 5.');
    expect(input('Size').getAttribute('aria-invalid')).toBe('true');
    expect(starts()[0]?.body['parameters']).toEqual({ word: 'hello', size: 9 });
  });

  it('says that a box is busy with a link to its run', async () => {
    server.reply('POST /api/v1/templates/comfyui/runs', () => ({
      status: 409,
      body: { detail: 'Workflow is already running', code: 'run_active', hint: '', facts: { workflow_id: 'run-1' } },
    }));
    await open();
    type(one('#connection'), OWN);
    type(input('A word'), 'hello');
    submit();
    await shows('This box has a run at work.');
    expect(one('.note a').getAttribute('href')).toBe('/runs/run-1');
  });

  it('shows in a dry run what would be sent, and starts nothing', async () => {
    const step = { step: 0, action: 'test_ssh', label: 'Look', left_out: null, when: null, allow_failure: false };
    const more = { timeout_s: 60, retry: { attempts: 3, delay_s: 1 }, secrets: [], text: 'uname -a', undo: null };
    const plan = { instance: 'root@10.0.0.7:2838', steps: [{ ...step, ...more }], cannot_be_undone: [] };
    server.reply('POST /api/v1/templates/comfyui/dry-run', () => ({ body: plan }));
    await open();
    type(one('#connection'), OWN);
    type(input('A word'), 'hello');
    button('Dry run').click();
    await shows('uname -a');
    await shows('On root@10.0.0.7:2838.');
    expect(starts()).toHaveLength(0);
  });
});

describe('an old run that is begun with', () => {
  const body = {
    ssh_connection: OWN,
    instance_id: null,
    template: { id: 'comfyui', name: 'comfyui', version: 3 },
    steps: [
      { action: 'test_ssh', label: 'Look' },
      { action: 'set_ui_home', label: 'Home', ui_home: '/srv/ui' },
    ],
  };
  const asked = (path: string) => server.requests('POST', `/api/v1/runs${path}`);
  const openOld = async (query: string) => {
    server.reply('GET /api/v1/runs/old/start-body', () => ({ body }));
    page = await mountPage(server, `/start?${query}`);
    await vi.waitFor(() => expect(document.querySelectorAll('.steps > li')).toHaveLength(2), { timeout: 5000 });
  };
  const relabel = (text: string) => type(one<HTMLInputElement>('.steps li:nth-child(2) .body input'), text);

  it('shows what was changed and sends nothing else', async () => {
    server.reply('POST /api/v1/runs/old/run-again', () => started);
    await openOld('again=old');
    await shows('Nothing is changed yet.');
    relabel('Its home');
    await shows('Its home');
    await vi.waitFor(() => expect(one('del').textContent).toBe('Home'));
    submit();
    await vi.waitFor(() => expect(asked('/old/run-again')).toHaveLength(1));
    expect(asked('/old/run-again')[0]?.body).toEqual({ changes: [{ step: 1, set: { label: 'Its home' } }] });
  });

  it('becomes a start of its own for another box', async () => {
    server.reply('POST /api/v1/runs', () => started);
    await openOld('again=old');
    type(one('#connection'), 'root@10.0.0.8:22');
    submit();
    await vi.waitFor(() => expect(asked('')).toHaveLength(1));
    const { steps, template: of } = body;
    expect(asked('')[0]?.body).toEqual({ ssh_connection: 'root@10.0.0.8:22', steps, template: of });
  });

  it('tells before it is continued which steps stay done', async () => {
    const plan = (sent: JsonObject) => ({
      difference: [],
      steps: [
        { step: 0, label: 'Look', action: 'test_ssh', fate: 'carry', has_probe: true },
        { step: 1, label: 'Home', action: 'set_ui_home', fate: sent['selection'] ? 'leave' : 'run', has_probe: false },
      ],
    });
    server.reply('POST /api/v1/runs/old/continue/preview', (sent) => ({ body: plan(sent as JsonObject) }));
    server.reply('POST /api/v1/runs/old/continue', () => started);
    await openOld('continue=old');
    await shows('stays done; the box is asked first if it still holds');
    submit();
    await vi.waitFor(() => expect(asked('/old/continue')[0]?.body).toEqual({}));
  });
});
