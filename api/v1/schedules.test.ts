// /api/v1/schedules over HTTP: Temporal counts the times and starts the runs, a real box does them.
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { command } from '../../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;
beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

const PATH = '/api/v1/schedules';
const YEARLY = { cron: '0 0 1 1 *', time_zone: 'UTC' };
const start = (...steps: JsonObject[]) => ({
  ssh_connection: box.connection,
  steps: steps.map(({ status: _status, ...step }) => step),
});
async function make(body: Record<string, unknown>): Promise<JsonObject & { schedule_id: string }> {
  const answer = await stack.post(PATH, { name: 'Nightly', start: start(command('true')), times: YEARLY, ...body });
  expect([answer.status, answer.body]).toMatchObject([201, {}]);
  return answer.body as JsonObject & { schedule_id: string };
}
async function change(id: string, body: JsonObject): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${stack.url}${PATH}/${id}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}
const look = async (id: string) => (await stack.get(`${PATH}/${id}`)).body;
/** The id of the nth run that a schedule has started. */
const started = (id: string, count = 1) =>
  vi.waitFor(
    async () => {
      const recent = (await look(id))['recent'] as { workflow_id: string }[];
      expect(recent.length).toBeGreaterThanOrEqual(count);
      return String(recent[count - 1]?.workflow_id);
    },
    { timeout: 10_000, interval: 100 },
  );

describe('the next times', () => {
  const preview = async (cron: string, from: string) =>
    (await stack.post('/api/v1/schedule-times', { times: { cron, time_zone: 'Europe/Berlin' }, from })).body['next'];

  it('follow the clock on the wall over both changes of daylight saving', async () => {
    // 28 March 2027: the clock goes from 2 to 3, so there is no half past two.
    expect(await preview('30 2 * * *', '2027-03-26T12:00:00.000Z')).toEqual([
      '2027-03-27T01:30:00.000Z',
      '2027-03-29T00:30:00.000Z',
      '2027-03-30T00:30:00.000Z',
      '2027-03-31T00:30:00.000Z',
      '2027-04-01T00:30:00.000Z',
    ]);
    // 31 October 2027: half past two comes twice, and is taken the second time.
    const autumn = (await preview('30 2 * * *', '2027-10-30T12:00:00.000Z')) as string[];
    expect(autumn.filter((time) => time.startsWith('2027-10-31'))).toEqual(['2027-10-31T01:30:00.000Z']);
    expect(((await preview('0 12 * * 1', '2027-03-24T00:00:00.000Z')) as string[]).slice(0, 2)).toEqual([
      '2027-03-29T10:00:00.000Z',
      '2027-04-05T10:00:00.000Z',
    ]);
  });

  it('are refused in words where they make no sense', async () => {
    for (const times of [
      { cron: 'tomorrow', time_zone: 'UTC' },
      { cron: '61 * * * *', time_zone: 'UTC' },
      { cron: '0 0 * * *', time_zone: 'Mars/Olympus' },
      { at: 'soon' },
    ]) {
      const answer = await stack.post('/api/v1/schedule-times', { times });
      expect([answer.status, answer.body['code']]).toEqual([400, 'input_invalid']);
    }
  });
});

it('starts a run once at its time, and is over then', async () => {
  const at = new Date(Date.now() + 1500).toISOString();
  const { schedule_id } = await make({ schedule_id: 'once', times: { at }, start: start(command('echo scheduled')) });
  const run = await started(schedule_id);
  expect(await stack.ended(run)).toMatchObject({ outcome: 'done', steps: [{ command: 'echo scheduled' }] });
  expect(run).toMatch(/^once-20/);
  await vi.waitFor(async () => expect(await look('once')).toMatchObject({ state: 'over', next: [], taken: 1 }), 5000);
  expect(await stack.post(`${PATH}/once/skip-next`, {})).toMatchObject({
    status: 409,
    body: { code: 'schedule_over' },
  });
  const again = {
    name: 'Again',
    times: { at: new Date(Date.now() + 1000).toISOString() },
    start: start(command('true')),
  };
  expect(await change('once', again)).toMatchObject({ status: 200, body: { name: 'Again' } });
  expect(await stack.ended(await started(schedule_id, 2))).toMatchObject({ outcome: 'done' });
  expect(await change('once', { ...again, name: 'Renamed' })).toMatchObject({ status: 200, body: { state: 'over' } });
  expect(await look('once')).toMatchObject({ name: 'Renamed', state: 'over' });
});

it('starts a run whose time comes while the schedule is made, and refuses a time that has passed', async () => {
  // As late as it can be: earlier by 15 ms with every time that had passed already.
  for (let marginMs = 15; ; marginMs += 15) {
    const second = Math.ceil((Date.now() + marginMs) / 1000) * 1000;
    await pause(second - marginMs - Date.now());
    const body = { name: 'Late', times: { at: new Date(second).toISOString() }, start: start(command('true')) };
    const made = await stack.post(PATH, body);
    if (made.status === 201) {
      const id = String(made.body['schedule_id']);
      expect(await stack.ended(await started(id))).toMatchObject({ outcome: 'done' });
      expect(await look(id)).toMatchObject({ state: 'over', taken: 1 });
      return;
    }
    expect(made).toMatchObject({ status: 400, body: { detail: 'times.at: must be in the future.' } });
  }
});

