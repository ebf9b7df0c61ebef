import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { ReleaseInput, StepInput } from '../contract/activities.ts';
import { SignalName } from '../contract/messages.ts';
import {
  aDefinition,
  done,
  failWith,
  type Script,
  startTestWorker,
  type TestWorker,
} from '../tests/support/test-worker.ts';

const script: Script = {};
let worker: TestWorker;

beforeAll(async () => {
  worker = await startTestWorker(inject('temporalAddress'), inject('workflowBundle'), script);
});
afterAll(() => worker.stop());

describe('the limits of a step', () => {
  it('are extended by signal while it runs: the state and the box hear of it, other limits stay', async () => {
    let end = () => undefined as void;
    const told: StepInput[] = [];
    const began = vi.fn();
    script.step = () => {
      began();
      return new Promise((resolve) => (end = () => resolve(done)));
    };
    script.limit = (input) => void told.push(input);
    const handle = await worker.start(aDefinition({}, ['run_command']));
    await vi.waitFor(() => expect(began).toHaveBeenCalled(), 10_000);
    const before = (await worker.state(handle)).steps[0];
    await handle.signal(SignalName.extendLimit, { limit: 'timeout_s', seconds: 600 });
    await handle.signal(SignalName.extendLimit, { limit: 'unreachable_limit_s', seconds: 30 });
    await vi.waitFor(() => expect(told).toHaveLength(2), 10_000);
    expect((await worker.state(handle)).steps[0]).toMatchObject({
      timeout_s: Number(before?.timeout_s) + 600,
      unreachable_limit_s: Number(before?.unreachable_limit_s) + 30,
      no_output_s: null,
    });
    expect(told[1]).toMatchObject({ timeout_s: Number(before?.timeout_s) + 600, id: { step: 0, attempt: 1 } });
    end();
    expect(await worker.ended(handle)).toMatchObject({ status: 'completed' });
  });

  it('are left alone by a signal that makes no sense, or that comes when no step is at work', async () => {
    const told = vi.fn();
    script.step = () => Promise.resolve(done);
    script.limit = told;
    const handle = await worker.start(aDefinition({ step_delay: 1 }));
    await vi.waitFor(async () => expect((await worker.state(handle)).phase_info?.for).toBe('delay'), 10_000);
    await handle.signal(SignalName.extendLimit, { limit: 'timeout_s', seconds: 600 });
    await handle.signal(SignalName.extendLimit, { limit: 'constructor', seconds: 600 });
    await handle.signal(SignalName.extendLimit, { limit: 'timeout_s', seconds: -600 });
    const [first, second] = (await worker.ended(handle)).steps;
    expect(first?.timeout_s).toBe(second?.timeout_s);
    expect(told).not.toHaveBeenCalled();
  });

  it('hold for the next try of the step, too', async () => {
    const limits: number[] = [];
    const told = vi.fn();
    let fail: () => void = () => undefined;
    script.limit = told;
    script.step = (input) => {
      limits.push(input.timeout_s);
      if (input.id.attempt > 1) return Promise.resolve(done);
      return new Promise<void>((resolve) => (fail = resolve)).then(() => failWith('step_killed'));
    };
    const handle = await worker.start(aDefinition({}, ['sync_instance']));
    await vi.waitFor(() => expect(limits).toHaveLength(1), 10_000);
    await handle.signal(SignalName.extendLimit, { limit: 'timeout_s', seconds: 60 });
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), 10_000);
    fail();
    await worker.ended(handle);
    expect(limits[1]).toBe(Number(limits[0]) + 60);
  });
});

describe('the box of a run', () => {
  it('is given back after the end was recorded, by whatever way the run ended', async () => {
    const released: ReleaseInput[] = [];
    script.step = () => Promise.resolve(done);
    script.release = (input) => void released.push(input);
    const handle = await worker.start(aDefinition());
    const { execution_id } = await worker.ended(handle);
    await vi.waitFor(() => expect(released.map((input) => input.execution_id)).toContain(execution_id), 10_000);
  });
});
