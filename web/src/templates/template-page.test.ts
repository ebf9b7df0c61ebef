import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// Read before the first test, whose time is for what it tests.
import '../pages/TemplatePage.vue';
import './TemplateForm.vue';
import './TemplateText.vue';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import { mountPage, type MountedPage } from '../testing/mount-page.ts';

const ACTIONS = ['test_ssh', 'run_command'].map((action) => ({
  action,
  title: action,
  description: '',
  secrets: [],
  parameters: { properties: action === 'run_command' ? { command: { type: 'string' } } : {} },
  changes_nothing: action === 'test_ssh',
  undo: null,
  retry: { attempts: 1 },
  timeout_s: 30,
}));
const YAML = 'id: mine\nname: Mine\nsteps:\n  - { action: test_ssh, label: Look }\n';

let server: ExampleServer;
let page: MountedPage;
let version: number;
const template = () => ({
  id: 'mine',
  name: 'Mine',
  description: 'For tests.',
  version: '1',
  version_number: version,
  source: 'saved',
  practice: false,
  step_delay: 0,
  parameters: [],
  steps: [
    { action: 'test_ssh', label: 'Look', enabled: true },
    { action: 'run_command', label: 'Say', enabled: true, command: 'true' },
  ],
  yaml: YAML,
  notes: [],
  created_at: '2026-11-23T10:00:00.000Z',
  created_by: 'ada',
  note: null,
});
const tag = () => `"v${version}-0123456789ab"`;

beforeEach(async () => {
  server = await startExampleServer();
  window.sessionStorage.clear();
  window.localStorage.clear();
  version = 7;
  server.reply('GET /api/v1/templates/mine', () => ({ headers: { etag: tag() }, body: template() }));
  server.reply('GET /api/v1/actions', () => ({ body: { items: ACTIONS } }));
  server.reply('GET /api/v1/session', () => ({ body: { scope: 'admin' } }));
  server.reply('POST /api/v1/template-checks', ({ yaml }) => {
    const problems = String(yaml).includes('nme') ? [{ line: 2, column: 1, field: 'nme', message: 'is no field' }] : [];
    return { body: { ok: problems.length === 0, problems, notes: [] } };
  });
  server.reply('PUT /api/v1/templates/mine', () => {
    version += 1;
    return { body: template() };
  });
});
afterEach(async () => {
  page.unmount();
  await server.close();
});

const open = async (query: string, ready: string) => {
  page = await mountPage(server, `/templates/mine?${query}`);
  await vi.waitFor(() => expect(document.querySelector(ready)).not.toBeNull(), { timeout: 12_000 });
};
const one = <T extends Element>(selector: string): T => {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`${selector} is not on the page`);
  return found;
};
const button = (name: string): HTMLButtonElement => {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((each) => (each.getAttribute('aria-label') ?? each.textContent?.trim()) === name);
  if (!found) throw new Error(`There is no button ${name}`);
  return found;
};
const type = (field: HTMLInputElement | HTMLTextAreaElement, text: string): void => {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
};
const shows = (text: string) => vi.waitFor(() => expect(document.body.textContent).toContain(text), { timeout: 5000 });
const puts = () => server.requests('PUT', '/api/v1/templates/mine');
const save = () => one('.row').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));

describe('the text of a template', () => {
  const area = () => one<HTMLTextAreaElement>('.editor textarea');

  it('is checked when the hands rest, with each mistake at its line', async () => {
    await open('tab=text', '.editor textarea');
    type(area(), YAML.replace('name', 'nme'));
    await shows('Line 2, column 1: nme is no field');
    expect(one('.gutter .wrong').textContent).toBe('2');
    button('Line 2, column 1: nme is no field').click();
    expect(area().selectionStart).toBe(YAML.indexOf('name'));
  });

  it('is kept in the tab when the page goes, and asked about before it is left', async () => {
    await open('tab=text', '.editor textarea');
    type(area(), `${YAML}# mine\n`);
    await shows('Not saved yet.');
    const leaving = page.router.push('/templates');
    await shows('Leave with unsaved changes?');
    button('Stay').click();
    await leaving;
    expect(page.router.currentRoute.value.path).toBe('/templates/mine');
    page.unmount();
    await open('tab=text', '.editor textarea');
    expect(area().value).toBe(`${YAML}# mine\n`);
  });

  it('is saved as the version after the one that was edited', async () => {
    await open('tab=text', '.editor textarea');
    type(area(), `${YAML}# mine\n`);
    await shows('Save as the next version');
    save();
    await shows('Saved as version 8.');
    expect(puts()[0]?.body).toEqual({ yaml: `${YAML}# mine\n` });
    expect(puts()[0]?.headers['if-match']).toBe('"v7-0123456789ab"');
    expect(window.sessionStorage.getItem('bringup.draft.mine')).toBeNull();
  });

  it('that somebody else has changed meanwhile is not overwritten unseen', async () => {
    await open('tab=text', '.editor textarea');
    type(area(), `${YAML}# mine\n`);
    await shows('Save as the next version');
    version = 8;
    server.reply('PUT /api/v1/templates/mine', () => ({
      status: 412,
      body: { detail: 'The template mine is at version 8 now.', code: 'template_changed', hint: '', facts: {} },
    }));
    save();
    await shows('Somebody has saved version 8 since you began.');
    expect(area().value).toBe(`${YAML}# mine\n`);
    button('Save mine as the next version all the same').click();
    await vi.waitFor(() => expect(puts()).toHaveLength(2));
    expect(puts()[1]?.headers['if-match']).toBe('"v8-0123456789ab"');
  });
});

describe('the form of a template', () => {
  it('moves, changes and adds steps, and sends the whole template', async () => {
    await open('tab=form', '#add-step option[value=run_command]');
    button('Move Say up').click();
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Move Say down'));
    const command = await vi.waitFor(() => one<HTMLTextAreaElement>('.steps li textarea'));
    type(command, 'uptime');
    await shows('Not saved yet.');
    await vi.waitFor(() => expect(window.sessionStorage.getItem('bringup.draft.mine')).toContain('uptime'));
    const add = one<HTMLSelectElement>('#add-step');
    add.value = 'run_command';
    add.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(document.querySelectorAll('.steps ol > li')).toHaveLength(3));
    save();
    await shows('Saved as version 8.');
    const { source: _s, practice: _p, yaml: _y, notes: _n, note: _o, version_number: _v, ...mine } = template();
    const { created_at: _c, created_by: _b, ...fields } = mine;
    expect(puts()[0]?.body).toEqual({
      template: {
        ...fields,
        steps: [
          { action: 'run_command', label: 'Say', enabled: true, command: 'uptime' },
          { action: 'test_ssh', label: 'Look', enabled: true },
          { action: 'run_command', label: 'run_command', enabled: true },
        ],
      },
    });
  });
});

it('shows an old version, and makes it the next one', async () => {
  const old = { ...template(), version_number: 5, name: 'As it was', yaml: `${YAML}# old\n` };
  server.reply('GET /api/v1/templates/mine/versions/5', () => ({ body: old }));
  await open('version=5', '.old');
  await shows('This is version 5. The one in use is 7.');
  button('Make version 5 the next one').click();
  await vi.waitFor(() => expect(puts()[0]?.body).toEqual({ yaml: `${YAML}# old\n`, note: 'Version 5 restored' }));
  await vi.waitFor(() => expect(page.router.currentRoute.value.query).toEqual({}));
});
