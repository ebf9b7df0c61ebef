import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { StepInput } from '../contract/activities.ts';
import { SignalName } from '../contract/messages.ts';
import { actionNames, steps } from '../steps/index.ts';
import {
  aDefinition,
  done,
  failWith,
  gate,
  type Script,
  startTestWorker,
  type TestWorker,
} from '../tests/support/test-worker.ts';

const address = inject('temporalAddress');
const bundle = inject('workflowBundle');
const script: Script = {};
let worker: TestWorker;

beforeAll(async () => {
  worker = await startTestWorker(address, bundle, script);
});
afterAll(() => worker.stop());

/** What the activities do in this test; the worker is the same for all. */
function scripted(next: Script): TestWorker {
  for (const name of ['step', 'cancel', 'reboot', 'limit', 'release'] as const) delete script[name];
  Object.assign(script, next);
  return worker;
}

describe('a run', () => {
  it('does its steps in order and ends completed, with the caller’s own keys handed back', async () => {
    const seen: number[] = [];
    const { start, ended } = scripted({
      step: (input) => {
        seen.push(input.id.step);
        return Promise.resolve({ ...done, result: `value ${input.id.step}` });
      },
    });
    const handle = await start(aDefinition());
    const final = await ended(handle);
    expect(seen).toEqual([0, 1]);
    expect(final).toMatchObject({ status: 'completed', outcome: 'done', progress_percent: 100, phase: 'ended' });
    expect(final?.steps[1]).toMatchObject({
      status: 'completed',
      phase: 'done',
      result: 'value 1',
      note: 'mine',
      attempt: 1,
    });
  });

  it('gives every action an activity of its own type with the start-to-close timeout of its step', async () => {
    const { start } = scripted({ step: () => Promise.resolve({ ...done, before: null, requested_at: '' }) });
    const ofActivities = actionNames.filter((action) => steps[action].runner !== 'human');
    const handle = await start(aDefinition({}, ofActivities));
    await handle.result();
    const { events } = await handle.fetchHistory();
    const scheduled = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: event }) =>
      event ? [[event.activityType?.name, Number(event.startToCloseTimeout?.seconds)]] : [],
    );
    for (const action of ofActivities) expect(scheduled).toContainEqual([action, steps[action].timeout_s]);
  });

  it('waits the delay between two steps as a timer, fractions too, and not after the last', async () => {
    const { start } = scripted({});
    const handle = await start(aDefinition({ step_delay: 0.05 }));
    await handle.result();
    const { events } = await handle.fetchHistory();
    const at = (type: 'timerStartedEventAttributes' | 'timerFiredEventAttributes') =>
      (events ?? [])
        .filter((event) => event[type])
        .map(({ eventTime }) => Number(eventTime?.seconds) * 1000 + (eventTime?.nanos ?? 0) / 1e6);
    const [started = 0, ...others] = at('timerStartedEventAttributes');
    const [fired = Infinity] = at('timerFiredEventAttributes');
    expect(others).toEqual([]);
    // A stock server makes a whole second of it (adapters/temporal/start-server.ts).
    expect(fired - started).toBeGreaterThanOrEqual(49);
    expect(fired - started).toBeLessThan(900);
  });

  it('tries a step again after a retryable failure, as a new attempt, and stops at a final one', async () => {
    const attempts: [number, number][] = [];
    const { start, ended } = scripted({
      step: ({ id }) => {
        attempts.push([id.step, id.attempt]);
        if (id.step === 0 && id.attempt === 1) failWith('sync_failed');
        if (id.step === 1) failWith('step_failed');
        return Promise.resolve(done);
      },
    });
    const definition = aDefinition({}, ['sync_instance', 'run_command', 'run_command']);
    const handle = await start(definition);
    await expect(handle.result()).rejects.toThrow();
    const final = await ended(handle);
    expect(attempts).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
    ]);
    expect(final).toMatchObject({
      status: 'failed',
      current_step: 1,
      error_message: 'Step 2 (run_command) failed: scripted step_failed',
    });
    expect(final?.steps.map(({ status }) => status)).toEqual(['completed', 'failed', 'pending']);
    expect(final?.progress_percent).toBeLessThan(100);
  });

  it('says cancelling until the processes are proved gone, and cancelled only then', async () => {
    const running = gate();
    const proof = gate();
    const { start, state, ended, recorded } = scripted({
      step: async () => {
        running.open();
        await proof.opened;
        return done;
      },
      cancel: async () => {
        await proof.opened;
        return { found: 'ended_now', forced: false };
      },
    });
    const handle = await start(aDefinition());
    await running.opened;
    await handle.cancel();
    await vi.waitFor(async () => expect((await state(handle)).phase).toBe('cancelling'), {
      timeout: 5000,
      interval: 50,
    });
    const ending = await state(handle);
    expect(ending).toMatchObject({ status: 'running', outcome: null });
    // When KILL follows TERM: the definition's grace.
    const { since = '', until = '' } = ending.phase_info ?? {};
    expect(Date.parse(until) - Date.parse(since)).toBe(1000);
    expect(recorded.some(({ workflow_id }) => workflow_id === handle.workflowId)).toBe(false);
    proof.open();
    await expect(handle.result()).rejects.toThrow();
    const final = await ended(handle);
    expect(final).toMatchObject({ status: 'cancelled', outcome: 'cancelled' });
    expect(final?.steps.map(({ status, phase }) => [status, phase])).toEqual([
      ['failed', 'cancelled'],
      ['pending', 'pending'],
    ]);
    expect((await handle.describe()).status.name).toBe('CANCELLED');
  });

  it('is cancelled in the delay between two steps without anything to end', async () => {
    const cancels: StepInput[] = [];
    const { start, state, ended } = scripted({
      cancel: (input) => {
        cancels.push(input);
        return Promise.resolve({ found: 'already_ended', forced: false });
      },
    });
    const handle = await start(aDefinition({ step_delay: 60 }));
    await vi.waitFor(async () => expect((await state(handle)).phase).toBe('waiting'), { timeout: 5000, interval: 50 });
    expect((await state(handle)).phase_info).toMatchObject({ for: 'delay' });
    await handle.cancel();
    const final = await ended(handle);
    expect(cancels).toEqual([]);
    expect(final?.steps.map(({ status }) => status)).toEqual(['completed', 'pending']);
  });

  it('is blocked by an unknown host key until somebody says go on, and may be blocked again', async () => {
    let known = 0;
    const asked: number[] = [];
    const facts = { host: 'box', port: 2222, fingerprint_line: '256 SHA256:abc [box]:2222 (ED25519)' };
    const { start, state, ended } = scripted({
      step: ({ id }) => {
        asked.push(id.attempt);
        return known < 2 ? failWith('host_key_unknown', facts) : Promise.resolve(done);
      },
    });
    const handle = await start(aDefinition({}, ['test_ssh']));
    for (const time of [1, 2]) {
      // A question changes nothing on the box: it is the same attempt, whose job would be adopted.
      await vi.waitFor(
        async () => {
          expect(asked).toEqual(Array.from({ length: time }, () => 1));
          expect((await state(handle)).steps[0]).toMatchObject({ status: 'blocked', attempt: 1 });
        },
        { timeout: 5000, interval: 50 },
      );
      expect(await state(handle)).toMatchObject({
        status: 'blocked',
        block_info: {
          block_reason: 'host_verification_needed',
          host: 'box',
          port: '2222',
          fingerprints: [facts.fingerprint_line],
        },
      });
      known = time;
      await handle.signal(SignalName.resume);
    }
    const final = await ended(handle);
    expect(final).toMatchObject({ status: 'completed' });
    expect(final).not.toHaveProperty('block_info');
    expect(final?.steps[0]?.error).toBeUndefined();
    const waited = final?.steps[0]?.waited ?? [];
    expect(waited).toHaveLength(2);
    expect(final?.steps[0]?.started_at).toBe(waited[1]?.to);
  });

  it('has all its tries left after a question about a host key', async () => {
    let asked = false;
    const { start, state, ended } = scripted({
      step: ({ id }) => {
        if (!asked) failWith('host_key_unknown', { host: 'box', port: 22, fingerprint_line: 'line' });
        return id.attempt < 2 ? failWith('sync_failed') : Promise.resolve(done);
      },
    });
    const definition = aDefinition({}, ['sync_instance']);
    const [step] = definition.steps;
    if (step) step.policy = { ...step.policy, retry: { attempts: 2, delay_s: 0 } };
    const handle = await start(definition);
    await vi.waitFor(async () => expect((await state(handle)).status).toBe('blocked'), { timeout: 5000, interval: 50 });
    asked = true;
    await handle.signal(SignalName.resume);
    expect(await ended(handle)).toMatchObject({ status: 'completed', steps: [{ attempt: 2 }] });
  });

  it('is cancelled while it is blocked, without anything to end', async () => {
    const cancels: StepInput[] = [];
    const { start, state, ended } = scripted({
      step: () => failWith('host_key_unknown', { host: 'box', port: 22, fingerprint_line: 'line' }),
      cancel: (input) => {
        cancels.push(input);
        return Promise.resolve({ found: 'already_ended', forced: false });
      },
    });
    const handle = await start(aDefinition());
    await vi.waitFor(async () => expect((await state(handle)).status).toBe('blocked'), { timeout: 5000, interval: 50 });
    await handle.cancel();
    const final = await ended(handle);
    expect(final?.steps[0]?.waited).toMatchObject([{ for: 'host_key' }]);
    expect(cancels).toEqual([]);
    expect(final).toMatchObject({
      status: 'cancelled',
      steps: [{ status: 'failed', phase: 'cancelled' }, { status: 'pending' }],
    });
    expect(final).not.toHaveProperty('block_info');
  });

  it('ends what a lost step may have left behind before it tries again', async () => {
    const order: string[] = [];
    const { start, ended } = scripted({
      step: ({ id }) => {
        order.push(`try ${id.attempt}`);
        return id.attempt === 1 ? failWith('step_lost') : Promise.resolve(done);
      },
      cancel: ({ id }) => {
        order.push(`end ${id.attempt}`);
        return Promise.resolve({ found: 'ended_now', forced: false });
      },
    });
    const definition = aDefinition({}, ['set_ui_home']);
    const [step] = definition.steps;
    if (step) step.policy = { ...step.policy, retry: { attempts: 2, delay_s: 0 } };
    expect((await ended(await start(definition))).status).toBe('completed');
    expect(order).toEqual(['try 1', 'end 1', 'try 2']);
  });

  it('stops at a changed host key without a question', async () => {
    const { start, ended } = scripted({ step: () => failWith('host_key_changed') });
    const handle = await start(aDefinition());
    const final = await ended(handle);
    expect(final).toMatchObject({ status: 'failed', failure: { code: 'host_key_changed' } });
  });

  it('asks for the reboot and then waits for the box in an activity of its own', async () => {
    const waits: number[] = [];
    const { start, ended } = scripted({
      step: () =>
        Promise.resolve({ ...done, before: { pid1_start: '1', boot_id: 'a', own: '' }, requested_at: 'then' }),
      reboot: (input) => {
        waits.push(input.timeout_s);
        return Promise.resolve({ ...done, note: 'back' });
      },
    });
    const definition = aDefinition({}, ['reboot_instance']);
    const [step] = definition.steps;
    if (step) step.parameters = { wait_s: 42 };
    const handle = await start(definition);
    const final = await ended(handle);
    expect(waits).toEqual([42]);
    expect(final?.steps[0]).toMatchObject({ status: 'completed', completion_note: 'back' });
  });

  it('ends done with warnings when a step had one', async () => {
    const { start, ended } = scripted({ step: () => Promise.resolve({ ...done, warnings: ['no GPU'] }) });
    expect(await ended(await start(aDefinition()))).toMatchObject({
      status: 'completed',
      outcome: 'done_with_warnings',
    });
  });
});

