import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { templateSchema } from '../../contract/template.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { createTemplateLibrary } from './library.ts';
import { isPracticeTemplate, type ReadList, type TemplateRules } from './templates.ts';

/** Shows what it was given; the API's own reader is tested where it is. */
const readList: ReadList = (step, list) => ({ ...step, list });
const rules: TemplateRules = {
  schema: templateSchema,
  readList,
  isOlder: (value): value is never => value === 'never',
  fromOlder: () => ({ template: {}, notes: [] }),
};
const library = (folders: string[]) =>
  createTemplateLibrary(
    store,
    folders.map((folder, index) => ({ folder, source: index === 0 ? 'shipped' : 'file' })),
    rules,
  );
const listTemplates = (folders: string[]) => library(folders).list();
const readTemplate = async (folders: string[], id: string) => (await library(folders).current(id)).template;

let store: Store;
let root: string;
let shipped: string;
let own: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'bringup-templates-'));
  [shipped, own] = [path.join(root, 'shipped'), path.join(root, 'own')];
  await mkdir(shipped);
  store = await openStore(path.join(root, 'home'));
});
afterEach(async () => {
  await store.close();
  await rm(root, { recursive: true });
});

const yaml = (id: string, name = id) =>
  `id: ${id}\nname: ${name}\nsteps:\n  - action: test_ssh\n    label: Test\n    extra: [1, 2]\n`;

it('reads a template with its defaults and the parameters of its steps', async () => {
  await writeFile(path.join(shipped, 'comfyui.yaml'), yaml('comfyui', 'ComfyUI'));
  expect(await readTemplate([shipped, own], 'comfyui')).toEqual({
    id: 'comfyui',
    name: 'ComfyUI',
    description: '',
    version: '1',
    step_delay: 0,
    parameters: [],
    steps: [{ action: 'test_ssh', label: 'Test', enabled: true, extra: [1, 2] }],
  });
});

it('lists broken files with their mistakes beside the good ones', async () => {
  await writeFile(path.join(shipped, 'good.yaml'), yaml('good'));
  await writeFile(path.join(shipped, 'bad.yml'), 'id: bad\nname: Bad\nsteps:\n  - label: No action\n');
  await writeFile(path.join(shipped, 'tabs.yaml'), 'id: tabs\n\tname: x\n');
  await writeFile(path.join(shipped, 'renamed.yaml'), yaml('other'));
  await writeFile(path.join(shipped, 'notes.txt'), 'no template');
  await writeFile(path.join(shipped, '.hidden.yaml'), 'no template');
  await mkdir(path.join(shipped, 'folder.yaml'));
  const entries = await listTemplates([shipped, own]);
  const told = Object.fromEntries(
    entries.map(({ id, error }) => [id, error?.message.replace(`${shipped}/`, '') ?? null]),
  );
  expect(told).toEqual({
    good: null,
    bad: 'bad.yml, line 4, column 5: steps[0].action: is missing.',
    tabs: expect.stringMatching(/^tabs.yaml, line 2, column 1: /) as string,
    renamed: 'renamed.yaml: the id is other, so the file must be named other.yaml.',
    folder: expect.stringMatching(/^folder.yaml cannot be read: /) as string,
  });
  await expect(readTemplate([shipped], 'bad')).rejects.toMatchObject({ failure: { code: 'input_invalid' } });
});

it('lets the later folder win, also with a broken file', async () => {
  await mkdir(own);
  await writeFile(path.join(shipped, 'a.yaml'), yaml('a', 'Shipped'));
  await writeFile(path.join(own, 'a.yml'), yaml('a', 'Own'));
  expect((await readTemplate([shipped, own], 'a')).name).toBe('Own');
  await writeFile(path.join(own, 'a.yml'), 'id: a\n');
  expect(await listTemplates([shipped, own])).toMatchObject([
    { id: 'a', current: null, error: { message: expect.stringContaining(path.join(own, 'a.yml')) as string } },
  ]);
});

test.each(['missing', '../shipped/a', '/etc/passwd', 'A', '', '.', 'a.yaml', '__proto__'])(
  'finds no template %j',
  async (id) => {
    await writeFile(path.join(shipped, 'a.yaml'), yaml('a'));
    const reading = readTemplate([shipped, path.join(root, 'nowhere')], id);
    await expect(reading).rejects.toMatchObject({
      message: `Template "${id}" not found`,
      failure: { code: 'template_not_found' },
    });
  },
);

describe('a list of nodes in a file of its own', () => {
  const withFile = (name: unknown) =>
    `id: a\nname: A\nsteps:\n  - action: install_custom_nodes\n    label: Nodes\n    nodes_file: ${JSON.stringify(name)}\n`;
  const read = async (name: unknown) => {
    await writeFile(path.join(shipped, 'a.yaml'), withFile(name));
    return (await readTemplate([shipped], 'a')).steps[0];
  };

  beforeEach(() => mkdir(path.join(shipped, 'lists')));

  test.each([
    ['lists/nodes.csv', '\uFEFFa,https://h/a', { kind: 'csv', text: 'a,https://h/a' }],
    ['lists/nodes.JSON', '{"git_custom_nodes": {}}', { kind: 'data', value: { git_custom_nodes: {} } }],
    [
      'lists/snapshot.yaml',
      'custom_nodes:\n  comfyui: x\n',
      { kind: 'data', value: { custom_nodes: { comfyui: 'x' } } },
    ],
  ])('is read from below the template’s folder: %s', async (name, text, list) => {
    const file = path.join(shipped, name);
    await writeFile(file, text);
    const step = await read(name);
    expect(step).toMatchObject({ action: 'install_custom_nodes', list: { file, ...list } });
    expect(step).not.toHaveProperty('nodes_file');
  });

  test.each([
    ['lists/missing.csv', /a.yaml: steps\[0\].nodes_file: .*lists\/missing.csv cannot be read: ENOENT/],
    ['lists', /cannot be read: it is no file/],
    ['../nodes.csv', /must be a path below the template's folder/],
    ['/etc/passwd', /must be a path below the template's folder/],
    [3, /must be a path below the template's folder/],
    ['lists/nodes.txt', /nodes.txt: must end in .csv, .json, .yaml or .yml/],
    ['lists/bad.json', /bad.json, line 2: is not JSON/],
    ['lists/bad.yaml', /bad.yaml, line 2, column 1: /],
  ])('is refused with its name: %j', async (name, message) => {
    await writeFile(path.join(shipped, 'lists', 'nodes.txt'), 'x');
    await writeFile(path.join(shipped, 'lists', 'bad.json'), '{"a": 1,\n x}');
    await writeFile(path.join(shipped, 'lists', 'bad.yaml'), 'a: 1\n\tb: 2');
    await expect(read(name)).rejects.toMatchObject({
      message: expect.stringMatching(message) as string,
      failure: { code: 'input_invalid' },
    });
  });
});

it('knows the practice template by its id and its connection', async () => {
  await writeFile(path.join(shipped, 'practice.yaml'), `${yaml('practice')}ssh_connection: root@127.0.0.1:2222\n`);
  await writeFile(path.join(shipped, 'a.yaml'), yaml('a'));
  expect(isPracticeTemplate(await readTemplate([shipped], 'practice'))).toBe(true);
  expect(isPracticeTemplate(await readTemplate([shipped], 'a'))).toBe(false);
});
