// How long a step may take, as its page says it, and the buttons that give it more time.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunState, StepState } from '../../../contract/run-state.ts';
// Read before the first test, whose time is for what it tests.
import '../pages/RunPage.vue';
import { exampleRun, exampleStep } from '../testing/example-run.ts';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import { mountPage, type MountedPage } from '../testing/mount-page.ts';

let server: ExampleServer;
let page: MountedPage;

beforeEach(async () => {
  server = await startExampleServer();
});
afterEach(async () => {
  page.unmount();
  await server.close();
});

function show(run: RunState): void {
  server.reply('GET /api/v1/runs/run-1', () => ({ body: run }));
}
async function openPage(run: RunState): Promise<void> {
  show(run);
  for (const list of ['runs/run-1/attempts', 'usual-durations'])
    server.reply(`GET /api/v1/${list}`, () => ({ body: { items: [] } }));
  page = await mountPage(server, '/runs/run-1');
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
const extensions = () => server.requests('POST', '/api/v1/runs/run-1/extend').map(({ body }) => body);

describe('a step that takes long', () => {
  it('says until when, and gets ten more minutes', async () => {
    await openPage(runOf(step(90)));
    await shows('at the latest (in 1 min');
    let wasDisabled = false;
    server.reply('POST /api/v1/runs/run-1/extend', () => {
      wasDisabled = more().disabled;
      show(runOf(step(690)));
      return { status: 202, body: { workflow_id: 'run-1', execution_id: 'execution-1' } };
    });
    more().click();
    await shows('at the latest (in 12 min');
    await shows('Given 10 more minutes.');
    expect(wasDisabled).toBe(true);
    expect(more().disabled).toBe(false);
    expect(extensions()).toEqual([{ step: 0, limit: 'timeout_s', seconds: 600 }]);
  });

  it('says why where it cannot have them', async () => {
    await openPage(runOf(step(90)));
    server.reply('POST /api/v1/runs/run-1/extend', () => ({
      status: 409,
      body: { detail: 'It has ended', code: 'run_ended', hint: '', facts: {} },
    }));
    await shows('at the latest');
    more().click();
    await vi.waitFor(() =>
      expect(document.querySelector('.limits [role=alert]')?.textContent?.trim()).toBe('It has ended'),
    );
    expect(more().disabled).toBe(false);
  });

  it('says so when nobody answers', async () => {
    await openPage(runOf(step(90)));
    await shows('at the latest');
    server.beSilent(true);
    more().click();
    await vi.waitFor(() =>
      expect(document.querySelector('.limits [role=alert]')?.textContent).toContain('Bringup does not answer.'),
    );
  });

  it('may be silent for longer where silence ends it', async () => {
    await openPage(runOf(step(90, { no_output_s: 300 })));
    await shows('Ends earlier when it says nothing for 5 min');
    more('10 more minutes of silence for Install').click();
    await vi.waitFor(() => expect(extensions()).toEqual([{ step: 0, limit: 'no_output_s', seconds: 600 }]));
  });
});

describe('a step whose box does not answer', () => {
  it('is given up later when somebody says so', async () => {
    await openPage(runOf(away(90)));
    await shows('No answer from the box since');
    server.reply('POST /api/v1/runs/run-1/extend', () => {
      show(runOf(away(690)));
      return { status: 202, body: { workflow_id: 'run-1', execution_id: 'execution-1' } };
    });
    more('10 more minutes until Install is given up').click();
    await shows('(in 11 min');
    expect(extensions()).toEqual([{ step: 0, limit: 'unreachable_limit_s', seconds: 600 }]);
  });
});

describe('a stop', () => {
  const phase_info = { until: fromNow(9) };

  it('says that it could not be done yet while the box does not answer, since when and for how long', async () => {
    await openPage(runOf(away(90), { phase: 'cancelling', phase_info }));
    await shows('its processes could not be ended yet');
    const panel = document.querySelector('.run-header')?.textContent;
    expect(panel).toMatch(/No answer from the box since .+, gives up at .+ \(in 1 min/);
    expect(panel).not.toContain('are ended by force');
    expect(offered()).toEqual([]);
  });

  it('counts down to the kill otherwise, and gives nothing more time', async () => {
    await openPage(runOf(step(90), { phase: 'cancelling', phase_info }));
    await shows('are ended by force');
    expect(offered()).toEqual([]);
  });
});
