import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageFile } from '../package-root.ts';
import { createSecrets } from './secrets.ts';

let home: string;
const inSecrets = (...parts: string[]) => path.join(home, 'secrets', ...parts);
const secretFiles = async () => (await readdir(inSecrets())).filter((name) => name.endsWith('.json'));

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-secrets-'));
});
afterEach(() => rm(home, { recursive: true }));

describe('secrets', () => {
  it('come back as they were put, in another process, too', async () => {
    await createSecrets(home).put('run/wf%201/CIVITDL_API_KEY', 'vålue\nwith lines');
    expect(await createSecrets(home).get('run/wf%201/CIVITDL_API_KEY')).toBe('vålue\nwith lines');
    const again = createSecrets(home);
    await again.put('run/wf%201/CIVITDL_API_KEY', '');
    expect(await again.get('run/wf%201/CIVITDL_API_KEY')).toBe('');
  });

  it('are null where there is none, and asking makes nothing', async () => {
    const secrets = createSecrets(home);
    expect(await secrets.get('run/a/KEY')).toBeNull();
    await secrets.remove('run/a/KEY');
    await secrets.removeAll('run/a/');
    expect(await readdir(home)).toEqual([]);
  });

  it('lie encrypted in files for their owner only', async () => {
    await createSecrets(home).put('run/a/KEY', 'plain-value-123');
    const names = await readdir(inSecrets());
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect((await stat(inSecrets(name))).mode & 0o777).toBe(0o600);
      const content = await readFile(inSecrets(name), 'latin1');
      expect(content).not.toContain('plain-value');
      expect(content).not.toContain(Buffer.from('plain-value-123').toString('base64'));
    }
    expect((await stat(inSecrets())).mode & 0o777).toBe(0o700);
  });

  it('are removed one by one or all of a run', async () => {
    const secrets = createSecrets(home);
    for (const ref of ['run/a/ONE', 'run/a/TWO', 'run/ab/ONE', 'run/b/ONE']) await secrets.put(ref, ref);
    await secrets.remove('run/b/ONE');
    await secrets.removeAll('run/a/');
    expect(await secrets.get('run/a/ONE')).toBeNull();
    expect(await secrets.get('run/ab/ONE')).toBe('run/ab/ONE');
    expect(await secretFiles()).toHaveLength(1);
    expect((await readFile(inSecrets('key'))).length).toBe(32);
  });

  it('take no name that could be a path', async () => {
    const secrets = createSecrets(home);
    for (const ref of ['', '../key', '/etc/passwd', 'a\nb', 'a b', 'x'.repeat(4000)]) {
      await expect((async () => secrets.put(ref, 'value-123'))()).rejects.toThrow('cannot be named');
    }
  });

  it('that were changed, moved or belong to another key are told without a value', async () => {
    const secrets = createSecrets(home);
    await secrets.put('a', 'value-of-a');
    const [fileA = ''] = await secretFiles();
    await secrets.put('b', 'value-of-b');
    const fileB = (await secretFiles()).find((name) => name !== fileA) ?? '';
    await rename(inSecrets(fileB), inSecrets(fileA));
    await expect(secrets.get('a')).rejects.toMatchObject({ failure: { code: 'secret_missing' } });
    await expect(secrets.get('a')).rejects.toThrow(/^The secret a cannot be read: its file was changed/);

    await secrets.put('a', 'value-of-a');
    await writeFile(inSecrets(fileA), '{"ref":"a"');
    await expect(secrets.get('a')).rejects.toThrow('its file is damaged');
    await secrets.removeAll('b'); // steps over the damaged file

    await secrets.put('a', 'value-of-a');
    await rm(inSecrets('key'));
    await expect(secrets.get('a')).rejects.toThrow('key is missing or damaged');
    await secrets.put('b', 'value-of-b');
    await expect(secrets.get('a')).rejects.toThrow('belongs to another key');
  });

  it('of two processes that start at once share one key', async () => {
    const script = (name: string) => `
      import { createSecrets } from ${JSON.stringify(packageFile('adapters', 'secrets', 'secrets.ts'))};
      await createSecrets(${JSON.stringify(home)}).put('run/${name}', 'value ${name}');`;
    const run = (name: string) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script(name)], {
        cwd: packageFile(),
      });
    await Promise.all(['a', 'b', 'c'].map(run));
    const secrets = createSecrets(home);
    expect(await Promise.all(['a', 'b', 'c'].map((name) => secrets.get(`run/${name}`)))).toEqual([
      'value a',
      'value b',
      'value c',
    ]);
    await Promise.all(Array.from({ length: 20 }, (_, index) => createSecrets(home).put(`many/${index}`, 'x')));
    expect((await readdir(inSecrets())).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
