import { expect, it, test } from 'vitest';
import { snapshot } from './examples.ts';
import { withPlace } from './reading.ts';
import { isSnapshot, readSnapshot } from './snapshot.ts';

const problems = (value: unknown) => readSnapshot(value).problems.map(withPlace);

it('has the repositories of a snapshot at their commits, and names everything else', () => {
  const { nodes, left_out, problems: wrong } = readSnapshot(snapshot);
  expect(wrong).toEqual([]);
  expect(nodes.map(({ node }) => [node.name, node.ref])).toEqual([
    ['ComfyUI-Impact-Pack', '8c9f1a3b5d7e9f0a1b2c3d4e5f60718293a4b5c6'],
    ['ComfyUI_essentials', null],
  ]);
  expect(left_out).toEqual([
    { name: 'https://github.com/owner/switched-off', reason: 'is disabled in the snapshot' },
    { name: 'comfyui-kjnodes', reason: 'is a package of the registry (version 1.1.2): its repository is not named' },
    { name: 'rgthree-comfy', reason: 'is a package of the registry (version nightly): its repository is not named' },
    { name: 'my_node.py', reason: 'is a single file, which no repository is named for' },
    { name: 'old_node.py', reason: 'is a single file, and disabled' },
  ]);
});

it('reads the form of comfy-cli, too, and empty parts in either form', () => {
  expect(readSnapshot({ custom_nodes: snapshot })).toMatchObject({ nodes: [{}, {}], problems: [] });
  expect(readSnapshot({ git_custom_nodes: [], cnr_custom_nodes: [], file_custom_nodes: [], pips: {} })).toEqual({
    nodes: [],
    left_out: [],
    problems: [],
  });
  expect(readSnapshot({ git_custom_nodes: null })).toMatchObject({ nodes: [], problems: [] });
});

test.each([
  [null, 'is no snapshot of ComfyUI-Manager: it has none of git_custom_nodes, cnr_custom_nodes, file_custom_nodes'],
  [[], 'is no snapshot of ComfyUI-Manager: it has none of git_custom_nodes, cnr_custom_nodes, file_custom_nodes'],
  [
    { pips: {} },
    'is no snapshot of ComfyUI-Manager: it has none of git_custom_nodes, cnr_custom_nodes, file_custom_nodes',
  ],
  [
    { git_custom_nodes: { 'https://h/a': { hash: '-x' } } },
    /^git_custom_nodes\["https:\/\/h\/a"\]\.hash: must be a commit$/,
  ],
  [
    { git_custom_nodes: { 'ext::sh -c id': { hash: null } } },
    /^git_custom_nodes\["ext::sh -c id"\]: url: must be an http/,
  ],
  [{ git_custom_nodes: { 'https://h/a': 'x' } }, /^git_custom_nodes: /],
  [{ custom_nodes: { file_custom_nodes: [{ disabled: true }] } }, /^custom_nodes.file_custom_nodes\[0\].filename: /],
])('%j is refused with the path', (value, message) => {
  expect(problems(value)).toEqual([expect.stringMatching(message) as string]);
});

it('cannot bring control characters or endless names into logs', () => {
  const [left] = readSnapshot({ cnr_custom_nodes: { [`a\u001b[2J\n${'x'.repeat(5000)}`]: '\u202e' } }).left_out;
  expect(left?.name).toMatch(/^a\uFFFD\[2J\uFFFDx+…$/);
  expect(left?.name).toHaveLength(300);
  expect(left?.reason).toContain('(version \uFFFD)');
});

it('is known by its keys', () => {
  expect([snapshot, { custom_nodes: snapshot }, { nodes: [] }, [], 'x', null].map(isSnapshot)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
