// The page of a run against an API on loopback: what it says, and what its buttons ask for.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stepFailure } from '../../../contract/failure.ts';
import type { RunState, StepState, Task } from '../../../contract/run-state.ts';
import { exampleRun, exampleStep } from '../testing/example-run.ts';
import { type ExampleServer, startExampleServer } from '../testing/example-server.ts';
import { type MountedPage, mountPage } from '../testing/mount-page.ts';

const RUN = '/api/v1/runs/run-1';
let server: ExampleServer;
let page: MountedPage | null = null;

beforeEach(async () => {
  server = await startExampleServer();
  for (const path of [`${RUN}/attempts`, '/api/v1/usual-durations', '/api/v1/runs'])
    server.reply(`GET ${path}`, () => ({ body: { items: [] } }));
  server.reply('GET /api/v1/instances/root%4010.0.0.7%3A2838', () => ({ body: { price: null } }));
});
afterEach(async () => {
  page?.unmount();
  page = null;
  await server.close();
});

const showRun = (run: RunState): void => server.reply(`GET ${RUN}`, () => ({ body: run }));
async function open(run: RunState, query = ''): Promise<void> {
  showRun(run);
  page = await mountPage(server, `/runs/run-1${query}`);
  await vi.waitFor(() => expect(document.querySelector('.run-header')).not.toBeNull(), 5000);
}

