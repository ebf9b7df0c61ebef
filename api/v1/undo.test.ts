// Undo on a real box, by the API: what a run has done is put back, as attempts of its own.
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { isEnded, type RunState } from '../../contract/run-state.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;
beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

const file = (name: string) => path.join(box.home, name);
const text = (name: string) => readFile(file(name), 'utf8');
const isThere = (name: string) =>
  stat(file(name)).then(
    () => true,
    () => false,
  );

beforeEach(async () => {
  await mkdir(file('app'), { recursive: true });
  await writeFile(file('app/main.py'), '');
  await rm(file('new.ini'), { force: true });
  await writeFile(file('.profile'), '# mine\n');
  await writeFile(file('settings.ini'), 'before\n');
  await chmod(file('settings.ini'), 0o640);
});

const changes = (): JsonObject[] => [
  { action: 'set_ui_home', label: 'Home', ui_home: file('app') },
  { action: 'write_file', label: 'Settings', path: file('settings.ini'), content: 'after\n' },
  { action: 'write_file', label: 'New', path: file('new.ini'), content: 'new\n' },
  { action: 'run_command', label: 'Other', command: 'touch ~/other' },
];
const start = async (steps: JsonObject[], more: JsonObject = {}) => {
  const { status, body } = await stack.post('/api/v1/runs', { ssh_connection: box.connection, steps, ...more });
  expect([status, body]).toMatchObject([201, {}]);
  return String(body['workflow_id']);
};
const phases = ({ steps }: RunState) => steps.map(({ phase, undo }) => [phase, undo?.outcome ?? null]);

async function expectAsBefore() {
  expect(await text('.profile')).toBe('# mine\n');
  expect(await text('settings.ini')).toBe('before\n');
  expect((await stat(file('settings.ini'))).mode & 0o777).toBe(0o640);
  expect(await isThere('new.ini')).toBe(false);
}

describe('undo', () => {
  it('comes by itself after a failure where the run asks for it, and is told beside the failure', async () => {
    const id = await start([...changes(), { action: 'run_command', label: 'Fail', command: 'exit 3' }], {
      undo_on: ['failure'],
    });
    const final = await stack.ended(id);
    expect(final).toMatchObject({ outcome: 'failed', failure: { code: 'step_failed' }, undo_reason: 'failure' });
    expect(phases(final)).toEqual([
      ['undone', 'done'],
      ['undone', 'done'],
      ['undone', 'done'],
      ['done', null],
      ['failed', null],
    ]);
    await expectAsBefore();
    const { items } = (await stack.get(`/api/v1/runs/${id}/attempts`)).body as { items?: JsonObject[] };
    const first = items
      ?.filter(({ step }) => step === 0)
      .map(({ attempt, purpose, outcome }) => [attempt, purpose, outcome]);
    expect(first).toEqual([
      [1, 'run', 'done'],
      [2, 'undo', 'done'],
    ]);
    const log = await fetch(`${stack.url}/api/v1/runs/${id}/steps/1/attempts/2/log`);
    expect(log.status).toBe(200);
  });

  it('is done on request after the end, as an execution of its own, and once', async () => {
    const id = await start(changes());
    const before = await stack.ended(id);
    expect(before.steps.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(before.outcome).toBe('done');
    expect(await text('settings.ini')).toBe('after\n');
    const fates = async () =>
      ((await stack.get(`/api/v1/runs/${id}/undo`)).body['steps'] as JsonObject[]).map(({ fate }) => fate);
    expect(await fates()).toEqual(['undo', 'undo', 'undo', 'stays']);
    const { status, body } = await stack.post(`/api/v1/runs/${id}/undo`, {});
    expect([status, body]).toMatchObject([202, {}]);
    const final = await stack.until(id, (state) => state.execution_id === body['execution_id'] && isEnded(state));
    expect(final).toMatchObject({ outcome: 'undone', status: 'cancelled' });
    await expectAsBefore();
    expect(await fates()).toEqual(['nothing', 'nothing', 'nothing', 'stays']);
    expect(await stack.post(`/api/v1/runs/${id}/undo`, {})).toMatchObject({
      status: 409,
      body: { code: 'run_not_undoable' },
    });
    // What was done and undone can still be read.
    const earlier = await stack.get(`/api/v1/runs/${id}?execution_id=${before.execution_id}`);
    expect(earlier.body).toMatchObject({ outcome: 'done' });
  });

  it('of a run at work comes after its cancel', async () => {
    const id = await start([...changes(), { action: 'run_command', label: 'Long', command: 'sleep 60' }]);
    await stack.until(id, ({ steps }) => steps[4]?.status === 'in_progress');
    expect((await stack.post(`/api/v1/runs/${id}/undo`, {})).status).toBe(202);
    const final = await stack.ended(id);
    expect(final).toMatchObject({ outcome: 'cancelled', undo_reason: 'request' });
    expect(phases(final).at(-1)).toEqual(['cancelled', null]);
    await expectAsBefore();
  });

  it('says before the start what cannot be undone', async () => {
    const { status, body } = await stack.post('/api/v1/dry-runs', { ssh_connection: box.connection, steps: changes() });
    expect(status).toBe(200);
    expect(body['cannot_be_undone']).toEqual([expect.objectContaining({ label: 'Other' })]);
  });
});
