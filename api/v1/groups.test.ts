// /api/v1/groups over HTTP: one start on several boxes, each a real sshd of its own. What ran is counted on the boxes.
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type { JsonObject } from '../../contract/json.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';
import { groupSchema } from './group-schemas.ts';

type Group = z.infer<typeof groupSchema>;

const BOXES = 4;
let boxes: SshdBox[];
let stack: Stack;
beforeAll(async () => {
  const started = await startStackWithBox();
  stack = started.stack;
  const { identityFile } = started.box;
  const others = await Promise.all(Array.from({ length: BOXES - 1 }, () => startSshdBox({ identityFile })));
  boxes = [started.box, ...others];
  for (const box of others) await stack.trust(box);
  return async () => {
    await started.stop();
    await Promise.all(others.map((box) => box.stop()));
  };
});

const below = (n: number, name: string) => path.join(boxes[n - 1]?.home ?? '', name);
/** The nth box fails at the step `two` for as long as it is broken. */
const breakBox = (n: number) => writeFile(below(n, 'broken'), '');
const mendBox = (n: number) => rm(below(n, 'broken'), { force: true });
/** The steps that each box has done, in order. */
const ran = () =>
  Promise.all(
    boxes.map(async (_box, index) =>
      (await readFile(below(index + 1, 'ran'), 'utf8').catch(() => '')).split('\n').filter(Boolean).join(' '),
    ),
  );
beforeEach(async () => {
  for (let n = 1; n <= BOXES; n += 1) {
    for (const name of ['ran', 'broken', 'go-on']) await rm(below(n, name), { force: true });
  }
});

const step = (name: string, before = ''): JsonObject => ({
  action: 'run_command',
  label: name,
  command: `${before}echo ${name} >> "$HOME/ran"`,
});
const STEPS = [step('one'), step('two', 'test ! -e "$HOME/broken" || exit 7; '), step('three')];
/** Is at work until its box is told to go on. */
const HELD = [step('one', 'while [ ! -e "$HOME/go-on" ]; do sleep 0.1; done; ')];

const PATH = '/api/v1/groups';
const allBoxes = (): JsonObject[] => boxes.map(({ connection }) => ({ ssh_connection: connection }));
async function start(more: JsonObject): Promise<string> {
  const answer = await stack.post(PATH, { start: { steps: STEPS }, boxes: allBoxes(), ...more });
  expect([answer.status, answer.body]).toMatchObject([201, { round: 1 }]);
  return String(answer.body['group_id']);
}
const look = async (id: string): Promise<Group> => groupSchema.parse((await stack.get(`${PATH}/${id}`)).body);
const until = (id: string, isSo: (group: Group) => boolean): Promise<Group> =>
  vi.waitFor(
    async () => {
      const group = await look(id);
      if (!isSo(group))
        throw new Error(
          `not so: ${JSON.stringify(group.members.map(({ standing, reason, run }) => [standing, reason, run?.phase, run?.steps.map((one) => one.phase)]))}`,
        );
      return group;
    },
    { timeout: 20_000, interval: 50 },
  );
const ended = (id: string, round = 1) => until(id, (group) => group.status === 'ended' && group.round === round);
const standings = ({ members }: Group) => members.map(({ standing }) => standing);