const text = (): string => document.body.textContent?.replace(/\s+/g, ' ') ?? '';
const shows = (what: string | RegExp) => vi.waitFor(() => expect(text()).toMatch(what), 5000);
const buttons = () => [...document.querySelectorAll('button')];
const button = (name: string): HTMLButtonElement => {
  const found = buttons().find((one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name);
  if (!found) throw new Error(`there is no button ${name}`);
  return found;
};
const bodies = (path: string) => server.requests('POST', `${RUN}/${path}`).map(({ body }) => body);
const query = () => page?.router.currentRoute.value.query;
const alert = () => document.querySelector('[role=alert]')?.textContent ?? '';
const refuse = (path: string, detail: string, code = 'run_ended') =>
  server.reply(`POST ${RUN}/${path}`, () => ({ status: 409, body: { detail, code, hint: 'Look again.' } }));

const fromNow = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const working = (changes: Partial<StepState> = {}) =>
  exampleStep({
    label: 'Install',
    status: 'in_progress',
    phase: 'running',
    attempt: 1,
    started_at: fromNow(-60),
    phase_info: { since: fromNow(-60), until: fromNow(90) },
    ...changes,
  });
const runOf = (step: StepState, changes: Partial<RunState> = {}) =>
  exampleRun({ steps: [step], current_step: 0, ...changes });
const silent = (givesUpIn: number) =>
  working({
    phase: 'unreachable',
    phase_info: { since: fromNow(-60), gives_up_at: fromNow(givesUpIn), reason: 'No route.' },
  });
const offered = () => buttons().filter((one) => one.textContent?.includes('more minutes'));

describe('a step that takes long', () => {
  it('says until when, and gets ten more minutes', async () => {
    await open(runOf(working()));
    await shows('at the latest (in 1 min');
    server.reply(`POST ${RUN}/extend`, () => {
      showRun(runOf(working({ phase_info: { since: fromNow(-60), until: fromNow(690) } })));
      return { status: 202, body: {} };
    });
    button('10 more minutes for Install').click();
    await shows('at the latest (in 12 min');
    await shows('Given 10 more minutes.');
    expect(bodies('extend')).toEqual([{ step: 0, limit: 'timeout_s', seconds: 600 }]);
  });

  it('says why where it cannot have them, and when nobody answers', async () => {
    await open(runOf(working({ no_output_s: 300 })));
    refuse('extend', 'It has ended');
    await shows('Ends earlier when it says nothing for 5 min');
    button('10 more minutes of silence for Install').click();
    await vi.waitFor(() => expect(alert()).toContain('It has ended'));
    expect(bodies('extend')).toEqual([{ step: 0, limit: 'no_output_s', seconds: 600 }]);
    server.beSilent(true);
    button('10 more minutes for Install').click();
    await vi.waitFor(() => expect(alert()).toContain('Bringup does not answer.'));
  });
});

it('lets a silent box be given up later, and says since when it is silent', async () => {
  await open(runOf(silent(90)));
  await shows(/No answer from the box since .+, gives up at .+ \(in 1 min/);
  button('10 more minutes until Install is given up').click();
  await vi.waitFor(() => expect(bodies('extend')).toEqual([{ step: 0, limit: 'unreachable_limit_s', seconds: 600 }]));
});

it('counts down to the next try, and begins it at once', async () => {
  const waits = working({
    phase: 'retrying',
    max_attempts: 3,
    phase_info: { until: fromNow(30), reason: 'Mirror away' },
  });
  await open(runOf(waits));
  await shows(/Try 1 of 3, next try in (30|29) s/);
  button('Try now').click();
  await vi.waitFor(() => expect(bodies('retry-now')).toEqual([{ step: 0 }]));
});

describe('a step between two tries', () => {
  it('says once why the last one failed, and claims no rate', async () => {
    const why = 'The server cannot be reached.';
    const progress = { done: 1000, total: null, unit: 'bytes', rate_per_s: 2_100_000, eta_s: null, current: null };
    const phase_info = { until: fromNow(90), reason: why };
    await open(runOf(working({ phase: 'retrying', phase_info, error: why, progress })));
    await shows('next try in');
    expect(text().split(why)).toHaveLength(2);
    expect(document.querySelector('.overview')?.textContent).not.toContain('/s');
  });
});

describe('a run that is being cancelled', () => {
  const phase_info = { until: fromNow(60) };

  it('counts down to the kill, and gives nothing more time', async () => {
    await open(runOf(working(), { phase: 'cancelling', phase_info }));
    await shows(/Processes that have not ended in \d+ s are ended by force/);
    expect(offered()).toEqual([]);
    expect(text()).not.toContain('Pause');
  });

  it('says that it could not be done yet while the box does not answer', async () => {
    await open(runOf(silent(90), { phase: 'cancelling', phase_info }));
    await shows('its processes could not be ended yet');
    expect(text()).not.toContain('are ended by force');
    expect(offered()).toEqual([]);
  });
});

describe('cancelling', () => {
  it('asks first and names the box, then is asked for once', async () => {
    await open(runOf(working()));
    button('Cancel').click();
    await shows('Every process of this run on root@10.0.0.7:2838 is told to end.');
    button('Cancel the run').click();
    button('Cancel the run').click();
    await shows('Cancelling…');
    expect(bodies('cancel')).toHaveLength(1);
  });

  it('stays open with the reason where it is refused', async () => {
    await open(runOf(working()));
    refuse('cancel', 'It has ended already');
    button('Cancel').click();
    await vi.waitFor(() => button('Cancel the run').click());
    await vi.waitFor(() => expect(alert()).toContain('It has ended already'));
    expect(button('Cancel the run').disabled).toBe(false);
  });
});

describe('the list of steps', () => {
  it('tells a failure that is allowed from one that ends the run, and leads the delay past what is skipped', async () => {
    const done = exampleStep({ status: 'completed', phase: 'done', attempt: 1 });
    const failed = exampleStep({ status: 'failed', phase: 'failed', attempt: 1, allow_failure: true });
    const steps = [done, failed, exampleStep({ phase: 'skipped' }), exampleStep()];
    await open(
      exampleRun({ steps, current_step: 1, phase: 'waiting', phase_info: { for: 'delay', until: fromNow(5) } }),
    );
    const rows = [...document.querySelectorAll('main ol > li')].map((row) => row.textContent.replace(/\s+/g, ' '));
    expect(rows.map((row) => /which the template allows/.test(row))).toEqual([false, true, false, false]);
    expect(rows.map((row) => /Next step in/.test(row))).toEqual([false, false, false, true]);
  });
});

describe('the step that is looked at', () => {
  const three = [working({ label: 'One' }), exampleStep({ label: 'Two' }), exampleStep({ label: 'Three' })];
  const heading = () => document.querySelector('#inspector-heading')?.textContent;

  it('is the one at work until somebody chooses, then that one until somebody follows again', async () => {
    await open(exampleRun({ steps: three, current_step: 0 }));
    expect(heading()).toBe('Step 1: One');
    document.querySelectorAll<HTMLAnchorElement>('a.row')[2]?.click();
    await vi.waitFor(() => expect(heading()).toBe('Step 3: Three'));
    expect(query()).toEqual({ step: '3' });
    button('Follow the work').click();
    await vi.waitFor(() => expect(heading()).toBe('Step 1: One'));
    expect(query()).toEqual({});
  });

  it('is the one of the address, with its tab', async () => {
    await open(exampleRun({ steps: three, current_step: 0 }), '?step=2&tab=inputs');
    expect(heading()).toBe('Step 2: Two');
    await vi.waitFor(() =>
      expect(document.querySelector('[role=tab][aria-selected=true]')?.textContent).toContain('Inputs'),
    );
    document.querySelectorAll<HTMLAnchorElement>('a.row')[2]?.click();
    await vi.waitFor(() => expect(query()).toEqual({ step: '3', tab: 'inputs' }));
  });
});

describe('the rows of a step', () => {
  const TAIL = `${RUN}/steps/0/attempts/2/log/tail`;
  const tail = (lines: string) =>
    server.reply(`GET ${TAIL}`, () => ({ body: { offset: 0, next_offset: 9, size: 9, ended: false, text: lines } }));
  const openRows = (tasks: Task[]) => open(runOf(working({ attempt: 2, tasks })), '?tab=tasks');
  const names = () => [...document.querySelectorAll('tbody .name button')].map((one) => one.textContent?.trim());

  it('stand with the failed ones first, and say how far each is', async () => {
    await openRows([
      { name: 'a', status: 'running', percent: 43.7, rate_per_s: 2_100_000 },
      { name: 'b', status: 'failed', percent: 12 },
    ]);
    await vi.waitFor(() => expect(names()).toEqual(['b', 'a']));
    expect(text()).toMatch(/43\s%\s·\s2\.\d\sM/);
    const bars = [...document.querySelectorAll('tbody [role=progressbar]')];
    expect(bars.map((bar) => bar.getAttribute('aria-valuenow'))).toEqual(['43']);
    button('Name').click();
    await vi.waitFor(() => expect(names()).toEqual(['a', 'b']));
  });

  it('are filtered by what the address says, and it says what they are filtered by', async () => {
    const tasks: Task[] = ['a 1', 'a 2', 'b'].map((name) => ({ name, status: 'success' }));
    await open(runOf(working({ attempt: 2, tasks })), '?tab=tasks&filter=a');
    await vi.waitFor(() => expect(names()).toEqual(['a 1', 'a 2']));
    const input = document.querySelector<HTMLInputElement>('input[type=search]');
    if (!input) throw new Error('there is no filter');
    input.value = '2';
    input.dispatchEvent(new Event('input'));
    await vi.waitFor(() => expect(query()).toEqual({ tab: 'tasks', filter: '2' }));
    expect(names()).toEqual(['a 2']);
  });

  it('open to their own lines, as a terminal would show them in the end', async () => {
    tail('[a] cloning\n[a] 10 %\r20 %\n');
    await openRows([{ name: 'a', status: 'running', note: 'cloning' }]);
    await vi.waitFor(() => expect(names()).toEqual(['a']));
    expect(server.requests('GET', TAIL)).toHaveLength(0);
    button('a').click();
    await vi.waitFor(() => expect(document.querySelector('pre')?.textContent).toBe('cloning\n20 %'), 5000);
    expect(button('a').getAttribute('aria-expanded')).toBe('true');
    expect(server.requests('GET', TAIL)[0]?.url).toContain('task=a');
    expect(query()).toMatchObject({ task: 'a' });
    expect(document.querySelector('a[download]')?.getAttribute('href')).toBe(
      `${RUN}/steps/0/attempts/2/log/download?task=a`,
    );
    button('a').click();
    await vi.waitFor(() => expect(document.querySelector('pre')).toBeNull());
  });

  it('tell a log that is gone', async () => {
    server.reply(`GET ${TAIL}`, () => ({
      status: 404,
      body: { code: 'log_not_found', detail: 'It is no longer kept.' },
    }));
    await openRows([{ name: 'a', status: 'success' }]);
    await vi.waitFor(() => button('a').click());
    await shows('It is no longer kept.');
  });
});

describe('an unknown host key', () => {
  const line = '256 SHA256:9ErP5rAKmrLIJvNRPqHmBj6XVhhkGqgnSJU31VCUT0b [10.0.0.7]:2838 (ED25519)';
  const blocked = exampleRun({
    status: 'blocked',
    phase: 'waiting',
    phase_info: { since: fromNow(-5), for: 'host_key' },
    steps: [exampleStep({ status: 'blocked', phase: 'waiting' })],
    current_step: 0,
    block_info: { block_reason: 'host_verification_needed', host: '10.0.0.7', port: '2838', fingerprints: [line] },
  });
  const dialog = () => document.querySelector('[role=dialog]');

  it('is asked about at once with its fingerprint and what waiting costs; closing decides nothing', async () => {
    await open(blocked);
    await vi.waitFor(() => expect(dialog()?.textContent).toContain(line));
    expect(dialog()?.textContent).toContain('costs money while it waits');
    button('Close').click();
    await vi.waitFor(() => expect(dialog()).toBeNull());
    expect(server.asked.filter(({ method }) => method === 'POST')).toEqual([]);
    button('Compare the key…').click();
    await vi.waitFor(() => expect(dialog()).not.toBeNull());
  });

  it('is trusted by exactly that fingerprint, and not asked about again', async () => {
    await open(blocked);
    await vi.waitFor(() => button('Trust this key and go on').click());
    await vi.waitFor(() => expect(dialog()).toBeNull());
    expect(bodies('confirm-host-key')).toEqual([{ fingerprint: 'SHA256:9ErP5rAKmrLIJvNRPqHmBj6XVhhkGqgnSJU31VCUT0b' }]);
    expect(text()).not.toContain('Compare the key…');
  });

  it('is looked at again where the box shows another one by now', async () => {
    await open(blocked);
    refuse('confirm-host-key', 'The box shows another key by now', 'host_key_not_shown');
    await vi.waitFor(() => button('Trust this key and go on').click());
    await vi.waitFor(() => expect(alert()).toContain('The box shows another key by now'));
    expect(server.requests('POST', '/workflow/resume').map(({ body }) => body)).toEqual([{ workflow_id: 'run-1' }]);
  });
});

it('replaces a changed host key by exactly the one that is shown, in two steps', async () => {
  const [known, shown] = ['SHA256:VhhkGqg/nSJU31VCUT0bUmRqCLejGmOhTto5WNjgWJg', 'SHA256:9ErP5rAKmrLIJvNRPqHmBj6X'];
  const facts = { host: '10.0.0.7', port: 2838, known, fingerprint: shown };
  const failure = stepFailure('host_key_changed', 'The host key has changed', facts);
  await open(runOf(exampleStep({ status: 'failed', phase: 'failed' }), { status: 'failed', phase: 'ended', failure }));
  const path = '/api/v1/host-keys/10.0.0.7/2838/replace';
  server.reply(`POST ${path}`, () => ({ body: { fingerprint: shown, already_known: false, note: 'Also elsewhere.' } }));
  button('Replace the key…').click();
  await shows('Trust the new key instead of the old one?');
  expect(server.requests('POST', path)).toHaveLength(0);
  button('I have compared it, replace the key').click();
  await shows('Also elsewhere.');
  expect(server.requests('POST', path).map(({ body }) => body)).toEqual([
    { fingerprint: shown, ssh_connection: 'ssh -p 2838 root@10.0.0.7' },
  ]);
});

it('asks the person whom a step waits for, and sends the answer with its note', async () => {
  const asks = working({
    action: 'approve',
    phase: 'waiting',
    phase_info: { since: fromNow(-5), for: 'approval', reason: 'Does the page open?' },
    who: ['Ada'],
  });
  await open(runOf(asks));
  await shows('May answer: Ada.');
  await shows('Does the page open?');
  const note = document.querySelector<HTMLInputElement>('.approval input');
  if (note) note.value = 'looks good';
  note?.dispatchEvent(new Event('input'));
  button('Approve').click();
  await vi.waitFor(() => expect(bodies('approval')).toEqual([{ step: 0, approved: true, note: 'looks good' }]));
});

it('says what continuing will do before it is done', async () => {
  const steps = [
    exampleStep({ status: 'completed', phase: 'done' }),
    exampleStep({ status: 'failed', phase: 'failed' }),
  ];
  await open(exampleRun({ status: 'failed', phase: 'ended', outcome: 'failed', current_step: 1, steps }));
  const plan = [
    { step: 0, label: 'Look', action: 'test_ssh', fate: 'carry', has_probe: true },
    { step: 1, label: 'Install', action: 'test_ssh', fate: 'run', has_probe: false },
  ];
  server.reply(`POST ${RUN}/continue/preview`, () => ({ body: { steps: plan, difference: [] } }));
  button('Continue at step 2').click();
  await shows('1 step is carried over');
  await shows('1 step is run: Install');
  expect(bodies('continue')).toEqual([]);
  button('Continue').click();
  await vi.waitFor(() => expect(bodies('continue')).toEqual([{}]));
  const [sent] = server.requests('POST', `${RUN}/continue`);
  expect(sent?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
});

describe('what is not as it looks', () => {
  it('is marked: a state that is stale, with its time', async () => {
    await open(exampleRun({ stale: true, stale_since: '2026-11-23T10:00:05.000Z' }));
    await shows(/State as of \d\d:\d\d:\d\d: Temporal or the worker does not answer\./);
  });

  it('is marked: an earlier execution, with the way to the newest and no buttons', async () => {
    await open(exampleRun({ status: 'failed', phase: 'ended', outcome: 'failed' }), '?execution=execution-0');
    await shows('This is an earlier execution of the run.');
    expect(text()).not.toContain('Run again with changes');
  });

  it('is said: a run that is not there', async () => {
    server.reply(`GET ${RUN}`, () => ({ status: 404, body: { detail: 'No such run', code: 'run_not_found' } }));
    page = await mountPage(server, '/runs/run-1');
    await shows('There is no such run.');
  });
});
