// Histories of earlier versions are replayed against the workflows of today: a change that breaks runs in flight fails here.
// BRINGUP_RECORD=1 records new ones beside the old, which are never replaced.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { afterAll, describe, expect, inject, it, vi } from 'vitest';
import { packageFile } from '../adapters/package-root.ts';
import { SignalName, WorkflowType } from '../contract/messages.ts';
import { aDefinition, done, failWith, type Script, startTestWorker } from '../tests/support/test-worker.ts';

const folder = packageFile('tests', 'histories');
const bundle = inject('workflowBundle');
const replay = (history: unknown) =>
  Worker.runReplayHistory(
    { workflowBundle: { codePath: bundle } },
    history as Parameters<typeof Worker.runReplayHistory>[1],
  );

async function record(name: string, handle: WorkflowHandle) {
  const file = `${folder}/${name}.json`;
  if (existsSync(file)) return;
  writeFileSync(file, historyToJSON(await handle.fetchHistory()));
}

if (process.env.BRINGUP_RECORD) {
  const script: Script = {};
  const worker = await startTestWorker(inject('temporalAddress'), bundle, script);
  afterAll(() => worker.stop());
  const facts = { host: 'box', port: 22, fingerprint_line: '256 SHA256:abc [box]:22 (ED25519)' };

  describe('recording', () => {
    it('records a run with a delay, a retry and a warning', async () => {
      script.step = ({ id }) =>
        id.step === 0 && id.attempt === 1 ? failWith('sync_failed') : Promise.resolve({ ...done, warnings: ['w'] });
      const definition = aDefinition({ step_delay: 0.1 }, ['sync_instance', 'run_command']);
      const handle = await worker.start(definition);
      await worker.ended(handle);
      await handle.result();
      await record('run-completed', handle);
      const box = worker.client.workflow.getHandle(`instance/${definition.instance.key}`);
      await box.result();
      await record('instance', box);
    });

    it('records a run that was blocked, went on and failed', async () => {
      let known = false;
      script.step = ({ id }) =>
        !known ? failWith('host_key_unknown', facts) : id.step === 1 ? failWith('step_failed') : Promise.resolve(done);
      const handle = await worker.start(aDefinition());
      await vi.waitFor(async () => expect((await worker.state(handle)).status).toBe('blocked'), { timeout: 5000 });
      known = true;
      await handle.signal(SignalName.resume);
      await worker.ended(handle);
      await expect(handle.result()).rejects.toThrow();
      await record('run-blocked-failed', handle);
    });

    it('records a run that was cancelled in the middle of a step', async () => {
      script.step = () => new Promise((resolve) => setTimeout(() => resolve(done), 2000));
      const handle = await worker.start(aDefinition());
      await vi.waitFor(async () => expect((await worker.state(handle)).phase).toBe('running'), { timeout: 5000 });
      await handle.cancel();
      await worker.ended(handle);
      await expect(handle.result()).rejects.toThrow();
      await record('run-cancelled', handle);
    });

    it('records a run that was blocked and told so, with a reminder', async () => {
      let known = false;
      const told: string[] = [];
      script.plan = ({ kind }) => (told.push(kind), []);
      script.step = () => (known ? Promise.resolve(done) : failWith('host_key_unknown', facts));
      const handle = await worker.start(aDefinition({ notices: { reminders_s: [0.1, 600] } }));
      await vi.waitFor(() => expect(told).toHaveLength(2), { timeout: 5000 });
      known = true;
      await handle.signal(SignalName.resume);
      await worker.ended(handle);
      await handle.result();
      await record('run-blocked-told', handle);
    });

    it('records a day of retention', async () => {
      const { client, taskQueue } = worker;
      const options = { taskQueue, workflowId: `retention-${taskQueue}` };
      const handle = await client.workflow.start(WorkflowType.retention, options);
      await vi.waitFor(async () => {
        const { events } = await handle.fetchHistory();
        expect(events?.some(({ timerStartedEventAttributes: timer }) => timer)).toBe(true);
      });
      await record('retention', handle);
      await handle.terminate();
    });

    it('records a run of a reboot', async () => {
      script.step = () =>
        Promise.resolve({
          ...done,
          before: { pid1_start: '1', boot_id: 'a', own: '' },
          requested_at: '2026-11-23T00:00:00.000Z',
        });
      const handle = await worker.start(aDefinition({}, ['reboot_instance']));
      await worker.ended(handle);
      await handle.result();
      await record('run-reboot', handle);
    });
  });
}

const histories = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('replay', () => {
  it('has the histories of all kinds of ends', () => {
    expect(histories.length).toBeGreaterThanOrEqual(5);
  });

  it.each(histories)('%s goes the same way today', async (name) => {
    await replay(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
  });

  it('notices a history that went another way', async () => {
    const history = JSON.parse(readFileSync(`${folder}/run-completed.json`, 'utf8')) as {
      events: { activityTaskScheduledEventAttributes?: { activityType: { name: string } } }[];
    };
    for (const { activityTaskScheduledEventAttributes: event } of history.events) {
      if (event) event.activityType.name = 'another_step';
    }
    await expect(replay(history)).rejects.toThrow(/[Nn]ondeterminism|determinis/);
  });
});
