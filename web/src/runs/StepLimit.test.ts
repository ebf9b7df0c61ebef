import { createApp, type App } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunState, StepState } from '../../../contract/run-state.ts';
import SetUpPage from '../pages/SetUpPage.vue';
import { exampleRun, exampleStep } from '../testing/example-run.ts';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import { createApi } from './api.ts';

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

function openPage(run: RunState): void {
  server.show(run);
  document.body.innerHTML = '<div id="app"></div>';
  app = createApp(SetUpPage, { api: createApi() });
  app.mount('#app');
}

const shows = (text: string) => vi.waitFor(() => expect(document.body.textContent).toContain(text), { timeout: 5000 });
const more = (label = '10 more minutes for Install') => {
  const found = document.querySelector<HTMLButtonElement>(`[aria-label="${label}"]`);
  if (!found) throw new Error(`there is no button ${label}`);
  return found;
};
const offered = () =>
  [...document.querySelectorAll('button')].filter((one) => one.textContent?.includes('more minutes'));
const fromNow = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const step = (until: number, changes: Partial<StepState> = {}) =>
  exampleStep({
    label: 'Install',
    status: 'in_progress',
    phase: 'running',
    attempt: 1,
    phase_info: { since: fromNow(-60), until: fromNow(until) },
    ...changes,
  });
const away = (givesUpIn: number) =>
  step(0, {
    phase: 'unreachable',
    phase_info: { since: fromNow(-60), gives_up_at: fromNow(givesUpIn), reason: 'No route.' },
  });
const runOf = (one: StepState, changes: Partial<RunState> = {}) =>
  exampleRun({ steps: [one], current_step: 0, ...changes });
const extensions = () => server.requests('POST', '/workflow/extend').map(({ body }) => body);

describe('a step that takes long', () => {
  it('says until when, and gets ten more minutes', async () => {
    openPage(runOf(step(90)));
    await shows('at the latest (in 1 min');
    let wasDisabled = false;
    server.reply('POST /workflow/extend', () => {
      wasDisabled = more().disabled;
      server.show(runOf(step(690)));
      return { body: { success: true } };
    });
    more().click();
    await shows('at the latest (in 12 min');
    await shows('Given 10 more minutes.');
    expect(wasDisabled).toBe(true);
    expect(more().disabled).toBe(false);
    expect(extensions()).toEqual([{ workflow_id: 'run-1', limit: 'timeout_s', seconds: 600 }]);
  });

  it('says why where it cannot have them', async () => {
    openPage(runOf(step(90)));
    server.reply('POST /workflow/extend', () => ({ status: 409, body: { success: false, message: 'It has ended' } }));
    await shows('at the latest');
    more().click();
    await vi.waitFor(() => expect(document.querySelector('.limits [role=alert]')?.textContent).toBe('It has ended'));
    expect(more().disabled).toBe(false);
  });

  it('says so when nobody answers', async () => {
    openPage(runOf(step(90)));
    await shows('at the latest');
    server.beSilent(true);
    more().click();
    await vi.waitFor(() =>
      expect(document.querySelector('.limits [role=alert]')?.textContent).toContain('Bringup does not answer.'),
    );
  });

  it('may be silent for longer where silence ends it', async () => {
    openPage(runOf(step(90, { no_output_s: 300 })));
    await shows('Ends earlier when it says nothing for 5 min');
    more('10 more minutes of silence for Install').click();
    await vi.waitFor(() =>
      expect(extensions()).toEqual([{ workflow_id: 'run-1', limit: 'no_output_s', seconds: 600 }]),
    );
  });
});

describe('a step whose box does not answer', () => {
  it('is given up later when somebody says so', async () => {
    openPage(runOf(away(90)));
    await shows('No answer from the box since');
    server.reply('POST /workflow/extend', () => {
      server.show(runOf(away(690)));
      return { body: { success: true } };
    });
    more('10 more minutes until Install is given up').click();
    await shows('(in 11 min');
    expect(extensions()).toEqual([{ workflow_id: 'run-1', limit: 'unreachable_limit_s', seconds: 600 }]);
  });
});

describe('a stop', () => {
  const phase_info = { until: fromNow(9) };

  it('says that it could not be done yet while the box does not answer, since when and for how long', async () => {
    openPage(runOf(away(90), { phase: 'cancelling', phase_info }));
    await shows('its processes could not be ended yet');
    const panel = document.querySelector('section.run')?.textContent;
    expect(panel).toMatch(/No answer from the box since .+, gives up at .+ \(in 1 min/);
    expect(panel).not.toContain('are ended by force');
    expect(offered()).toEqual([]);
  });

  it('counts down to the kill otherwise, and gives nothing more time', async () => {
    openPage(runOf(step(90), { phase: 'cancelling', phase_info }));
    await shows('are ended by force');
    expect(offered()).toEqual([]);
  });
});
