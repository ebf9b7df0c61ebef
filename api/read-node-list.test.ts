import { describe, expect, it, test } from 'vitest';
import type { ListFile } from '../adapters/templates/list-file.ts';
import { predecessorCsv, snapshot } from '../steps/node-lists/examples.ts';
import { readList } from './read-node-list.ts';

const csv = (text: string): ListFile => ({ file: '/t/nodes.csv', kind: 'csv', text });
const data = (value: unknown): ListFile => ({ file: '/t/nodes.json', kind: 'data', value });
const read = (list: ListFile, more: object = {}) =>
  readList({ action: 'install_custom_nodes', label: 'Nodes', enabled: true, ...more }, list, 'steps[0].nodes_file');

describe('the file that a template’s step names', () => {
  it('becomes the plain list of the step', () => {
    expect(read(csv(predecessorCsv))['nodes']).toHaveLength(34);
    expect(read(csv('b,https://h/b'), { nodes: [{ url: 'https://h/a', ref: 'v1' }] })['nodes']).toEqual([
      { name: 'a', url: 'https://h/a', ref: 'v1' },
      { name: 'b', url: 'https://h/b' },
    ]);
  });

  it('goes without what has no repository only where the template says so', () => {
    expect(() => read(data(snapshot))).toThrow(/^\/t\/nodes.json: names no repository for 5 things: .*comfyui-kjnodes/);
    const step = read(data(snapshot), { skip_unnamed: true });
    expect(step['nodes']).toHaveLength(2);
    expect(step['left_out']).toHaveLength(5);
  });

  test.each([
    [csv('a,https://h/a\n\nb,x'), {}, /^\/t\/nodes.csv, line 3: url: must be an http/],
    [csv('a,x\nb,x'), {}, /^\/t\/nodes.csv, line 1: url: .* \(and 1 more\)\.$/],
    [csv('a,https://h/a'), { nodes: [{ url: 'https://g/a' }] }, /^\/t\/nodes.csv, line 1: a comes from/],
    [csv('a,https://h/a'), { nodes: [{ url: 'x' }] }, /^steps\[0\].nodes\[0\].url: must be an http/],
    [data({ a: 1 }), {}, /^\/t\/nodes.json: is neither a list of nodes, nor a snapshot/],
    [
      data({ git_custom_nodes: { 'https://h/a': { hash: 'x' } } }),
      {},
      /^\/t\/nodes.json, git_custom_nodes\["https:\/\/h\/a"\].hash: must be/,
    ],
  ])('is refused with its place: %j', (list, more, message) => {
    expect(() => read(list, more)).toThrow(message);
  });
});
