// What somebody sees who opens the Temporal Web UI: read over HTTP from the same server that its pages read from, and with
// Temporal's own client.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RunState } from '../../contract/run-state.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { step } from '../support/comfyui-box.ts';
import { createProduct, type Product } from '../support/product.ts';

const ID = 'Käthes box, 3rd try';

let product: Product;
let box: SshdBox;
let connection: Connection;
let client: Client;
let state: RunState;

beforeAll(async () => {
  product = await createProduct();
  box = await startSshdBox({ identityFile: product.identityFile });
  await product.trust(box);
  await product.up();
  const { port } = JSON.parse(readFileSync(path.join(product.home, 'temporal-ports.json'), 'utf8')) as { port: number };
  connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  client = new Client({ connection });
  const id = await product.start({
    workflow_id: ID,
    ssh_connection: box.connection,
    step_delay: 0.1,
    template: { id: 'story', name: 'A story' },
    steps: [step('test_ssh', 'Look at the box'), step('run_command', 'Say hello', { command: 'echo hello' })],
  });
  state = await product.ended(id);
  // The end is told a moment before the workflow itself is closed.
  await client.workflow.getHandle(id).result();
});
afterAll(async () => {
  await connection?.close();
  await box?.stop();
  await product?.remove();
});

it('finds the run under the id that its caller gave it, with instance, template and outcome', async () => {
  const described = await client.workflow.getHandle(ID).describe();
  expect(described.runId).toBe(state.execution_id);
  expect(described.status.name).toBe('COMPLETED');
  expect(described.type).toBe('setupRun');
  const instance = `${box.user}@${box.host}:${box.port}`;
  expect(described.searchAttributes).toMatchObject({
    BringupInstance: [instance],
    BringupTemplate: ['story'],
    BringupOutcome: ['done'],
  });
  const query = `BringupInstance = '${instance}' AND BringupTemplate = 'story' AND BringupOutcome = 'done'`;
  await vi.waitFor(async () => {
    const found: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query })) found.push(workflowId);
    expect(found).toEqual([ID]);
  }, 10_000);
});

it('says in one line what the run is, and shows how each step went', async () => {
  const handle = client.workflow.getHandle(ID);
  const described = await handle.describe();
  expect(await described.staticSummary()).toBe(`A story on ${box.user}@${box.host}:${box.port}`);
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  expect(currentDetails).toContain(`**completed** on \`${box.user}@${box.host}:${box.port}\``);
  expect(currentDetails).toMatch(/^\| 1 \| Look at the box \| completed \| 1 \|/m);
  expect(currentDetails).toMatch(/^\| 2 \| Say hello \| completed \| 1 \|/m);
});

it('names each activity after its action and sums it up in words', async () => {
  const { events } = await client.workflow.getHandle(ID).fetchHistory();
  const text = (data: Uint8Array | null | undefined) =>
    data ? (JSON.parse(Buffer.from(data).toString()) as string) : null;
  const activities = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled, userMetadata }) =>
    scheduled
      ? [
          [
            scheduled.activityType?.name,
            text(userMetadata?.summary?.data),
            Number(scheduled.startToCloseTimeout?.seconds),
          ],
        ]
      : [],
  );
  expect(activities).toEqual([
    ['test_ssh', '1/2 Look at the box', 30],
    ['run_command', '2/2 Say hello', 600],
  ]);
});

it('has a page for the run in the Web UI, under the address that stands on our page', async () => {
  const address = new URL(state.temporal_url ?? '');
  expect(decodeURIComponent(address.pathname)).toBe(`/namespaces/default/workflows/${ID}/${state.execution_id}`);
  const page = await fetch(address);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  const { host } = address;
  const asked = await fetch(
    `http://${host}/api/v1/namespaces/default/workflows/${encodeURIComponent(ID)}?execution.runId=${state.execution_id}`,
  );
  const answer = (await asked.json()) as {
    workflowExecutionInfo?: { searchAttributes?: { indexedFields?: Record<string, unknown> } };
  };
  expect(Object.keys(answer.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {})).toEqual(
    expect.arrayContaining(['BringupInstance', 'BringupTemplate', 'BringupOutcome']),
  );
  const { body } = await product.get('/config/workflow');
  expect(body['temporal_url']).toBe(address.origin);
});
