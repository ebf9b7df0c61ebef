import { describe, expect, it, test } from 'vitest';
import { installCustomNodes } from '../install-custom-nodes.ts';
import { readAnyList } from './any-list.ts';
import { predecessorCsv, snapshot, workflow } from './examples.ts';

const parse = (given: object) => installCustomNodes.parameters.parse(given);
const complaints = (given: object) =>
  installCustomNodes.parameters
    .safeParse(given)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
const names = (given: object) => parse(given).nodes.map(({ name }) => name);

describe('install_custom_nodes', () => {
  it('takes the predecessor’s CSV for the plain list, and reaches the script as that', () => {
    const parameters = parse({ nodes_csv: predecessorCsv });
    expect(parameters.nodes).toHaveLength(34);
    expect(parameters).not.toHaveProperty('nodes_csv');
    expect(installCustomNodes.script?.(parameters).env['NODES']?.split('\n')[2]).toBe(
      [
        'impact_subpack',
        'https://github.com/ltdrdata/ComfyUI-Impact-Subpack.git',
        '',
        'requirements.txt',
        'ComfyUI-Impact-Pack/impact_subpack',
        '',
      ].join('\u001f'),
    );
    expect(parse(JSON.parse(JSON.stringify(parameters)) as object)).toEqual(parameters);
  });

  test.each([
    ['objects', (value: object): unknown => value],
    ['text', (value: object): unknown => JSON.stringify(value)],
  ])('goes without what has no repository only when it was told to: %s', (_, form) => {
    const given = { nodes_snapshot: form(snapshot), nodes_workflow: form(workflow) };
    expect(complaints(given)).toEqual([
      expect.stringMatching(
        /^nodes_snapshot: names no repository for 5 things: https:\/\/github.com\/owner\/switched-off is disabled in the snapshot; comfyui-kjnodes is a package of the registry \(version 1.1.2\): its repository is not named; .*my_node.py is a single file.*\. Give each in nodes with its URL, or set skip_unnamed to go without$/,
      ) as string,
      expect.stringMatching(/^nodes_workflow: names no repository for 2 things: comfyui-kjnodes .*OldThing/) as string,
    ]);
    const parameters = parse({ ...given, skip_unnamed: true });
    expect(parameters.nodes.map(({ name }) => name)).toEqual([
      'ComfyUI-Impact-Pack',
      'ComfyUI_essentials',
      'ComfyUI_UltimateSDUpscale',
      'show-text',
    ]);
    expect(parameters.left_out.map(({ name }) => name)).toContain('my_node.py');
    expect(installCustomNodes.script?.(parameters).env['LEFT_OUT']?.split('\n')).toContain(
      'my_node.py is a single file, which no repository is named for',
    );
    expect(parse(JSON.parse(JSON.stringify(parameters)) as object)).toEqual(parameters);
  });

  it('has what a snapshot left out where the plain list names its URL', () => {
    const nodes = [{ url: 'https://github.com/kijai/ComfyUI-KJNodes' }];
    const nodes_snapshot = { cnr_custom_nodes: { 'comfyui-kjnodes': '1.1.2' } };
    expect(names({ nodes, nodes_snapshot })).toEqual(['ComfyUI-KJNodes']);
  });

  it('reads its file in templates only', () => {
    expect(complaints({ nodes_file: 'nodes.csv' })).toEqual([
      'nodes_file: is read in the file of a template only; here give the list itself, e.g. as nodes_csv',
    ]);
  });

  it('tells what is wrong with the field and the place', () => {
    expect(complaints({ nodes_csv: 'Name,RepoUrl\n\na,x' })).toEqual([
      'nodes_csv: line 3: url: must be an http, https, ssh or file URL, user@host:path or an absolute path',
    ]);
    expect(complaints({ nodes_csv: 3 })?.[0]).toMatch(/^nodes_csv: /);
    expect(complaints({ nodes_snapshot: 'comfyui: x' })?.[0]).toMatch(/^nodes_snapshot: is not JSON: /);
    expect(complaints({ nodes_workflow: {} })?.[0]).toMatch(/^nodes_workflow: .*is no workflow of ComfyUI/);
    const many = Array.from({ length: 501 }, (_, index) => `n${index},https://h/n${index}`).join('\n');
    expect(complaints({ nodes_csv: many })).toEqual([expect.stringMatching(/^nodes_csv: together: /) as string]);
  });
});

describe('several lists of one step', () => {
  it('complete each other', () => {
    const { nodes } = parse({
      nodes: [{ url: 'https://github.com/O/a.git', ref: 'v1', optional: true }],
      nodes_csv: 'a,https://github.com/o/a,,r.txt\nb,https://h/b',
      nodes_snapshot: { git_custom_nodes: { 'git@h:b': { hash: 'abcdef1' } } },
    });
    expect(nodes).toEqual([
      {
        name: 'a',
        url: 'https://github.com/O/a.git',
        ref: 'v1',
        requirements: 'r.txt',
        subfolder: null,
        optional: true,
      },
      { name: 'b', url: 'https://h/b', ref: 'abcdef1', requirements: null, subfolder: null, optional: false },
    ]);
  });

  test.each([
    [
      { nodes: [{ url: 'https://h/a' }], nodes_csv: '\na,https://g/a' },
      'nodes_csv: line 2: a comes from https://g/a here and from https://h/a in nodes, [0]',
    ],
    [
      { nodes: [{ url: 'https://h/a', ref: 'v1' }], nodes_csv: 'Name,RepoUrl,Ref\na,https://h/a,v2' },
      'nodes_csv: line 2: a: the ref is v2 here and v1 in nodes, [0]',
    ],
    [
      { nodes_csv: 'a,https://h/a', nodes_snapshot: { git_custom_nodes: { 'https://g/a': {} } } },
      'nodes_snapshot: git_custom_nodes["https://g/a"]: a comes from https://g/a here and from https://h/a in nodes_csv, line 1',
    ],
    [
      { nodes_csv: 'a,https://h/a\nb,https://h/b\na,https://h/a' },
      'nodes_csv: line 3: a is there twice (first: line 1)',
    ],
    [
      { nodes: [{ url: 'https://h/x', subfolder: 'b' }], nodes_csv: 'b,https://h/b' },
      'nodes_csv: line 1: b: its folder b is the one of x (nodes, [0])',
    ],
  ])('that contradict each other are refused: %j', (given, message) => {
    expect(complaints(given)).toEqual([message]);
  });
});

it('knows what a file holds by its content', () => {
  expect(readAnyList(snapshot).nodes).toHaveLength(2);
  expect(readAnyList(workflow).nodes).toHaveLength(3);
  expect(readAnyList([{ url: 'https://h/a' }, 3, { ref: 'x' }])).toMatchObject({
    nodes: [{ node: { name: 'a' } }],
    problems: [
      { path: [1], message: 'must be a node: {url, name?, ref?, …}' },
      { path: [2], message: 'url: is missing' },
    ],
  });
  expect(readAnyList({ a: 1 }).problems[0]?.message).toMatch(/^is neither a list of nodes/);
});
