// configure_links in a scratch tree: models are moved, never deleted.
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, shells } from './testing/run-step-script.ts';

let box: Sandbox;
let models: string;
beforeEach(() => {
  box = createSandbox();
  models = path.join(box.folder, 'Comfy UI', 'models');
  mkdirSync(models, { recursive: true });
});
afterEach(() => box.remove());

const put = (file: string, text = file) => {
  mkdirSync(path.dirname(path.join(models, file)), { recursive: true });
  writeFileSync(path.join(models, file), text);
};
const configure = (more = {}, shell = ['sh']) =>
  box.run('configure_links', { ui_home: path.dirname(models), ...more }, { shell });

describe.each(shells)('in %s %s', (...shell) => {
  it('makes both links, and changes nothing the second time', async () => {
    expect(await configure({}, shell)).toMatchObject({ code: 0, note: 'links are in place' });
    expect([readlinkSync(path.join(models, 'loras')), readlinkSync(path.join(models, 'upscale_models'))]).toEqual([
      'Lora',
      'ESRGAN',
    ]);
    expect(await configure({}, shell)).toMatchObject({ code: 0, note: 'links are in place, unchanged' });
    expect(readdirSync(path.join(models, 'Lora'))).toEqual([]);
  });

  it('moves what lay under the link’s name, hidden files and names with blanks too', async () => {
    for (const name of ['a b.safetensors', '.hidden', 'sub/c.safetensors']) put(`loras/${name}`, name);
    put('Lora/other', 'other');
    expect(await configure({}, shell)).toMatchObject({ code: 0 });
    expect(lstatSync(path.join(models, 'loras')).isSymbolicLink()).toBe(true);
    for (const name of ['a b.safetensors', '.hidden', 'sub/c.safetensors', 'other'])
      expect(readFileSync(path.join(models, 'loras', name), 'utf8')).toBe(name);
  });

  it('touches nothing of a link whose two folders have something of the same name, and does the other', async () => {
    put('loras/same', 'mine');
    put('loras/more');
    put('Lora/same', 'theirs');
    expect(await configure({}, shell)).toMatchObject({ code: 20, failureCode: 'name_clash' });
    expect(readFileSync(path.join(models, 'loras', 'same'), 'utf8')).toBe('mine');
    expect(readFileSync(path.join(models, 'Lora', 'same'), 'utf8')).toBe('theirs');
    expect(readdirSync(path.join(models, 'loras')).sort()).toEqual(['more', 'same']);
    expect(readlinkSync(path.join(models, 'upscale_models'))).toBe('ESRGAN');
  });

  it('turns a link that led elsewhere, and leaves what it led to alone', async () => {
    put('elsewhere/model');
    symlinkSync('elsewhere', path.join(models, 'loras'));
    expect(await configure({}, shell)).toMatchObject({ code: 0 });
    expect(readlinkSync(path.join(models, 'loras'))).toBe('Lora');
    expect(readdirSync(path.join(models, 'elsewhere'))).toEqual(['model']);
  });

  it('takes no file for a folder', async () => {
    put('loras', 'a file');
    expect(await configure({}, shell)).toMatchObject({ code: 20 });
    expect(readFileSync(path.join(models, 'loras'), 'utf8')).toBe('a file');
  });
});

it('says that the application’s folder is missing', async () => {
  expect(await configure({ ui_home: '/not/there' })).toMatchObject({ code: 10, failureCode: 'path_not_found' });
});
