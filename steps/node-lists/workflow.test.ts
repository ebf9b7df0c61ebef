import { expect, it, test } from 'vitest';
import { apiWorkflow, snapshot, workflow } from './examples.ts';
import { withPlace } from './reading.ts';
import { isWorkflow, readWorkflow } from './workflow.ts';

const withProperties = (...all: object[]) => ({
  nodes: all.map((properties, id) => ({ id, type: `T${id}`, properties })),
});

it('has the repositories that its nodes name, also inside subgraphs and groups, and names everything else', () => {
  const { nodes, left_out, problems } = readWorkflow(workflow);
  expect(problems).toEqual([]);
  expect(nodes.map(({ node, place }) => [node.url, node.ref, place.path.join('.')])).toEqual([
    ['https://github.com/ltdrdata/ComfyUI-Impact-Pack', '8c9f1a3b5d7e9f0a1b2c3d4e5f60718293a4b5c6', 'nodes.1'],
    ['https://github.com/ssitu/ComfyUI_UltimateSDUpscale', null, 'definitions.subgraphs.0.nodes.0'],
    ['https://github.com/owner/show-text', null, 'extra.groupNodes.my group.nodes.0'],
  ]);
  expect(left_out).toEqual([
    { name: 'comfyui-kjnodes', reason: 'is a package of the registry (version 1.1.2): its repository is not named' },
    { name: 'OldThing', reason: 'is a node class of which the workflow does not say where it comes from' },
  ]);
});

it('names no repository at all in the form of the API', () => {
  expect(readWorkflow(apiWorkflow)).toEqual({
    nodes: [],
    problems: [],
    left_out: ['ImageResizeKJv2', 'KSampler'].map((name) => ({
      name,
      reason: 'is a node class of which the workflow does not say where it comes from',
    })),
  });
});

it('takes no commit where its nodes were made with several, and says so', () => {
  const { nodes, left_out } = readWorkflow(
    withProperties({ aux_id: 'a/b', ver: '1111111' }, { aux_id: 'a/b', ver: '2222222' }),
  );
  expect(nodes.map(({ node }) => node.ref)).toEqual([null]);
  expect(left_out).toEqual([
    {
      name: 'the commit of https://github.com/a/b',
      reason: 'is asked for at 2 commits (1111111, 2222222), and only one can be had',
    },
  ]);
});

test.each(['x', 'a/b/c', '../x', 'a b/c', 'a/..', 'ext::sh -c id/x'])('%j is no repository of GitHub', (aux_id) => {
  const { nodes, left_out } = readWorkflow(withProperties({ aux_id }));
  expect(nodes).toEqual([]);
  expect(left_out.map(({ name }) => name)).toEqual([aux_id]);
});

test.each([
  [{ nodes: [{ type: 3 }] }, /^nodes\[0\].type: /],
  [{ nodes: 3 }, 'nodes: is no workflow of ComfyUI: it has no list of nodes'],
  [{ a: 1 }, 'nodes: is no workflow of ComfyUI: it has no list of nodes'],
  [null, 'is no workflow of ComfyUI: it has no list of nodes'],
])('%j is refused with the path', (value, message) => {
  expect(readWorkflow(value).problems.map(withPlace)).toEqual([expect.stringMatching(message) as string]);
});

it('is known by what it holds', () => {
  expect([workflow, apiWorkflow, snapshot, {}, [], 'x'].map(isWorkflow)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
