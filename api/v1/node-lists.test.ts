// Lists of nodes through the API: converted without a run, and as fields of a step that is started.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { predecessorCsv, snapshot, workflow } from '../../steps/node-lists/examples.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';

let stack: Stack;
let box: SshdBox;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

async function post(at: string, body: object) {
  const response = await fetch(`${stack.url}${at}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as JsonObject };
}
const convert = (body: object) => post('/api/v1/node-lists', body);

describe('POST /api/v1/node-lists', () => {
  it('gives the nodes of a CSV', async () => {
    const { status, body } = await convert({ csv: predecessorCsv });
    expect(status).toBe(200);
    expect(body['nodes']).toHaveLength(34);
    expect((body['nodes'] as JsonObject[])[2]).toEqual({
      name: 'impact_subpack',
      url: 'https://github.com/ltdrdata/ComfyUI-Impact-Subpack.git',
      subfolder: 'ComfyUI-Impact-Pack/impact_subpack',
      requirements: 'requirements.txt',
    });
    expect(body['left_out']).toEqual([]);
  });

  it('gives those of a snapshot and of a workflow, and names what they have no repository for', async () => {
    const asObject = await convert({ snapshot });
    expect(asObject.body['nodes']).toHaveLength(2);
    expect(asObject.body['left_out']).toContainEqual({
      name: 'my_node.py',
      reason: 'is a single file, which no repository is named for',
    });
    expect(await convert({ snapshot: JSON.stringify(snapshot) })).toEqual(asObject);
    const yaml = 'custom_nodes:\n  git_custom_nodes:\n    https://h/a:\n      hash: abcdef1\n      disabled: false\n';
    expect((await convert({ snapshot: yaml })).body).toEqual({
      nodes: [{ name: 'a', url: 'https://h/a', ref: 'abcdef1' }],
      left_out: [],
    });
    expect((await convert({ workflow })).body).toMatchObject({
      left_out: [{ name: 'comfyui-kjnodes' }, { name: 'OldThing' }],
    });
  });

  test.each([
    [
      { csv: '\na,x' },
      { detail: expect.stringMatching(/^csv, line 2: url: must be/) as string, facts: { field: 'csv', line: 2 } },
    ],
    [
      { snapshot: '{"a": ' },
      { detail: expect.stringMatching(/^snapshot: is not JSON|^snapshot, line 1: is not JSON/) as string },
    ],
    [{ snapshot: 'a: b: c' }, { detail: expect.stringMatching(/^snapshot, line 1, column /) as string }],
    [
      { snapshot: { git_custom_nodes: { 'https://h/a': { hash: 'x' } } } },
      { detail: 'snapshot, git_custom_nodes["https://h/a"].hash: must be a commit.' },
    ],
    [{ workflow: { a: 1 } }, { detail: expect.stringMatching(/is no workflow of ComfyUI/) as string }],
    [{}, { detail: expect.stringMatching(/exactly one of/) as string }],
    [{ csv: 'a,https://h/a', workflow }, { detail: expect.stringMatching(/exactly one of/) as string }],
  ])('refuses with the place: %j', async (body, expected) => {
    const { status, body: answer } = await convert(body);
    expect(status).toBe(400);
    expect(answer).toMatchObject({ code: 'input_invalid', ...expected });
  });
});

describe('a step with a list', () => {
  it('is refused before anything runs where the list names no repository', async () => {
    const steps = [{ action: 'install_custom_nodes', nodes_snapshot: snapshot }];
    const { status, body } = await post('/api/v1/runs', { ssh_connection: box.connection, steps });
    expect(status).toBe(400);
    expect(body['detail']).toMatch(
      /^Step 1 \(install_custom_nodes\): nodes_snapshot: names no repository for 5 things: .*comfyui-kjnodes/,
    );
  });

  it('carries the plain list in its run', async () => {
    const steps = [
      { action: 'install_custom_nodes', enabled: true, ui_home: '/nowhere', nodes_csv: 'a,https://127.0.0.1:9/a' },
    ];
    const { status, body } = await post('/api/v1/runs', { ssh_connection: box.connection, steps });
    expect(status).toBe(201);
    const answer = await fetch(`${stack.url}/api/v1/runs/${String(body['workflow_id'])}`);
    const { steps: [step] = [] } = (await answer.json()) as { steps: JsonObject[] };
    expect(step).toMatchObject({ nodes: [{ name: 'a', url: 'https://127.0.0.1:9/a' }] });
    expect(step).not.toHaveProperty('nodes_csv');
  });

  it('has its list in a file beside its template', async () => {
    const folder = path.join(stack.home, 'templates');
    await mkdir(path.join(folder, 'lists'), { recursive: true });
    const template =
      'id: mine\nname: Mine\nsteps:\n  - action: install_custom_nodes\n    label: Nodes\n    nodes_file: lists/nodes.csv\n';
    await writeFile(path.join(folder, 'mine.yaml'), template);
    const file = path.join(folder, 'lists', 'nodes.csv');
    await writeFile(file, predecessorCsv);
    const read = async () => (await (await fetch(`${stack.url}/api/v1/templates/mine`)).json()) as JsonObject;
    const { steps: [step] = [] } = (await read()) as unknown as { steps: JsonObject[] };
    expect(step?.['nodes']).toHaveLength(34);
    expect(step).not.toHaveProperty('nodes_file');
    await writeFile(file, 'a,https://h/a\nb,nowhere\n');
    expect(await read()).toMatchObject({
      code: 'input_invalid',
      detail: expect.stringMatching(/lists\/nodes.csv, line 2: url: must be/) as string,
      facts: { line: 2 },
    });
  });
});