describe('a group', () => {
  it('runs the same steps on all of its boxes, and tells of each', async () => {
    const id = await start({
      group_id: 'all',
      name: 'All of them',
      boxes: [{ name: 'first', ...allBoxes()[0] }, ...allBoxes().slice(1)],
    });
    const group = await ended(id);
    expect(group).toMatchObject({
      group_id: 'all',
      name: 'All of them',
      status: 'ended',
      boxes: 4,
      counts: { done: 4, failed: 0, waiting: 0 },
      stopped: null,
      steps: [{ label: 'one' }, { label: 'two' }, { label: 'three' }],
    });
    expect(group.members[0]).toMatchObject({
      n: 1,
      name: 'first',
      workflow_id: 'all-1',
      standing: 'done',
      run: { outcome: 'done', progress_percent: 100, steps: [{ phase: 'done' }, { phase: 'done' }, { phase: 'done' }] },
    });
    expect(await ran()).toEqual(Array.from({ length: BOXES }, () => 'one two three'));
    const runs = (await stack.get('/api/v1/runs?group=all')).body['items'] as JsonObject[];
    expect(runs.map(({ workflow_id }) => String(workflow_id)).sort()).toEqual(['all-1', 'all-2', 'all-3', 'all-4']);
    const page = (await stack.get(`${PATH}?limit=1`)).body;
    expect(page['items']).toMatchObject([{ group_id: 'all', counts: { done: 4 } }]);
  });

  it('starts no other box when the canary failed, and all when it was mended', async () => {
    await breakBox(1);
    const id = await start({ canary: true });
    const group = await ended(id);
    expect(standings(group)).toEqual(['failed', 'not_started', 'not_started', 'not_started']);
    expect(group.stopped).toEqual({ code: 'canary_failed', n: 1 });
    expect(group.members[1]?.reason).toEqual({
      code: 'canary_failed',
      message: `Not started because the first box (${String(group.members[0]?.instance_key)}) did not come out done.`,
    });
    expect(await ran()).toEqual(['one', '', '', '']);
    await mendBox(1);
    expect((await stack.post(`${PATH}/${id}/retry`, { not_started: true })).body).toEqual({ group_id: id, round: 2 });
    expect(standings(await ended(id, 2))).toEqual(['done', 'done', 'done', 'done']);
    expect(await ran()).toEqual(['one two three', 'one two three', 'one two three', 'one two three']);
  });

  it('stops at the first failure, lets those at work go on, and retries only what failed, where it had stopped', async () => {
    await breakBox(2);
    const id = await start({ at_once: 1, stop_at: 'first_failure' });
    const group = await ended(id);
    expect(standings(group)).toEqual(['done', 'failed', 'not_started', 'not_started']);
    expect(group.stopped).toEqual({ code: 'first_failure', n: 2 });
    await mendBox(2);
    await stack.post(`${PATH}/${id}/retry`, {});
    expect(standings(await ended(id, 2))).toEqual(['done', 'done', 'not_started', 'not_started']);
    expect(await ran()).toEqual(['one two three', 'one two three', '', '']);
    expect(await stack.post(`${PATH}/${id}/retry`, {})).toMatchObject({
      status: 409,
      body: { code: 'group_not_retryable' },
    });
  });

  it('goes on while no more than the share has failed, and cancels the others above it', async () => {
    for (const n of [1, 2]) await breakBox(n);
    const held = step('two', 'test ! -e "$HOME/broken" || exit 7; while [ ! -e "$HOME/go-on" ]; do sleep 0.1; done; ');
    const id = await start({
      start: { steps: [step('one'), held] },
      at_once: 3,
      stop_at: { failed_percent: 60 },
      cancel_others: true,
    });
    const group = await until(id, ({ counts }) => counts.failed === 2 && counts.running === 2);
    expect(standings(group)).toEqual(['failed', 'failed', 'running', 'running']);
    for (const n of [3, 4]) await writeFile(below(n, 'go-on'), '');
    expect(standings(await ended(id))).toEqual(['failed', 'failed', 'done', 'done']);

    for (const n of [3, 4]) await rm(below(n, 'go-on'));
    const strict = { start: { steps: [step('one'), held] }, stop_at: { failed_percent: 40 }, cancel_others: true };
    const other = await ended(await start(strict));
    expect(standings(other)).toEqual(['failed', 'failed', 'cancelled', 'cancelled']);
    expect(other.stopped).toEqual({ code: 'share_failed', n: null });
  });

  it('tells of a box that is busy, whose run it is, and starts it in the next round', async () => {
    const busy = await stack.start({ ssh_connection: boxes[1]?.connection ?? '', workflow_steps: HELD, steps: HELD });
    await stack.until(busy, ({ steps }) => steps[0]?.status === 'in_progress');
    const id = await start({});
    const group = await ended(id);
    expect(standings(group)).toEqual(['done', 'refused', 'done', 'done']);
    expect(group.members[1]).toMatchObject({
      run: null,
      reason: { code: 'run_active', message: `The box is busy with the run ${busy}.` },
    });
    await writeFile(below(2, 'go-on'), '');
    await stack.ended(busy);
    await stack.post(`${PATH}/${id}/retry`, {});
    expect(standings(await ended(id, 2))).toEqual(['done', 'done', 'done', 'done']);
    expect((await ran())[0]).toBe('one two three');
  });

  it('starts no more and cancels its runs when it is stopped, and goes on with them when it is retried', async () => {
    const id = await start({ start: { steps: HELD }, at_once: 2 });
    await until(id, ({ members }) => members.slice(0, 2).every(({ run }) => run?.steps[0]?.phase === 'running'));
    expect(await stack.post(`${PATH}/${id}/retry`, {})).toMatchObject({ status: 409, body: { code: 'group_active' } });
    expect((await stack.post(`${PATH}/${id}/cancel`, {})).status).toBe(202);
    const group = await ended(id);
    expect(standings(group)).toEqual(['cancelled', 'cancelled', 'not_started', 'not_started']);
    expect(group.members[3]?.reason?.code).toBe('cancelled');
    expect(await stack.post(`${PATH}/${id}/cancel`, {})).toMatchObject({ status: 409, body: { code: 'group_ended' } });
    for (let n = 1; n <= BOXES; n += 1) await writeFile(below(n, 'go-on'), '');
    await stack.post(`${PATH}/${id}/retry`, {});
    expect(standings(await ended(id, 2))).toEqual(['done', 'done', 'not_started', 'not_started']);
    expect(await ran()).toEqual(['one', 'one', '', '']);
  });

  it('follows a run that somebody continues by hand', async () => {
    await breakBox(1);
    const id = await start({ boxes: allBoxes().slice(0, 1) });
    expect(standings(await ended(id))).toEqual(['failed']);
    await mendBox(1);
    expect((await stack.post(`/api/v1/runs/${id}-1/continue`, {})).status).toBe(201);
    await until(id, (group) => standings(group)[0] === 'done');
    expect(await ran()).toEqual(['one two three', '', '', '']);
  });
});

