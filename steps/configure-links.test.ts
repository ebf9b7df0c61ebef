// configure_links in a scratch tree: models are moved, never deleted.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
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
    const end = await configure({}, shell);
    expect(end).toMatchObject({ code: 20, failureCode: 'name_clash' });
    expect(end.failure).toContain(`${models}/loras/same and ${models}/Lora/same`);
    expect(readFileSync(path.join(models, 'loras', 'same'), 'utf8')).toBe('mine');
    expect(readFileSync(path.join(models, 'Lora', 'same'), 'utf8')).toBe('theirs');
    expect(readdirSync(path.join(models, 'loras')).sort()).toEqual(['more', 'same']);
    expect(readlinkSync(path.join(models, 'upscale_models'))).toBe('ESRGAN');
  });

  it('turns a link that led elsewhere, and leaves what it led to alone', async () => {
    put('elsewhere/model');
    symlinkSync('elsewhere', path.join(models, 'loras'));
    const end = await configure({}, shell);
    expect(end).toMatchObject({ code: 0 });
    expect(end.warnings).toEqual([
      `${models}/loras led to elsewhere, which is not empty: what is in there is no longer seen as loras.`,
    ]);
    expect(readlinkSync(path.join(models, 'loras'))).toBe('Lora');
    expect(readdirSync(path.join(models, 'elsewhere'))).toEqual(['model']);
    expect(await configure({}, shell)).toMatchObject({ code: 0, warnings: [], note: 'links are in place, unchanged' });
  });

  it('leaves a link alone that leads there in other words', async () => {
    put('Lora/model');
    for (const target of ['Lora/', path.join(models, 'Lora'), '../models/Lora']) {
      symlinkSync(target, path.join(models, 'loras'));
      expect((await configure({}, shell)).code).toBe(0);
      expect(readlinkSync(path.join(models, 'loras'))).toBe(target);
      unlinkSync(path.join(models, 'loras'));
    }
  });

  it('turns a dangling link, and makes none to a folder that is one', async () => {
    symlinkSync('gone', path.join(models, 'loras'));
    symlinkSync('/not/there', path.join(models, 'ESRGAN'));
    const end = await configure({}, shell);
    expect(readlinkSync(path.join(models, 'loras'))).toBe('Lora');
    expect(end).toMatchObject({ code: 20, tasks: [{ status: 'failed' }, { name: 'loras', status: 'success' }] });
    expect(end.failure).toContain('ESRGAN is a link to /not/there, where there is no folder');
    expect(existsSync(path.join(models, 'upscale_models'))).toBe(false);
  });

  it('follows a folder that is a link to a volume, and makes no circle where the names are linked the other way', async () => {
    mkdirSync(path.join(box.folder, 'volume'));
    symlinkSync(path.join(box.folder, 'volume'), path.join(models, 'Lora'));
    put('loras/model', 'mine');
    put('upscale_models/model', 'mine');
    symlinkSync('upscale_models', path.join(models, 'ESRGAN'));
    const end = await configure({}, shell);
    expect(end).toMatchObject({
      code: 0,
      tasks: [{ name: 'upscale_models', status: 'success', note: 'ESRGAN leads to it' }, { name: 'loras' }],
    });
    expect(readFileSync(path.join(box.folder, 'volume/model'), 'utf8')).toBe('mine');
    expect(readFileSync(path.join(models, 'ESRGAN/model'), 'utf8')).toBe('mine');
    expect(lstatSync(path.join(models, 'upscale_models')).isDirectory()).toBe(true);
  });

  it('takes names with a slash at their end, which deletes nothing', async () => {
    put('loras/model');
    put('Lora/other');
    const links = [{ link: 'loras/', folder: 'Lora/' }];
    expect(await configure({ links, ui_home: `${path.dirname(models)}//` }, shell)).toMatchObject({ code: 0 });
    expect(readlinkSync(path.join(models, 'loras'))).toBe('Lora');
    expect(readdirSync(path.join(models, 'Lora')).sort()).toEqual(['model', 'other']);
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
