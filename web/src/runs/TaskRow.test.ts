import { createApp, type App } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunState, StepState, Task } from '../../../contract/run-state.ts';
import SetUpPage from '../pages/SetUpPage.vue';
import { exampleRun, exampleStep } from '../testing/example-run.ts';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import { createApi } from './api.ts';
import { linesOf } from './task-log.ts';

let server: ExampleServer;
let app: App | null = null;

beforeEach(async () => {
  server = await startExampleServer();
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(`${server.url}/`);
});
afterEach(async () => {
  app?.unmount();
  document.body.innerHTML = '';
  await server.close();
});

const TAIL = '/api/v1/runs/run-1/steps/0/attempts/2/log/tail';
const tail = (text: string, ended = false, offset = 0) =>
  server.reply(`GET ${TAIL}`, () => ({ body: { offset, next_offset: 9, size: 9, ended, text } }));

const run = (tasks: Task[], changes: Partial<StepState> = {}): RunState => {
  const running = { status: 'in_progress', phase: 'running', attempt: 2, label: 'Install', tasks } as const;
  return exampleRun({
    current_step: 0,
    steps: [exampleStep({ action: 'install_custom_nodes', ...running, ...changes })],
  });
};

async function openPage(state: RunState): Promise<void> {
  server.show(state);
  document.body.innerHTML = '<div id="app"></div>';
  app = createApp(SetUpPage, { api: createApi() });
  app.mount('#app');
  await vi.waitFor(() => expect(rows().length).toBeGreaterThan(0));
}

const rows = () => [...document.querySelectorAll<HTMLLIElement>('.tasks li')];
const button = (index = 0) => {
  const found = rows()[index]?.querySelector('button');
  if (!found) throw new Error(`there is no row ${index}`);
  return found;
};
const inside = () => document.getElementById(button().getAttribute('aria-controls') ?? '')?.textContent ?? '';
const within = (check: () => void) => vi.waitFor(check, { timeout: 5000 });

it('says how far a row is and how fast, with a bar while it is on its way', async () => {
  await openPage(
    run([
      { name: 'a', status: 'running', percent: 43.7, rate_per_s: 2_100_000 },
      { name: 'b', status: 'running' },
      { name: 'c', status: 'failed', percent: 12 },
    ]),
  );
  expect(button(0).textContent).toMatch(/43\s%\s·\s2\.\d\sM/);
  expect(rows().map((row) => row.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow'))).toEqual([
    '43',
    undefined,
    undefined,
  ]);
});

it('opens with the note and the row’s own lines, which go on while it runs', async () => {
  tail('[a] cloning\n[a] 10 %\r20 %\n');
  await openPage(run([{ name: 'a', status: 'running', note: 'cloning' }]));
  expect(button().getAttribute('aria-expanded')).toBe('false');
  expect(server.requests('GET', TAIL)).toHaveLength(0);
  button().click();
  await within(() => expect(document.querySelector('pre')?.textContent).toBe('cloning\n20 %'));
  expect(button().getAttribute('aria-expanded')).toBe('true');
  expect(server.requests('GET', TAIL)[0]?.url).toContain('task=a');
  tail('[a] done\n');
  await within(() => expect(document.querySelector('pre')?.textContent).toBe('done'));
  expect(document.querySelector('pre')?.getAttribute('aria-label')).toBe('Log of a');
  expect(document.querySelector<HTMLAnchorElement>('.inside a')?.getAttribute('href')).toBe(
    '/api/v1/runs/run-1/steps/0/attempts/2/log/download?task=a',
  );
  button().click();
  await within(() => expect(document.querySelector('pre')).toBeNull());
});

it('tells a row without lines, a log that is gone and a server that does not answer', async () => {
  tail('', true);
  await openPage(run([{ name: 'a', status: 'success' }], { status: 'completed', phase: 'done' }));
  button().click();
  await within(() => expect(inside()).toContain('It has no lines of its own in the log.'));
  button().click();
  server.reply(`GET ${TAIL}`, () => ({
    status: 404,
    body: { code: 'log_not_found', detail: 'It is no longer kept.' },
  }));
  await within(() => expect(inside()).toBe(''));
  button().click();
  await within(() => expect(inside()).toContain('It is no longer kept.'));
  button().click();
  await within(() => expect(inside()).toBe(''));
  server.beSilent(true);
  button().click();
  await within(() => expect(inside()).toContain('Bringup does not answer'));
});

it('shows the lines as a terminal would in the end', () => {
  expect(linesOf('a [1]', '[a [1]] x\r\n[a [1]] 1 %\r2 %\n[a [1]] \u001b[31mred\u001b[0m\n')).toEqual([
    'x',
    '2 %',
    'red',
  ]);
  expect(linesOf('a', '')).toEqual([]);
});
