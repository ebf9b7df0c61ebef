// What a run tells while it waits for a person, with scripted activities on the real server.
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { SignalName, WorkflowType } from '../contract/messages.ts';
import { type NotificationEvent, runEvent } from '../contract/notification.ts';
import { initialRunState } from '../contract/initial-run-state.ts';
import { aDefinition, done, failWith, type Script, startTestWorker } from '../tests/support/test-worker.ts';

const script: Script = {};
const worker = await startTestWorker(inject('temporalAddress'), inject('workflowBundle'), script);
afterAll(() => worker.stop());

let told: NotificationEvent[];
beforeEach(() => {
  told = [];
  Object.assign(script, { step: undefined, deliver: undefined, giveUp: undefined });
  script.plan = (event) => {
    told.push(event);
    return [];
  };
});
const kinds = () => told.map(({ kind, reminder, id }) => [kind, reminder, id.split('/').at(-1)]);
const tells = (count: number) => vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(count), { timeout: 8000 });

describe('a run that waits', () => {
  it('tells an approval at once and reminds until it is answered', async () => {
    const definition = aDefinition({ notices: { reminders_s: [600, 0.2] } }, ['approve']);
    const [step] = definition.steps;
    Object.assign(step ?? {}, { parameters: { message: 'Really?' } });
    const handle = await worker.start(definition);
    await tells(2);
    await handle.signal(SignalName.approve, { step: 0, approved: true, by: 'ada', note: null });
    expect(await worker.ended(handle)).toMatchObject({ outcome: 'done' });
    expect(kinds()).toEqual([
      ['waiting', 0, 'approval-1'],
      ['waiting', 1, 'approval-1-reminder-1'],
    ]);
    expect(told[1]).toMatchObject({ reason: 'Really?', since: told[0]?.since, step: { number: 1, total: 1 } });
  });

  it('stops waiting at the deadline, without a reminder after it', async () => {
    const definition = aDefinition({ notices: { reminders_s: [5] } }, ['approve']);
    Object.assign(definition.steps[0] ?? {}, { parameters: { message: 'Really?', deadline_s: 0.5 } });
    const ended = await worker.ended(await worker.start(definition));
    expect(ended).toMatchObject({ failure: { code: 'approval_expired' } });
    expect(kinds()).toEqual([['waiting', 0, 'approval-1']]);
  });

  it('can be cancelled while it tells', async () => {
    script.step = () => failWith('host_key_unknown', { host: 'box', port: 22, fingerprint_line: 'x' });
    const handle = await worker.start(aDefinition({ notices: { reminders_s: [600] } }));
    await tells(1);
    await handle.cancel();
    expect(await worker.ended(handle)).toMatchObject({ outcome: 'cancelled' });
    expect(kinds()).toEqual([['blocked', 0, 'host-key-1']]);
  });

  it('tells nothing where it was started without notices', async () => {
    let known = false;
    script.step = () =>
      known ? Promise.resolve(done) : failWith('host_key_unknown', { host: 'box', port: 22, fingerprint_line: 'x' });
    const handle = await worker.start(aDefinition());
    await vi.waitFor(async () => expect((await worker.state(handle)).status).toBe('blocked'), { timeout: 5000 });
    known = true;
    await handle.signal(SignalName.resume);
    expect(await worker.ended(handle)).toMatchObject({ outcome: 'done' });
    expect(told).toEqual([]);
  });
});

describe('an event', () => {
  it('is given up where its receiver refuses, without holding up another one', async () => {
    const definition = aDefinition();
    const state = initialRunState(definition, {
      execution_id: definition.workflow_id,
      start_time: '2026-01-01T00:00:00.000Z',
    });
    const event = runEvent(state, { kind: 'done', about: 'end', step: 0, at: state.start_time });
    const delivered: number[] = [];
    const givenUp: number[] = [];
    script.plan = () => [1, 2];
    script.deliver = (id) => {
      if (id === 1) throw ApplicationFailure.nonRetryable('no', 'notification_refused');
      delivered.push(id);
      return Promise.resolve();
    };
    script.giveUp = (id) => void givenUp.push(id);
    // On the queue of this test's worker.
    const handle = await worker.start(aDefinition());
    const { taskQueue } = await handle.describe();
    const options = { workflowId: `notify/${event.id}`, taskQueue, args: [event] };
    await worker.client.workflow.execute(WorkflowType.notification, options);
    expect([delivered, givenUp]).toEqual([[2], [1]]);
  });
});
