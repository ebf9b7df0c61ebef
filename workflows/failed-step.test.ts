// What a failed step leaves in the run's state.
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { aDefinition, failWith, type Script, startTestWorker, type TestWorker } from '../tests/support/test-worker.ts';

const script: Script = {};
let worker: TestWorker;
beforeAll(async () => {
  worker = await startTestWorker(inject('temporalAddress'), inject('workflowBundle'), script);
});
afterAll(() => worker.stop());

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
  const definition = aDefinition({}, ['sync_instance']);
  const [step] = definition.steps;
  if (step) step.policy = { ...step.policy, retry: { attempts: 2, delay_s: 0 } };
  const handle = await worker.start(definition);
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