describe('a start of a group', () => {
  const refused = async (body: JsonObject) => (await stack.post(PATH, { start: { steps: STEPS }, ...body })).body;

  it('is refused as a whole, with every box that is wrong, and nothing starts', async () => {
    const [first = {}] = allBoxes();
    const answer = await refused({
      group_id: 'wrong',
      boxes: [first, { ssh_connection: 'a b' }, first, { instance_id: '77' }],
    });
    expect(answer).toMatchObject({
      code: 'input_invalid',
      facts: {
        field: 'boxes.1',
        'boxes.2': 'is the same box as box 1',
        'boxes.3': expect.stringContaining('VAST_API_KEY') as string,
      },
    });
    expect((await stack.get(`${PATH}/wrong`)).status).toBe(404);
    expect(await refused({ boxes: [{}] })).toMatchObject({ code: 'input_invalid' });
    const noStep = { start: { steps: [{ action: 'nothing' }] }, boxes: allBoxes() };
    expect(await refused(noStep)).toMatchObject({ code: 'unknown_action' });
    expect(await ran()).toEqual(['', '', '', '']);
  });

  it('is done once for each key, and once for each id', async () => {
    const body = JSON.stringify({ start: { steps: STEPS }, boxes: allBoxes() });
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'group-once' };
    const send = async () => (await fetch(stack.url + PATH, { method: 'POST', headers, body })).json();
    const first = (await send()) as { group_id: string };
    expect(await send()).toEqual(first);
    await ended(first.group_id);
    expect(await refused({ group_id: first.group_id, boxes: allBoxes() })).toMatchObject({ code: 'group_exists' });
    expect(await ran()).toEqual(Array.from({ length: BOXES }, () => 'one two three'));
  });

  it('takes a template with its parameters, of which the group’s own history in Temporal holds nothing', async () => {
    const yaml = `id: for-many\nname: For many\nparameters:\n  - name: word\n    type: string\n    required: true\nsteps:\n  - action: run_command\n    label: Say\n    command: echo "$WORD" >> "$HOME/ran"\n    environment:\n      WORD: \${word}\n`;
    expect((await stack.post('/api/v1/templates', { yaml })).status).toBe(201);
    const id = await start({
      start: undefined as never,
      from_template: { id: 'for-many', parameters: { word: 'moon' } },
    });
    expect(await ended(id)).toMatchObject({
      name: 'For many',
      template: { id: 'for-many', version: 1 },
      counts: { done: 4 },
    });
    expect(await ran()).toEqual(['moon', 'moon', 'moon', 'moon']);
    const history = await stack.client.workflow.getHandle(`group/${id}/1`).fetchHistory();
    // What a box gets is not in it at all.
    expect(Buffer.from(JSON.stringify(history)).toString()).not.toContain(Buffer.from('moon').toString('base64'));
  });

  it('that Temporal has lost is told as over, with nothing started, and can be retried', async () => {
    const id = await start({ start: { steps: HELD }, at_once: 1 });
    await until(id, ({ members }) => members[0]?.run?.steps[0]?.phase === 'running');
    await stack.client.workflow.getHandle(`group/${id}/1`).terminate();
    await stack.post(`${PATH}/${id}/cancel`, {});
    const group = await ended(id);
    expect(group.stopped?.code).toBe('group_lost');
    // Its run goes on: nobody has stopped it.
    expect(standings(group)).toEqual(['running', 'not_started', 'not_started', 'not_started']);
    for (let n = 1; n <= BOXES; n += 1) await writeFile(below(n, 'go-on'), '');
    await until(id, (now) => standings(now)[0] === 'done');
    await stack.post(`${PATH}/${id}/retry`, { not_started: true });
    expect((await ended(id, 2)).counts.done).toBe(4);
    expect(await ran()).toEqual(['one', 'one', 'one', 'one']);
  });
});
