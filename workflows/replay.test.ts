// Histories of earlier versions are replayed against the workflows of today: a change that breaks runs in flight fails here.
// BRINGUP_RECORD=1 records new ones beside the old, which are never replaced.
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { afterAll, describe, expect, inject, it, vi } from 'vitest';
import { packageFile } from '../adapters/package-root.ts';
import type { GroupRound, GroupStrategy } from '../contract/group.ts';
import { groupWorkflowId } from '../contract/ids.ts';
import { SignalName, WorkflowType } from '../contract/messages.ts';
import { aDefinition, done, failWith, gate, type Script, startTestWorker } from '../tests/support/test-worker.ts';

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

    const groupOf = (strategy: Partial<GroupStrategy>, boxes: number): GroupRound => ({
      group_id: randomUUID(),
      round: 1,
      total: boxes,
      members: Array.from({ length: boxes }, (_, i) => ({ n: i + 1, workflow_id: randomUUID(), continues: null })),
      strategy: { at_once: null, canary: false, stop_at: 'never', cancel_others: false, ...strategy },
    });
    const startRound = (round: GroupRound) =>
      worker.client.workflow.start(WorkflowType.boxGroup, {
        taskQueue: worker.taskQueue,
        workflowId: groupWorkflowId(round.group_id, round.round),
        args: [round],
      });
    /** Each box has a run of two steps: what becomes of its last one. */
    function playBoxes(round: GroupRound, fates: Record<number, 'fails' | 'refused' | 'lasts'>): Map<number, string> {
      const executions = new Map<number, string>();
      const cancelled = gate();
      script.startMember = async ({ n, workflow_id }) => {
        if (fates[n] === 'refused') return { kind: 'refused' };
        const { execution_id } = await worker.state(await worker.start(aDefinition({ workflow_id })));
        executions.set(n, execution_id);
        return { kind: 'started', execution_id };
      };
      script.cancel = () => (cancelled.open(), Promise.resolve({ found: 'ended_now', forced: false }));
      script.step = async ({ id }) => {
        const fate = fates[round.members.find(({ workflow_id }) => workflow_id === id.workflow_id)?.n ?? 0];
        if (id.step === 1 && fate === 'fails') failWith('step_failed');
        if (id.step === 1 && fate === 'lasts') await cancelled.opened;
        return done;
      };
      return executions;
    }
    const outcomes = (executions: Map<number, string>) =>
      [...executions].map(([n, id]) => [n, worker.recorded.find((run) => run.execution_id === id)?.outcome]);

    it('records a group whose first box did well, and that stopped where too many others had failed', async () => {
      const round = groupOf({ canary: true, at_once: 3, stop_at: { failed_percent: 30 }, cancel_others: true }, 6);
      const executions = playBoxes(round, { 2: 'refused', 3: 'fails', 4: 'lasts' });
      const handle = await startRound(round);
      await handle.result();
      expect(Object.fromEntries(outcomes(executions))).toMatchObject({ 1: 'done', 3: 'failed', 4: 'cancelled' });
      expect(executions.has(6)).toBe(false);
      await record('group-canary-share', handle);
    });

    it('records a group whose first box failed, and its second round over that one and those that were not started', async () => {
      const round = groupOf({ canary: true, at_once: 2 }, 4);
      const first = playBoxes(round, { 1: 'fails' });
      const handle = await startRound(round);
      await handle.result();
      expect(outcomes(first)).toEqual([[1, 'failed']]);
      await record('group-canary-failed', handle);

      const members = round.members.map((member) => ({ ...member, continues: first.get(member.n) ?? null }));
      const again = { ...round, round: 2, members };
      const second = playBoxes(again, { 3: 'fails' });
      const retried = await startRound(again);
      await retried.result();
      expect(Object.fromEntries(outcomes(second))).toEqual({ 1: 'done', 2: 'done', 3: 'failed', 4: 'done' });
      await record('group-retried', retried);
    });

    it('records a group that a person cancelled', async () => {
      const round = groupOf({ at_once: 1 }, 3);
      const executions = playBoxes(round, { 2: 'lasts' });
      const handle = await startRound(round);
      await vi.waitFor(() => expect(executions.size).toBe(2), { timeout: 5000 });
      await handle.cancel();
      await expect(handle.result()).rejects.toThrow();
      expect(outcomes(executions)).toEqual([
        [1, 'done'],
        [2, 'cancelled'],
      ]);
      await record('group-cancelled', handle);
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
