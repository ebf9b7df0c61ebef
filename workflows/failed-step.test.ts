// What a failed step leaves in the run's state.
import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { SignalName } from '../contract/messages.ts';
import type { RunDefinition } from '../contract/run-definition.ts';
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

function syncing(retry: { attempts: number; delay_s: number }, steps = 1): RunDefinition {
  const definition = aDefinition({}, Array<string>(steps).fill('sync_instance'));
  for (const step of definition.steps) step.policy = { ...step.policy, retry };
  return definition;
}

it('keeps what a failed step had come to, and forgets it while the step is tried again', async () => {
  const remains = { result: { failed: ['a'] }, note: '1 of 2 nodes are ready', warnings: ['b: already there'] };
  const left = { result: remains.result, completion_note: remains.note, warnings: remains.warnings };
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  script.step = async ({ id }) => {
    if (id.attempt === 1) failWith('sync_failed', {}, remains);
    await held;
    return failWith('nodes_failed', {}, remains);
  };
  const handle = await worker.start(syncing({ attempts: 2, delay_s: 0 }));
  await vi.waitFor(
    async () => {
      const none = { result: null, completion_note: null, warnings: [] };
      expect((await worker.state(handle)).steps[0]).toMatchObject({ attempt: 2, ...none });
    },
    { timeout: 5000, interval: 50 },
  );
  letGo();
  const final = await worker.ended(handle);
  expect(final?.steps[0]).toMatchObject({ status: 'failed', failure: { code: 'nodes_failed' }, ...left });
});

describe('a step that waits for its next try', () => {
  const HOUR = 3600;
  const failsOnce: Script['step'] = ({ id }) => (id.attempt === 1 ? failWith('sync_failed') : Promise.resolve(done));
  const waiting = (handle: WorkflowHandle) =>
    vi.waitFor(
      async () => {
        const { steps } = await worker.state(handle);
        expect(steps.some(({ phase }) => phase === 'retrying')).toBe(true);
        return steps;
      },
      { timeout: 5000, interval: 50 },
    );

  it('begins it when its time has come', async () => {
    script.step = failsOnce;
    const final = await worker.ended(await worker.start(syncing({ attempts: 2, delay_s: 0.1 })));
    expect(final).toMatchObject({ outcome: 'done', steps: [{ attempt: 2, failure: null }] });
  });

  it('begins it at once when somebody says so, and only then', async () => {
    script.step = failsOnce;
    const handle = await worker.start(syncing({ attempts: 2, delay_s: HOUR }));
    await waiting(handle);
    await handle.signal(SignalName.retryNow, { step: 7 });
    expect((await waiting(handle))[0]?.attempt).toBe(1);
    await handle.signal(SignalName.retryNow, { step: 0 });
    expect(await worker.ended(handle)).toMatchObject({ outcome: 'done', steps: [{ attempt: 2 }] });
    await Worker.runReplayHistory(
      { workflowBundle: { codePath: inject('workflowBundle') } },
      await handle.fetchHistory(),
    );
  });

  it('does not count for a later wait what was said before it', async () => {
    script.step = ({ id }) => (id.step === 0 || id.attempt > 1 ? Promise.resolve(done) : failWith('sync_failed'));
    const handle = await worker.start(syncing({ attempts: 2, delay_s: HOUR }, 2));
    await handle.signal(SignalName.retryNow);
    expect((await waiting(handle))[1]).toMatchObject({ phase: 'retrying', attempt: 1 });
    await handle.signal(SignalName.retryNow);
    expect(await worker.ended(handle)).toMatchObject({ outcome: 'done', steps: [{ attempt: 1 }, { attempt: 2 }] });
  });

  it('ends waiting when the run is cancelled', async () => {
    script.step = failsOnce;
    const handle = await worker.start(syncing({ attempts: 2, delay_s: HOUR }));
    await waiting(handle);
    await handle.cancel();
    expect(await worker.ended(handle)).toMatchObject({ outcome: 'cancelled', steps: [{ phase: 'cancelled' }] });
  });
});
