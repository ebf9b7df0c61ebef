// What can be done with a run that has ended, or waits for a person: over HTTP, with a real box behind it.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { runStateSchema } from '../../contract/run-state-schema.ts';
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

/** Leaves its name in a file of the box: how often it was run is counted there. */
const counted = (name: string, more: JsonObject = {}): JsonObject => ({
  action: 'run_command',
  label: name,
  command: `echo ${name} >> "$HOME/ran"`,
  ...more,
});
const ran = async () =>
  (await readFile(path.join(box.home, 'ran'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
const at = (id: string, verb: string) => `/api/v1/runs/${encodeURIComponent(id)}/${verb}`;

async function start(...steps: JsonObject[]): Promise<string> {
  await writeFile(path.join(box.home, 'ran'), '');
  const { status, body } = await stack.post('/api/v1/runs', { ssh_connection: box.connection, steps });
  expect([status, body]).toMatchObject([201, {}]);
  return String(body['workflow_id']);
}
async function again(id: string, verb: string, body: JsonObject = {}): Promise<RunState> {
  const answer = await stack.post(at(id, verb), body);
  expect([answer.status, answer.body]).toMatchObject([verb === 'undo' ? 202 : 201, {}]);
  const { execution_id } = answer.body;
  return stack.until(
    String(answer.body['workflow_id']),
    (state) => state.execution_id === execution_id && isEnded(state),
  );
}
const phases = ({ steps }: RunState) => steps.map(({ phase }) => phase);

describe('a run that failed at step 3 of 4', () => {
  const failing = () =>
    start(counted('one'), counted('two'), { ...counted('three'), command: 'exit 3' }, counted('four'));

  it('is continued there with a changed command, after a look at the difference', async () => {
    const id = await failing();
    await stack.ended(id);
    const changes = [{ step: 2, set: { command: 'echo three >> "$HOME/ran"', timeout_s: 20 } }];
    const { body: plan } = await stack.post(at(id, 'continue/preview'), { changes });
    expect(plan).toMatchObject({
      steps: [{ fate: 'carry' }, { fate: 'carry' }, { fate: 'run' }, { fate: 'run' }],
      difference: [
        { step: 2, field: 'command', before: 'exit 3' },
        { step: 2, field: 'timeout_s', before: null, after: 20 },
      ],
    });
    const final = await again(id, 'continue', { changes });
    expect(runStateSchema.safeParse(final).error).toBeUndefined();
    expect(final).toMatchObject({
      workflow_id: id,
      outcome: 'done',
      steps: [{ carried_from: expect.any(String) as string }, {}, { timeout_s: 20 }, {}],
    });
    expect(await ran()).toEqual(['one', 'two', 'three', 'four']);
  });

  it('leaves a step as it is that was allowed to fail, and asks the box for nothing of it', async () => {
    const id = await start(
      { action: 'write_file', label: 'Write', path: '/proc/no/file', content: 'x', allow_failure: true },
      { action: 'test_ssh', label: 'Look' },
      { action: 'run_command', label: 'Fail', command: 'exit 3' },
    );
    await stack.ended(id);
    const { body: plan } = await stack.post(at(id, 'continue/preview'), {});
    expect(plan).toMatchObject({
      steps: [
        { fate: 'carry', has_probe: false },
        { fate: 'carry', has_probe: true },
        { fate: 'run', has_probe: false },
      ],
    });
    expect(phases(await again(id, 'continue', {}))).toEqual(['failed', 'done', 'failed']);
  });

  it('is continued from an earlier step up to a later one only', async () => {
    const id = await failing();
    await stack.ended(id);
    expect(phases(await again(id, 'continue', { selection: { from: 1, to: 1 } }))).toEqual([
      'done',
      'done',
      'skipped',
      'skipped',
    ]);
    expect(await ran()).toEqual(['one', 'two', 'two']);
  });

  it('gives its template the change as the next version where that is asked for', async () => {
    const text = (tail: string) =>
      `# mine\nid: mended\nname: Mended\nsteps:\n  - action: run_command\n    label: one\n    command: 'true'\n  # the last\n  - action: run_command\n    label: two\n    command: ${tail}\n`;
    expect(await stack.post('/api/v1/templates', { yaml: text('exit 3') })).toMatchObject({ status: 201 });
    const { body } = await stack.post('/api/v1/templates/mended/runs', { ssh_connection: box.connection });
    const id = String(body['workflow_id']);
    expect(await stack.ended(id)).toMatchObject({ outcome: 'failed', template: { id: 'mended', version: 1 } });
    const changes = [{ step: 1, set: { command: 'echo fine' } }];
    const final = await again(id, 'continue', { changes, keep_in_template: true });
    expect(final).toMatchObject({ outcome: 'done', template: { id: 'mended', version: 2 } });
    const exported = await fetch(`${stack.url}/api/v1/templates/mended/export`);
    expect(await exported.text()).toBe(text('echo fine'));
    // Without the word it stays in the run.
    const once = await again(id, 'run-again', { changes: [{ step: 1, set: { command: 'echo once' } }] });
    expect(once.template).toEqual({ id: 'mended', name: 'Mended', version: 2, changed: true });
    expect((await stack.get('/api/v1/templates/mended/versions')).body['items']).toHaveLength(2);
  });

  it('refuses steps that there are none of, and another action', async () => {
    const id = await failing();
    await stack.ended(id);
    for (const body of [
      { selection: { only: [4] } },
      { changes: [{ step: 7, set: {} }] },
      { changes: [{ step: 0, set: { action: 'test_ssh' } }] },
    ]) {
      expect(await stack.post(at(id, 'continue'), body)).toMatchObject({
        status: 400,
        body: { code: 'input_invalid' },
      });
    }
  });

  it('is run again from the body of its start, with steps left out', async () => {
    const id = await failing();
    await stack.ended(id);
    const { body } = await stack.get(at(id, 'start-body'));
    expect(body).toMatchObject({ ssh_connection: box.connection, steps: [{ label: 'one' }, {}, {}, {}] });
    await writeFile(path.join(box.home, 'ran'), '');
    const { body: started } = await stack.post('/api/v1/runs', { ...body, selection: { only: [0, 3] } });
    const final = await stack.ended(String(started['workflow_id']));
    expect(phases(final)).toEqual(['done', 'skipped', 'skipped', 'done']);
    expect(await ran()).toEqual(['one', 'four']);
  });
});

describe('an approval', () => {
  const waits = async (id: string) =>
    vi.waitFor(async () => {
      const { body } = await stack.get(`/api/v1/runs/${id}`);
      expect(body).toMatchObject({ phase: 'waiting', phase_info: { for: 'approval' } });
    }, 10_000);

  it('is asked for, answered once, and kept with who gave it', async () => {
    const id = await start({ action: 'approve', message: 'Spend more?' }, counted('after'));
    await waits(id);
    expect(await stack.post(at(id, 'approval'), { approved: true, note: 'fine' })).toMatchObject({ status: 202 });
    const final = await stack.ended(id);
    expect(final.steps[0]).toMatchObject({ phase: 'done', result: { approved_by: 'local', note: 'fine' } });
    expect(await stack.post(at(id, 'approval'), { approved: true })).toMatchObject({
      status: 409,
      body: { code: 'approval_not_asked' },
    });
  });

  it('is nobody else’s than theirs whom the template names', async () => {
    const id = await start({ action: 'approve', who: ['ada'] });
    await waits(id);
    expect(await stack.post(at(id, 'approval'), { approved: true })).toMatchObject({
      status: 403,
      body: { code: 'approval_not_yours' },
    });
    await stack.post(at(id, 'cancel'), {});
    expect(await stack.ended(id)).toMatchObject({ outcome: 'cancelled' });
  });
});

it('refuses to undo where nothing can be, and a condition on a step that is not there', async () => {
  const id = await start(counted('one'));
  await stack.ended(id);
  expect(await stack.post(at(id, 'undo'), {})).toMatchObject({ status: 409, body: { code: 'run_not_undoable' } });
  const steps = [counted('one', { when: { step: 'two', outcome: ['done'] } }), counted('two')];
  const refused = await stack.post('/api/v1/runs', { ssh_connection: box.connection, steps });
  expect(refused).toMatchObject({
    status: 400,
    body: { code: 'input_invalid', detail: expect.stringContaining('no earlier step “two”') as string },
  });
});
