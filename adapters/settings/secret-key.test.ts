import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, test } from 'vitest';
import { secretKeyFrom } from './secret-key.ts';
import { loadSettings } from './settings.ts';

const key = randomBytes(32);

test.each(['base64', 'base64url', 'hex'] as const)('the key is taken from the environment in %s', async (encoding) => {
  expect(await secretKeyFrom({ BRINGUP_SECRET_KEY: ` ${key.toString(encoding)}\n` })).toEqual(key);
});

it('is taken from a file, and is null where nothing is said', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-key-'));
  try {
    const file = path.join(folder, 'key');
    await writeFile(file, `${key.toString('hex')}\n`);
    expect(await secretKeyFrom({ BRINGUP_SECRET_KEY_FILE: file })).toEqual(key);
    expect(await secretKeyFrom({ BRINGUP_SECRET_KEY: '' })).toBeNull();
    await expect(secretKeyFrom({ BRINGUP_SECRET_KEY_FILE: `${file}.none` })).rejects.toThrow(
      /_KEY_FILE cannot be read/,
    );
    const both = { BRINGUP_SECRET_KEY: key.toString('hex'), BRINGUP_SECRET_KEY_FILE: file };
    await expect(secretKeyFrom(both)).rejects.toThrow('not both');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each(['short', 'g'.repeat(64), randomBytes(31).toString('base64'), randomBytes(33).toString('hex')])(
  'a start with the key %j is refused in one sentence without it',
  async (text) => {
    const error = await loadSettings({ HOME: '/nobody', BRINGUP_SECRET_KEY: text }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure: { code: 'input_invalid', facts: { field: 'BRINGUP_SECRET_KEY' } } });
    expect(String(error)).toMatch(/must hold 32 bytes in base64 or hex/);
    expect(String(error)).not.toContain(text);
  },
);
