// What is told of a log that the limits of the settings have removed, by the workflow that applies them.
import { Worker } from '@temporalio/worker';
import { beforeAll, expect, inject, it, vi } from 'vitest';
import { WorkflowType } from '../../contract/messages.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { command } from '../../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;
beforeAll(async () => {
  // Not even one byte may stay.
  const started = await startStackWithBox({ logs: { keep_gb: 1e-10 } });
  ({ stack, box } = started);
  return started.stop;
});

it('is gone with a mark of when and why, and everything else is shown as before', async () => {
  const id = await stack.start({ ssh_connection: box.connection, step_delay: 0, steps: [command('echo old')] });
  const before = await stack.ended(id);
  const attempt = `/api/v1/runs/${encodeURIComponent(id)}/steps/0/attempts/1`;
  expect((await stack.get(`${attempt}/log`)).body).toMatchObject({ text: 'old\n' });

  const options = { taskQueue: stack.queue, workflowId: `retention of ${stack.queue}` };
  const retention = await stack.client.workflow.start(WorkflowType.retention, options);
  await vi.waitFor(
    async () => {
      const { events } = await retention.fetchHistory();
      expect(events?.some(({ timerStartedEventAttributes: timer }) => timer)).toBe(true);
    },
    { timeout: 10_000 },
  );

  const at = expect.stringMatching(/^\d{4}-.+Z$/) as string;
  for (const rest of ['', '/tail', '/download', '/search?q=old']) {
    expect(await stack.get(`${attempt}/log${rest}`)).toMatchObject({
      status: 410,
      body: {
        ...{ code: 'log_removed', detail: expect.stringContaining('by the setting logs.keep_gb') as string },
        facts: { workflow_id: id, step: 0, attempt: 1, removed_at: at, why: 'size' },
      },
    });
  }
  expect((await stack.get(attempt)).body).toMatchObject({ outcome: 'done', log_removed: { at, why: 'size' } });
  expect((await stack.get(`/workflow/state?workflow_id=${id}`)).body.state).toEqual(before);

  const bundle = { workflowBundle: { codePath: inject('workflowBundle') } };
  await Worker.runReplayHistory(bundle, await retention.fetchHistory());
  await retention.terminate();
});