describe('the workflow of a box', () => {
  it('refuses a second run on the same box, naming the active one, while another box’s run goes on beside it', async () => {
    const held = gate();
    const { start, state } = scripted({
      step: async () => {
        await held.opened;
        return done;
      },
    });
    const first = aDefinition();
    const handle = await start(first);
    const refused = start({ ...aDefinition(), instance: first.instance });
    await expect(refused).rejects.toMatchObject({ cause: { type: 'run_active', details: [first.workflow_id] } });
    const other = await start(aDefinition());
    expect((await state(other)).status).toBe('running');
    held.open();
    await Promise.all([handle.result(), other.result()]);
  });

  it('has released the box when the end of a run is recorded, so the next can start at once', async () => {
    const { start, ended } = scripted({});
    const first = aDefinition();
    await ended(await start(first));
    await ended(await start({ ...aDefinition(), instance: first.instance }));
  });

  it('ends when it has held nothing for a while', async () => {
    const { start, client } = scripted({});
    const definition = aDefinition();
    await (await start(definition)).result();
    await vi.waitFor(
      async () => {
        const { status } = await client.workflow.getHandle(`instance/${definition.instance.key}`).describe();
        expect(status.name).toBe('COMPLETED');
      },
      { timeout: 5000, interval: 50 },
    );
  });

  it('refuses a start that nobody waits for any more', async () => {
    const { start } = scripted({});
    const late = start({ ...aDefinition(), start_by: '2026-01-01T00:00:00.000Z' });
    await expect(late).rejects.toMatchObject({ cause: { type: 'temporal_unavailable' } });
  });

  it('refuses an id that is running on another box', async () => {
    const held = gate();
    const { start } = scripted({
      step: async () => {
        await held.opened;
        return done;
      },
    });
    const first = aDefinition();
    const handle = await start(first);
    await expect(start({ ...aDefinition(), workflow_id: first.workflow_id })).rejects.toMatchObject({
      cause: { type: 'run_active' },
    });
    held.open();
    await handle.result();
  });
});
