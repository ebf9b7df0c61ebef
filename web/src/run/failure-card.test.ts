import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stepFailure, type StepFailure } from '../../../contract/failure.ts';
import type { StepState } from '../../../contract/run-state.ts';
import { exampleRun, exampleStep } from '../testing/example-run.ts';
import { startExampleServer, type ExampleServer } from '../testing/example-server.ts';
import { mountPage, type MountedPage } from '../testing/mount-page.ts';

const EVIDENCE = 'curl: (6) Could not resolve host: example.invalid';
const LOG = ['\u001b[31mred\u001b[0m <img src=x onerror=alert(1)>', EVIDENCE];
const DNS = {
  ...{ cause: 'dns', title: 'The box cannot look up names', explanation: 'No DNS.', advice: 'Restart the box.' },
  ...{ actions: ['continue', 'open_log'], evidence: EVIDENCE },
};

// The page of a run is read when it is first opened.
const WAIT = { timeout: 15_000 };

let server: ExampleServer;
let page: MountedPage;
beforeEach(async () => {
  server = await startExampleServer();
  window.localStorage.clear();
  server.reply('GET /api/v1/usual-durations', () => ({ body: { items: [] } }));
  server.reply('POST /api/v1/runs/run-1/continue/preview', () => ({
    body: {
      steps: ['carry', 'run', 'run'].map((fate, step) => ({ step, fate, label: '', action: '', has_probe: false })),
      difference: [],
    },
  }));
});
afterEach(async () => {
  page.unmount();
  await server.close();
});

const DONE = exampleStep({ status: 'completed', phase: 'done', attempt: 1 });
/** Opens a run that has failed in its second of three steps. */
async function open(failure: StepFailure, told: object, step: Partial<StepState> = {}, first = DONE) {
  const failed = exampleStep({ action: 'run_command', label: 'Fetch', status: 'failed', phase: 'failed', attempt: 2 });
  const steps = [first, { ...failed, failure, log_bytes: 99, ...step }, exampleStep({ label: 'Start it' })];
  const run = exampleRun({ steps, status: 'failed', phase: 'ended', outcome: 'failed', failure });
  server.reply('GET /api/v1/runs/run-1', () => ({ body: { ...run, end_time: run.last_update } }));
  const attempt = { step: 1, attempt: 2, action: 'run_command', purpose: 'run', warnings: [], tasks: [], failure };
  const times = { started_at: run.start_time, ended_at: run.last_update, outcome: 'failed' };
  server.reply('GET /api/v1/runs/run-1/attempts', () => ({ body: { items: [{ ...attempt, ...times, ...told }] } }));
  page = await mountPage(server, '/runs/run-1');
  await vi.waitFor(() => expect(card()).not.toBeNull(), WAIT);
}
const card = () => document.querySelector<HTMLElement>('section.failure');
const words = () => (card()?.textContent ?? '').replace(/\s+/g, ' ');
const offers = () => [...(card()?.querySelectorAll('.offers .button') ?? [])].map((one) => one.textContent.trim());

describe('the card of a failure', () => {
  it('says step, box, try, how it ended, the likely cause with the line that tells it, and the last lines as text', async () => {
    await open(stepFailure('step_failed', 'It ended.', {}, LOG), {
      exit: { code: 6, signal: null },
      likely_cause: DNS,
    });
    await vi.waitFor(() => expect(words()).toContain(DNS.title), WAIT);
    expect(words()).toContain('Step 2 of 3 failed: Fetch');
    expect(words()).toContain('10.0.0.7');
    expect(words()).toMatch(/Try ?2 of 3/);
    expect(words()).toContain('exit code 6');
    expect(words()).toContain(DNS.advice);
    expect(card()?.querySelector('.told')?.textContent.trim()).toBe(EVIDENCE);
    expect(card()?.querySelector('pre')?.textContent).toContain('red <img src=x onerror=alert(1)>\n');
    expect(card()?.querySelector('img')).toBeNull();
  });

  it('is about the step that ended the run, not about an earlier one that may fail', async () => {
    const reason = stepFailure('download_failed', 'No route.', {});
    const allowed = exampleStep({ label: 'Mirror', status: 'failed', phase: 'failed', failure: reason });
    await open(stepFailure('step_failed', 'It ended.', {}, LOG), {}, {}, { ...allowed, allow_failure: true });
    expect(words()).toContain('Step 2 of 3 failed: Fetch');
    expect(words()).toContain('Mirror: failed, which the template allows: No route.');
    expect(document.querySelector('.run-header')?.textContent).toContain('step 2 of 3');
  });

  it('says what continuing will do, and asks before it does', async () => {
    await open(stepFailure('step_failed', 'It ended.', {}, LOG), { exit: null, likely_cause: DNS });
    await vi.waitFor(() => expect(words()).toContain('keeps 1 step, runs 2 steps.'), WAIT);
    expect(offers()).toEqual(['Continue at step 2', 'Open the log']);
    card()?.querySelector<HTMLElement>('.offers button')?.click();
    await vi.waitFor(() => expect(document.querySelector('[role="dialog"] li')).not.toBeNull(), WAIT);
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('step 2');
    expect(server.requests('POST', '/api/v1/runs/run-1/continue')).toEqual([]);
    // The dialog has the card's answer.
    await new Promise((resolve) => setTimeout(resolve));
    expect(server.requests('POST', '/api/v1/runs/run-1/continue/preview')).toHaveLength(1);
  });

  it('claims no cause where none is known, and says what the failure’s own hint says', async () => {
    const failure = stepFailure('path_not_found', 'No such folder.', {}, LOG);
    await open(failure, { exit: null, likely_cause: null });
    await vi.waitFor(() => expect(offers()).toEqual(['Run again with changes…', 'Continue at step 2']), WAIT);
    expect(words()).toContain(failure.hint);
    expect(words()).not.toContain('Likely cause');
  });

  it('sends nobody to lines that were never printed', async () => {
    const told = {
      exit: { code: 7, signal: null },
      likely_cause: null,
      log_bytes: 0,
      log_ended: true,
      log_removed: null,
    };
    const failure = stepFailure('step_failed', 'It ended with 7.');
    await open(failure, told, { log_bytes: 0 });
    await vi.waitFor(() => expect(words()).toContain('It printed nothing.'), WAIT);
    expect(words()).not.toContain(failure.hint);
  });

  it('offers no log where there is none', async () => {
    await open(stepFailure('step_timed_out', 'Too long.'), { exit: null, likely_cause: null }, { log_bytes: 0 });
    await vi.waitFor(() => expect(offers()).toEqual(['Give step 2 more time…', 'Continue at step 2']), WAIT);
    expect(words()).not.toContain('Last lines');
  });
});
