import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSecrets } from '../adapters/secrets/secrets.ts';
import { rotate } from './rotate-key.ts';

let home: string;
let said: string[];
const key = () => randomBytes(32).toString('base64');
const run = (env: Record<string, string> = {}) =>
  rotate({ env: { HOME: home, BRINGUP_HOME: home, ...env }, say: (line) => said.push(line) });

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-rotate-'));
  said = [];
});
afterEach(() => rm(home, { recursive: true }));

it('takes a new key by itself where the key lies in the data folder', async () => {
  await createSecrets(home).put('a', 'value');
  await run();
  expect(said).toEqual([expect.stringMatching(/^The new key opens 2 secrets\./)]);
  expect(await createSecrets(home).get('a')).toBe('value');
});

it('takes the new key from the environment where the old one comes from there, and says what to do next', async () => {
  const [old, next] = [key(), key()];
  await createSecrets(home, Buffer.from(old, 'base64')).put('a', 'value');
  await expect(run({ BRINGUP_SECRET_KEY: old })).rejects.toThrow('has to come from BRINGUP_SECRET_KEY_NEW');
  await expect(run({ BRINGUP_SECRET_KEY: old, BRINGUP_SECRET_KEY_NEW: 'x' })).rejects.toThrow('32 bytes');
  await expect(run({ BRINGUP_SECRET_KEY: old, BRINGUP_SECRET_KEY_NEW: old })).rejects.toThrow('in use');
  await run({ BRINGUP_SECRET_KEY: old, BRINGUP_SECRET_KEY_NEW: next });
  expect(said.at(-1)).toMatch(/^Next: put the new key into BRINGUP_SECRET_KEY, take BRINGUP_SECRET_KEY_NEW away/);
  expect(said.join()).not.toContain(next);
  expect(await createSecrets(home, Buffer.from(next, 'base64')).get('a')).toBe('value');
});
