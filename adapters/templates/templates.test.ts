import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, test } from 'vitest';
import { isPracticeTemplate, listTemplates, readTemplate } from './templates.ts';

let root: string;
let shipped: string;
let own: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'bringup-templates-'));
  [shipped, own] = [path.join(root, 'shipped'), path.join(root, 'own')];
  await mkdir(shipped);
});
afterEach(() => rm(root, { recursive: true }));

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
    bad: 'bad.yml, line 4, column 5: steps[0].action: expected string, received undefined.',
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
    { id: 'a', file: path.join(own, 'a.yml'), template: null },
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

it('knows the practice template by its id and its connection', async () => {
  await writeFile(path.join(shipped, 'practice.yaml'), `${yaml('practice')}ssh_connection: root@127.0.0.1:2222\n`);
  await writeFile(path.join(shipped, 'a.yaml'), yaml('a'));
  expect(isPracticeTemplate(await readTemplate([shipped], 'practice'))).toBe(true);
  expect(isPracticeTemplate(await readTemplate([shipped], 'a'))).toBe(false);
});
