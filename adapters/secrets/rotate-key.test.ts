import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { packageFile } from '../package-root.ts';
import { forgetLink } from './keys.ts';
import { oldKeyRef, rotateKey } from './rotate-key.ts';
import { keyId } from './seal.ts';
import { createSecrets } from './secrets.ts';

let home: string;
const inSecrets = (...parts: string[]) => path.join(home, 'secrets', ...parts);
const fromFile = () => ({ home, secretKey: null });
const given = (secretKey: Buffer) => ({ home, secretKey });
const refs = Array.from({ length: 60 }, (_, index) => `run/r/${index}`);
const fill = async (secretKey: Buffer | null = null) => {
  for (const ref of refs) await createSecrets(home, secretKey).put(ref, `value of ${ref}`);
};
const expectAll = async (secretKey: Buffer | null = null) => {
  const secrets = createSecrets(home, secretKey);
  for (const ref of refs) expect(await secrets.get(ref)).toBe(`value of ${ref}`);
};
/** What is sealed, by file name. */
const contents = async () => {
  const names = (await readdir(inSecrets())).filter((name) => name.endsWith('.json'));
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(inSecrets(name), 'utf8')] as const)),
  );
};

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-rotation-'));
});
afterEach(() => rm(home, { recursive: true }));

it('seals everything with a new key, keeps the times, and keeps the old key sealed', async () => {
  await fill();
  const before = await contents();
  const times = await createSecrets(home).list('run/');
  const old = await readFile(inSecrets('key'));
  expect(await rotateKey(fromFile(), null)).toEqual({ secrets: refs.length + 1, unreadable: [] });
  expect((await readFile(inSecrets('key'))).equals(old)).toBe(false);
  const after = await contents();
  for (const [name, text] of before) expect(after.get(name)).not.toBe(text);
  await expectAll();
  expect(await createSecrets(home).list('run/')).toEqual(times);
  expect(await createSecrets(home).get(oldKeyRef(keyId(old)))).toBe(old.toString('base64'));
  expect(await readdir(inSecrets())).not.toContain('next-key.json');
  await expect(createSecrets(home, old).get(refs[0] ?? '')).rejects.toThrow('belongs to another key');
});

it('that is killed between two files leaves every file readable, and a second call finishes it', async () => {
  for (const some of [0, 20]) {
    await fill();
    const before = await contents();
    const old = await readFile(inSecrets('key'));
    const script = `
      import { rotateKey } from ${JSON.stringify(packageFile('adapters', 'secrets', 'rotate-key.ts'))};
      await rotateKey({ home: ${JSON.stringify(home)}, secretKey: null }, null);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: packageFile(),
      stdio: 'inherit',
    });
    const ended = once(child, 'exit');
    const changed = async () =>
      [...(await contents())].filter(([name, text]) => before.has(name) && before.get(name) !== text).length;
    await vi.waitFor(async () => expect(await changed()).toBeGreaterThan(some), { timeout: 20_000, interval: 1 });
    child.kill('SIGKILL');
    await ended;
    expect(await changed()).toBeLessThan(refs.length);
    expect(await readFile(inSecrets('key'))).toEqual(old);
    await expectAll();
    expect((await rotateKey(fromFile(), null)).unreadable).toEqual([]);
    expect(await readFile(inSecrets('key'))).not.toEqual(old);
    await expectAll();
  }
}, 60_000);

it('that was killed before its last line is finished by a second call, without a third key', async () => {
  await fill();
  const link = inSecrets('next-key.json');
  const newKey = randomBytes(32);
  await rotateKey(given(await readFile(inSecrets('key'))), newKey);
  const left = await readFile(link);
  await writeFile(inSecrets('key'), newKey);
  expect((await rotateKey(fromFile(), null)).unreadable).toEqual([]);
  expect(await readFile(inSecrets('key'))).toEqual(newKey);
  await expectAll();
  // A start does the same.
  await writeFile(link, left);
  await forgetLink(fromFile());
  expect(await readdir(inSecrets())).not.toContain('next-key.json');
});

it('loses no secret and revives none that others write and remove meanwhile', async () => {
  await fill();
  const secrets = createSecrets(home);
  const work = async () => {
    for (const [index, ref] of refs.entries()) {
      expect(await secrets.get(ref)).toBe(`value of ${ref}`);
      if (index % 2 === 0) await secrets.remove(ref);
      else await secrets.put(ref, `new value of ${ref}`);
      await secrets.put(`later/${index}`, 'later');
    }
  };
  await Promise.all([work(), rotateKey(fromFile(), null)]);
  const found = await Promise.all(refs.map((ref) => secrets.get(ref)));
  expect(found).toEqual(refs.map((ref, index) => (index % 2 === 0 ? null : `new value of ${ref}`)));
  for (const [index] of refs.entries()) expect(await secrets.get(`later/${index}`)).toBe('later');
});

it('of a key from the environment is known to processes of the old key until one starts with the new one', async () => {
  const [old, next] = [randomBytes(32), randomBytes(32)];
  await fill(old);
  expect(await readdir(inSecrets())).not.toContain('key');
  await rotateKey(given(old), next);
  await rotateKey(given(old), next); // again does no harm
  await createSecrets(home, old).put('late', 'from a process of the old key');
  await expectAll(old);
  await expectAll(next);
  expect(await createSecrets(home, next).get('late')).toBe('from a process of the old key');
  await expect(rotateKey(given(old), randomBytes(32))).rejects.toThrow('is not finished');

  await forgetLink(given(old));
  await expectAll(old);
  await forgetLink(given(next));
  await expect(createSecrets(home, old).get('late')).rejects.toThrow('belongs to another key');
  await expectAll(next);
});

it('leaves what neither key opens, and names it', async () => {
  await fill();
  const [first = ''] = (await contents()).keys();
  await writeFile(inSecrets(first), '{"ref":"a"');
  expect((await rotateKey(fromFile(), null)).unreadable).toEqual([inSecrets(first)]);
  expect(await readFile(inSecrets(first), 'utf8')).toBe('{"ref":"a"');
});