it('is made, listed, changed, paused, resumed and removed', async () => {
  const made = await make({ times: { cron: '0 3 * * *', time_zone: 'Europe/Berlin' } });
  const id = made.schedule_id;
  expect(made).toMatchObject({ state: 'active', overlap: 'skip', catch_up_s: 3600, created_by: 'local' });
  expect(made['next']).toHaveLength(5);
  expect(
    await stack.post(PATH, { name: 'x', times: YEARLY, start: start(command('true')), schedule_id: id }),
  ).toMatchObject({
    status: 409,
    body: { code: 'schedule_exists' },
  });
  expect((await stack.post(`${PATH}/${id}/pause`, { note: 'holiday' })).body).toMatchObject({
    state: 'paused',
    state_note: 'holiday',
  });
  const weekly = { name: 'Weekly', times: { cron: '@weekly', time_zone: 'UTC' }, start: start(command('true')) };
  expect(await change(id, weekly)).toMatchObject({ body: { name: 'Weekly', state: 'paused' } });
  expect((await stack.post(`${PATH}/${id}/resume`, {})).body).toMatchObject({
    state: 'active',
    state_note: 'Resumed by local',
  });
  const [first, second] = (await look(id))['next'] as string[];
  const after = (await stack.post(`${PATH}/${id}/skip-next`, {})).body['next'] as string[];
  expect(after[0]).toBe(second);
  expect(first).not.toBe(second);
  const listed = (await stack.get(PATH)).body['items'] as JsonObject[];
  expect(listed.map(({ schedule_id }) => schedule_id)).toContain(id);
  expect((await fetch(`${stack.url}${PATH}/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await stack.get(`${PATH}/${id}`)).toMatchObject({ status: 404, body: { code: 'schedule_not_found' } });
});

it('starts a template with its parameters, by the version that it had', async () => {
  const yaml = `id: nightly\nname: Nightly\nparameters:\n  - name: word\n    type: string\n    required: true\nsteps:\n  - action: run_command\n    label: Say\n    command: echo "$WORD"\n    environment:\n      WORD: \${word}\n`;
  expect((await stack.post('/api/v1/templates', { yaml })).status).toBe(201);
  const from_template = { id: 'nightly', ssh_connection: box.connection, parameters: { word: 'moon' } };
  const { schedule_id: id } = await make({ start: undefined, from_template });
  await stack.post(`${PATH}/${id}/run-now`, {});
  const final = await stack.ended(await started(id));
  expect(final).toMatchObject({
    outcome: 'done',
    template: { id: 'nightly', version: 1 },
    steps: [{ environment: { WORD: 'moon' } }],
  });
  const both = { name: 'x', times: YEARLY, start: start(command('true')), from_template };
  expect(await stack.post(PATH, both)).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
  const wrong = { name: 'x', times: YEARLY, from_template: { ...from_template, parameters: {} } };
  expect(await stack.post(PATH, wrong)).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
});

it('is told as gone where Temporal has lost it, and made anew when it is resumed', async () => {
  const { schedule_id: id } = await make({});
  await stack.client.schedule.getHandle(`bringup-${id}`).delete();
  await vi.waitFor(async () => expect(await look(id)).toMatchObject({ state: 'gone', next: [] }), 5000);
  expect((await stack.post(`${PATH}/${id}/resume`, {})).body).toMatchObject({ state: 'active' });
});

it('refuses a start that could not be started', async () => {
  const body = { name: 'x', times: YEARLY, start: { ssh_connection: box.connection, steps: [{ action: 'nothing' }] } };
  expect(await stack.post(PATH, body)).toMatchObject({ body: { code: 'unknown_action' } });
});

it('starts now, catches up on times that have passed, one after the other', async () => {
  const cron = { cron: '* * * * *', time_zone: 'UTC' };
  const { schedule_id: id } = await make({ schedule_id: 'minutely', times: cron, overlap: 'wait_all' });
  await stack.post(`${PATH}/${id}/pause`, {});
  expect((await stack.post(`${PATH}/${id}/run-now`, {})).status).toBe(202);
  expect(await stack.ended(await started(id))).toMatchObject({ outcome: 'done' });
  const to = Math.floor(Date.now() / 60_000) * 60_000;
  const range = { from: new Date(to - 60_000).toISOString(), to: new Date(to).toISOString() };
  expect((await stack.post(`${PATH}/${id}/backfill`, range)).status).toBe(202);
  for (const count of [2, 3]) expect(await stack.ended(await started(id, count))).toMatchObject({ outcome: 'done' });
  const future = { from: range.to, to: new Date(Date.now() + 60_000).toISOString() };
  expect((await stack.post(`${PATH}/${id}/backfill`, future)).status).toBe(400);
});

it('leaves a time out where another run holds the box, and stops its own run where that was asked for', async () => {
  const long = command('echo begun; sleep 20');
  const { schedule_id: id } = await make({ schedule_id: 'stopper', overlap: 'cancel_running', start: start(long) });
  await stack.post(`${PATH}/${id}/run-now`, {});
  const run = await started(id);
  await stack.until(run, ({ steps }) => steps[0]?.status === 'in_progress');
  const { schedule_id: other } = await make({ schedule_id: 'polite' });
  await stack.post(`${PATH}/${other}/run-now`, {});
  const skipped = await started(other);
  await vi.waitFor(async () => {
    const end = await stack.client.workflow.getHandle(`schedule/${skipped}`).result();
    expect(end).toEqual({ run: skipped, outcome: 'skipped' });
  }, 10_000);
  expect((await stack.get(`/api/v1/runs/${skipped}`)).status).toBe(404);
  await stack.client.workflow.getHandle(`schedule/${run}`).cancel();
  expect(await stack.ended(run)).toMatchObject({ outcome: 'cancelled' });
});
